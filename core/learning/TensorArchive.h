#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace undertone::learning {

/// Writes values one after the other (little-endian, as the machine has them) behind the name of the format
/// with its version. What keeps the bytes (StageCache) vouches for every bit of them; an archive itself only
/// tells whether it is of this format and has all its values.
class ArchiveWriter
{
public:
    explicit ArchiveWriter(std::string_view format) : m_bytes(format) {}
    ArchiveWriter& integer(std::uint64_t value);
    ArchiveWriter& real(double value);
    ArchiveWriter& text(std::string_view value);
    /// float32, float64, or undefined; kept contiguous on the CPU.
    ArchiveWriter& tensor(const at::Tensor& value);
    /// The archive. The object cannot be used afterwards.
    std::string finish() { return std::move(m_bytes); }

private:
    void raw(const void* data, std::size_t size);

    std::string m_bytes;
};

/// Thrown while reading past the end or a value that cannot be; never leaves readArchive.
struct DamagedArchive : std::runtime_error
{
    DamagedArchive() : std::runtime_error("damaged archive") {}
};

/// Reads what ArchiveWriter wrote, in the same order.
class ArchiveReader
{
public:
    explicit ArchiveReader(std::string_view values) : m_rest(values) {}
    std::uint64_t integer();
    double real();
    std::string text();
    at::Tensor tensor();
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view raw(std::size_t size);

    std::string_view m_rest;
};

/// What `read(ArchiveReader&)` makes of an archive; an empty Result when it is of another format or not
/// whole.
template <typename Result, typename Read>
Result readArchive(std::string_view format, std::string_view bytes, const Read& read)
{
    if (!bytes.starts_with(format))
        return {};
    try {
        ArchiveReader reader(bytes.substr(format.size()));
        Result result = read(reader);
        return reader.atEnd() ? std::move(result) : Result{};
    } catch (const DamagedArchive&) {
        return {};
    }
}

} // namespace undertone::learning
