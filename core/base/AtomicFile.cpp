#include "core/base/AtomicFile.h"

#include "core/base/Error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
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

/// Where the bytes belong: a link stays and the file that it names is written. Pipes and devices would be
/// replaced by a file, so they are refused.
std::filesystem::path targetOf(const std::filesystem::path& file)
{
    std::error_code code;
    auto target = file;
    for (int links = 0; links < 40 && std::filesystem::is_symlink(target, code); ++links)
        target = target.parent_path() / std::filesystem::read_symlink(target, code);
    const auto status = std::filesystem::status(target, code);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        throw Error(ErrorCode::InvalidRequest, "This is no file that could be written anew.", file.string(),
                    "Name a file; folders, pipes and devices stay as they are.");
    return target;
}

/// False when another program has removed the file's name before the lock was there.
bool lockOwn(int descriptor)
{
    struct stat status = {};
    ::flock(descriptor, LOCK_EX);
    return ::fstat(descriptor, &status) != 0 || status.st_nlink > 0;
}

void removeAbandoned(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        ::unlink(file.c_str());
    ::close(descriptor);
}

} // namespace

AtomicFile::AtomicFile(const std::filesystem::path& file)
    : m_file(targetOf(file)), m_temporary(m_file.string())
{
    open();
}

AtomicFile::AtomicFile(std::filesystem::path file, const std::filesystem::path& temporaries)
    : m_file(std::move(file)), m_temporary((temporaries / m_file.filename()).string())
{
    open();
}

void AtomicFile::open()
{
    static std::atomic<unsigned> number = 0;
    const std::string stem = m_temporary + "." + std::to_string(::getpid()) + "-";
    do {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_temporary = stem + std::to_string(number++);
        // Who may read it is what the user's umask says.
        m_descriptor = ::open(m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor < 0 && errno != EEXIST)
            throwWriteError(m_file, errno);
    } while (m_descriptor < 0 || !lockOwn(m_descriptor));
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

void AtomicFile::commit(Flush flush)
{
    if (flush == Flush::Now && ::fsync(m_descriptor) != 0)
        throwWriteError(m_file, errno);
    if (::rename(m_temporary.c_str(), m_file.c_str()) != 0)
        throwWriteError(m_file, errno);
    m_temporary.clear();
}

void sweepTemporaries(const std::filesystem::path& folder)
{
    std::error_code vanished;
    for (std::filesystem::directory_iterator it(folder, vanished), end; it != end; it.increment(vanished))
        if (std::filesystem::is_regular_file(it->symlink_status(vanished)))
            removeAbandoned(it->path());
}

} // namespace undertone::base
