#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace undertone::attack {

/// Writes values one after the other (little-endian, as the machine has them); `seal` puts the format's name
/// with its version before them and their SHA-256 behind.
class ArchiveWriter
{
public:
    ArchiveWriter& integer(std::uint64_t value);
    ArchiveWriter& real(double value);
    ArchiveWriter& text(std::string_view value);
    /// float32, float64, or undefined; kept contiguous on the CPU.
    ArchiveWriter& tensor(const at::Tensor& value);
    std::string seal(std::string_view format) const;

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
    explicit ArchiveReader(std::string_view payload) : m_rest(payload) {}
    std::uint64_t integer();
    double real();
    std::string text();
    at::Tensor tensor();
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view raw(std::size_t size);

    std::string_view m_rest;
};

/// The payload of sealed bytes; nullopt when format, version or hash differ.
std::optional<std::string_view> unseal(std::string_view format, std::string_view bytes);

/// What `read(ArchiveReader&)` makes of sealed bytes; an empty Result when they are damaged.
template <typename Result, typename Read>
Result readArchive(std::string_view format, std::string_view bytes, const Read& read)
{
    const auto payload = unseal(format, bytes);
    if (!payload)
        return {};
    try {
        ArchiveReader reader(*payload);
        Result result = read(reader);
        return reader.atEnd() ? std::move(result) : Result{};
    } catch (const DamagedArchive&) {
        return {};
    }
}

} // namespace undertone::attack
