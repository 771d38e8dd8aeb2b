#include "core/base/File.h"

#include "core/base/Error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace undertone::base {

namespace {

[[noreturn]] void throwWriteError(const std::filesystem::path& file, int code)
{
    throw Error(ErrorCode::StorageFailed,
                std::string("The file cannot be written: ") + std::strerror(code) + ".", file.string(),
                code == ENOSPC ? "Free some space on the disk and try again."
                               : "Check that the folder exists and that you may write there.");
}

void writeAll(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& file)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throwWriteError(file, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor) != 0)
        throwWriteError(file, errno);
}

} // namespace

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
    std::string temporary = file.string() + ".XXXXXX";
    const int descriptor = ::mkstemp(temporary.data());
    if (descriptor < 0)
        throwWriteError(file, errno);
    try {
        writeAll(descriptor, bytes, file);
        ::fchmod(descriptor, 0644);
        if (::rename(temporary.c_str(), file.c_str()) != 0)
            throwWriteError(file, errno);
    } catch (...) {
        ::close(descriptor);
        ::unlink(temporary.c_str());
        throw;
    }
    ::close(descriptor);
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
