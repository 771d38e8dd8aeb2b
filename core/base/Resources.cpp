#include "core/base/Resources.h"

#include "core/base/Error.h"

#include <cstdlib>

namespace undertone::base {

std::string programVersion()
{
    return UNDERTONE_VERSION;
}

namespace {

/// Of an installed program, wherever its prefix was moved to.
std::filesystem::path besideProgram()
{
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return program.parent_path().parent_path() / "share" / "undertone";
}

} // namespace

std::filesystem::path resourceFolder()
{
    if (const char* chosen = std::getenv("UNDERTONE_RESOURCES"))
        return chosen;
    for (const std::filesystem::path& candidate :
         {besideProgram(), std::filesystem::path(UNDERTONE_RESOURCE_DIR),
          std::filesystem::path(UNDERTONE_INSTALLED_RESOURCE_DIR)}) {
        std::error_code ignored;
        if (std::filesystem::is_directory(candidate / "presets", ignored))
            return candidate;
    }
    throw Error(ErrorCode::NotFound,
                "The program's resources (presets, schema, help) are not where they were installed.",
                UNDERTONE_INSTALLED_RESOURCE_DIR,
                "Install Undertone again, or set UNDERTONE_RESOURCES to the folder.");
}

} // namespace undertone::base
