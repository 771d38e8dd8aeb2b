#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace undertone::base {

/// A file written piece by piece under a temporary name in its folder: it takes its own name, whole and
/// flushed to the disk, with commit(). Without that nothing is left of it.
class AtomicFile
{
public:
    /// @throws Error StorageFailed, as all that follows.
    explicit AtomicFile(std::filesystem::path file);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);
    void commit();

private:
    std::filesystem::path m_file;
    std::string m_temporary;
    int m_descriptor;
};

} // namespace undertone::base
