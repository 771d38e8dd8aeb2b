#pragma once

#include "core/federation/ModelUpdate.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace undertone::attack {

/// Shape of one layer's weight.
struct LayerShape
{
    std::size_t out = 0;
    std::size_t in = 0;
    std::size_t parameters() const { return out * in + out; }
    bool operator==(const LayerShape&) const = default;
};

/// Reads what a SpoolingObserver wrote: the name of the format, the number of layers, each one's out and in;
/// then records of a fixed size: round, client (64-bit), and the float32 values W1 b1 W2 b2 ... A file of no
/// update is empty.
class SpoolFile
{
public:
    enum class End {
        Whole, ///< the file must end with a whole record
        Open,  ///< its writer may have been stopped inside a record, which is left out
    };

    /// @throws Error StorageFailed when the file cannot be read, is no spool, or ends inside a record.
    explicit SpoolFile(const std::filesystem::path& file, End end = End::Whole);
    ~SpoolFile();
    SpoolFile(SpoolFile&&) noexcept;
    SpoolFile& operator=(SpoolFile&&) noexcept;

    const std::vector<LayerShape>& shapes() const { return m_shapes; }
    const std::vector<federation::UpdateOrigin>& origins() const { return m_origins; }
    /// One layer of one update: weight and bias in a row (out x in values, then out), float32.
    at::Tensor read(std::size_t update, std::size_t layer) const;

private:
    struct Handle;

    void readHead();
    void readOrigins(End end);
    void readBytes(std::uint64_t position, void* into, std::size_t size) const;
    [[noreturn]] void fail(const std::string& happened) const;

    std::filesystem::path m_file;
    std::unique_ptr<Handle> m_handle;
    std::vector<LayerShape> m_shapes;
    std::vector<federation::UpdateOrigin> m_origins;
};

/// Bytes before the first record, and of a record.
std::uint64_t spoolHeadSize(std::size_t layers);
std::uint64_t spoolRecordSize(const std::vector<LayerShape>& shapes);
inline constexpr char spoolFormat[] = "UTSPOOL1";

} // namespace undertone::attack
