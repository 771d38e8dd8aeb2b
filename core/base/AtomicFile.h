#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace undertone::base {

/// When a file is flushed to the disk. Later: when the system likes; a power failure may take the file, the
/// death of the program cannot.
enum class Flush { Now, Later };

/// A file written piece by piece under a temporary name: it takes its own name, whole, with commit(). Without
/// that nothing is left of it, unless the program is killed: see sweepTemporaries().
class AtomicFile
{
public:
    /// The temporary name lies in the file's own folder. Where `file` is a link, the file that it names is
    /// meant. @throws Error InvalidRequest for what is there and is no file; StorageFailed, as all that
    /// follows.
    explicit AtomicFile(const std::filesystem::path& file);
    /// It lies in another folder of the same disk, which is there.
    AtomicFile(std::filesystem::path file, const std::filesystem::path& temporaries);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);
    void commit(Flush flush = Flush::Now);

private:
    void open();

    std::filesystem::path m_file;
    std::string m_temporary;
    int m_descriptor = -1;
};

/// Removes what killed programs left of their AtomicFiles in a folder that is kept for temporary names alone.
/// Those of a living program are locked and stay, as does everything on a disk that knows no locks.
void sweepTemporaries(const std::filesystem::path& folder);

} // namespace undertone::base
