#include "core/learning/TensorArchive.h"

#include <bit>
#include <cstring>
#include <vector>

namespace undertone::learning {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::uint64_t undefinedTensor = 0;
constexpr std::uint64_t floatTensor = 1;
constexpr std::uint64_t doubleTensor = 2;
constexpr std::uint64_t mostDimensions = 8;
constexpr std::uint64_t largestSize = 1ULL << 40U;

} // namespace

void ArchiveWriter::raw(const void* data, std::size_t size)
{
    m_bytes.append(static_cast<const char*>(data), size);
}

ArchiveWriter& ArchiveWriter::integer(std::uint64_t value)
{
    raw(&value, sizeof value);
    return *this;
}

ArchiveWriter& ArchiveWriter::real(double value)
{
    raw(&value, sizeof value);
    return *this;
}

ArchiveWriter& ArchiveWriter::text(std::string_view value)
{
    integer(value.size());
    raw(value.data(), value.size());
    return *this;
}

ArchiveWriter& ArchiveWriter::tensor(const at::Tensor& value)
{
    if (!value.defined())
        return integer(undefinedTensor);
    const auto plain = value.detach().cpu().contiguous();
    integer(plain.scalar_type() == at::kDouble ? doubleTensor : floatTensor);
    integer(static_cast<std::uint64_t>(plain.dim()));
    for (const auto size : plain.sizes())
        integer(static_cast<std::uint64_t>(size));
    raw(plain.data_ptr(), plain.nbytes());
    return *this;
}

std::string_view ArchiveReader::raw(std::size_t size)
{
    if (size > m_rest.size())
        throw DamagedArchive();
    const auto bytes = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return bytes;
}

std::uint64_t ArchiveReader::integer()
{
    std::uint64_t value = 0;
    std::memcpy(&value, raw(sizeof value).data(), sizeof value);
    return value;
}

double ArchiveReader::real()
{
    double value = 0;
    std::memcpy(&value, raw(sizeof value).data(), sizeof value);
    return value;
}

std::string ArchiveReader::text()
{
    return std::string(raw(integer()));
}

at::Tensor ArchiveReader::tensor()
{
    const auto kind = integer();
    if (kind == undefinedTensor)
        return {};
    const auto dimensions = integer();
    if (kind > doubleTensor || dimensions > mostDimensions)
        throw DamagedArchive();
    std::vector<std::int64_t> sizes;
    std::size_t bytes = kind == doubleTensor ? sizeof(double) : sizeof(float);
    for (std::uint64_t i = 0; i < dimensions; ++i) {
        const auto size = integer();
        if (size > largestSize || (size > 0 && bytes > m_rest.size() / size))
            throw DamagedArchive();
        bytes *= size;
        sizes.push_back(static_cast<std::int64_t>(size));
    }
    const auto data = raw(bytes);
    auto value = at::empty(sizes, kind == doubleTensor ? at::kDouble : at::kFloat);
    if (bytes > 0)
        std::memcpy(value.data_ptr(), data.data(), bytes);
    return value;
}

} // namespace undertone::learning
