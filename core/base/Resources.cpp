#include "core/base/Resources.h"

#include "core/base/Error.h"

#include <cstdlib>

namespace undertone::base {

std::string programVersion()
{
    return UNDERTONE_VERSION;
}

std::filesystem::path resourceFolder()
{
    if (const char* chosen = std::getenv("UNDERTONE_RESOURCES"))
        return chosen;
    for (const char* candidate : {UNDERTONE_RESOURCE_DIR, UNDERTONE_INSTALLED_RESOURCE_DIR}) {
        std::error_code ignored;
        if (std::filesystem::is_directory(std::filesystem::path(candidate) / "presets", ignored))
            return candidate;
    }
    throw Error(ErrorCode::NotFound,
                "The program's resources (presets, schema, help) are not where they were installed.",
                UNDERTONE_INSTALLED_RESOURCE_DIR,
                "Install Undertone again, or set UNDERTONE_RESOURCES to the folder.");
}

} // namespace undertone::base
