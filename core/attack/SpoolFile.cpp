#include "core/attack/SpoolFile.h"

#include "core/base/Error.h"

#include <array>
#include <fstream>
#include <system_error>

namespace undertone::attack {

namespace {

constexpr std::size_t formatSize = sizeof spoolFormat - 1;
constexpr std::uint64_t mostLayers = 1000;
constexpr std::uint64_t widestLayer = 1ULL << 24U;

} // namespace

struct SpoolFile::Handle
{
    std::ifstream stream;
    std::uint64_t size = 0;
};

std::uint64_t spoolHeadSize(std::size_t layers)
{
    return formatSize + sizeof(std::uint64_t) * (1 + 2 * layers);
}

std::uint64_t spoolRecordSize(const std::vector<LayerShape>& shapes)
{
    std::uint64_t values = 0;
    for (const auto& shape : shapes)
        values += shape.parameters();
    return 2 * sizeof(std::uint64_t) + values * sizeof(float);
}

SpoolFile::SpoolFile(const std::filesystem::path& file, End end)
    : m_file(file), m_handle(std::make_unique<Handle>())
{
    std::error_code error;
    m_handle->size = std::filesystem::file_size(file, error);
    m_handle->stream.open(file, std::ios::binary);
    if (error || !m_handle->stream)
        fail("The file of raw updates cannot be read.");
    if (m_handle->size == 0)
        return;
    readHead();
    readOrigins(end);
}

SpoolFile::~SpoolFile() = default;
SpoolFile::SpoolFile(SpoolFile&&) noexcept = default;
SpoolFile& SpoolFile::operator=(SpoolFile&&) noexcept = default;

void SpoolFile::fail(const std::string& happened) const
{
    throw Error(ErrorCode::StorageFailed, happened, m_file.string(),
                "Run the study again: the federation is trained once more and its updates are written anew.");
}

void SpoolFile::readBytes(std::uint64_t position, void* into, std::size_t size) const
{
    auto& stream = m_handle->stream;
    stream.clear();
    stream.seekg(static_cast<std::streamoff>(position));
    stream.read(static_cast<char*>(into), static_cast<std::streamsize>(size));
    if (!stream)
        fail("The file of raw updates ends too soon.");
}

void SpoolFile::readHead()
{
    std::array<char, formatSize> format{};
    std::uint64_t layers = 0;
    readBytes(0, format.data(), format.size());
    readBytes(formatSize, &layers, sizeof layers);
    if (std::string_view(format.data(), format.size()) != spoolFormat || layers > mostLayers)
        fail("The file holds no raw updates.");
    for (std::uint64_t i = 0; i < layers; ++i) {
        std::array<std::uint64_t, 2> shape{};
        readBytes(spoolHeadSize(i), shape.data(), sizeof shape);
        if (shape[0] > widestLayer || shape[1] > widestLayer)
            fail("The file holds no raw updates.");
        m_shapes.push_back({shape[0], shape[1]});
    }
}

void SpoolFile::readOrigins(End end)
{
    const auto head = spoolHeadSize(m_shapes.size());
    const auto record = spoolRecordSize(m_shapes);
    if (end == End::Whole && (m_handle->size - head) % record != 0)
        fail("The file of raw updates ends inside an update.");
    for (std::uint64_t at = head; at + record <= m_handle->size; at += record) {
        std::array<std::uint64_t, 2> origin{};
        readBytes(at, origin.data(), sizeof origin);
        m_origins.push_back({origin[0], origin[1]});
    }
}

at::Tensor SpoolFile::read(std::size_t update, std::size_t layer) const
{
    auto position =
        spoolHeadSize(m_shapes.size()) + update * spoolRecordSize(m_shapes) + 2 * sizeof(std::uint64_t);
    for (std::size_t i = 0; i < layer; ++i)
        position += m_shapes[i].parameters() * sizeof(float);
    auto values = at::empty({static_cast<std::int64_t>(m_shapes.at(layer).parameters())});
    readBytes(position, values.data_ptr(), values.nbytes());
    return values;
}

} // namespace undertone::attack
