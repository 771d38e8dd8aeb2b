#include "core/base/File.h"

#include "core/base/AtomicFile.h"
#include "core/base/Error.h"

#include <fstream>
#include <sstream>

namespace undertone::base {

std::string readFile(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(ErrorCode::NotFound, "The file does not exist.", file.string(), "Check the path.");
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream || std::filesystem::is_directory(file, ignored))
        throw Error(ErrorCode::StorageFailed, "The file cannot be read.", file.string(),
                    "Check that you may read it.");
    return std::move(text).str();
}

std::string_view withoutByteOrderMark(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    return text;
}

void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes)
{
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
}

void writeFileAtomically(const std::filesystem::path& file, std::string_view text)
{
    writeFileAtomically(file, std::as_bytes(std::span(text)));
}

void createFolder(const std::filesystem::path& folder)
{
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code)
        throw Error(ErrorCode::StorageFailed, "The folder cannot be made: " + code.message() + ".",
                    folder.string(), "Choose a folder that you may write to.");
}

} // namespace undertone::base
