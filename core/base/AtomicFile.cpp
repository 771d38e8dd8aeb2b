#include "core/base/AtomicFile.h"

#include "core/base/Error.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace undertone::base {

namespace {

[[noreturn]] void throwWriteError(const std::filesystem::path& file, int code)
{
    throw Error(ErrorCode::StorageFailed,
                std::string("The file cannot be written: ") + std::strerror(code) + ".", file.string(),
                code == ENOSPC ? "Free some space on the disk and try again."
                               : "Check that the folder exists and that you may write there.");
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path file)
    : m_file(std::move(file)), m_temporary(m_file.string() + ".XXXXXX"),
      m_descriptor(::mkstemp(m_temporary.data()))
{
    if (m_descriptor < 0)
        throwWriteError(m_file, errno);
}

AtomicFile::~AtomicFile()
{
    ::close(m_descriptor);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throwWriteError(m_file, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void AtomicFile::write(std::string_view text)
{
    write(std::as_bytes(std::span(text)));
}

void AtomicFile::commit()
{
    if (::fsync(m_descriptor) != 0)
        throwWriteError(m_file, errno);
    ::fchmod(m_descriptor, 0644);
    if (::rename(m_temporary.c_str(), m_file.c_str()) != 0)
        throwWriteError(m_file, errno);
    m_temporary.clear();
}

} // namespace undertone::base
