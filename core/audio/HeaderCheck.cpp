#include "core/audio/HeaderCheck.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace undertone::audio {

namespace {

enum class ByteOrder { Little, Big };

struct Chunk
{
    std::string name;
    std::uint64_t size = 0;
};

/// Reads chunk headers, of which the payload is padded to an even number of bytes.
class ChunkReader
{
public:
    ChunkReader(const std::filesystem::path& file, ByteOrder order)
        : m_stream(file, std::ios::binary), m_order(order)
    {
    }

    std::optional<Chunk> at(std::uint64_t position)
    {
        std::array<char, 8> bytes{};
        m_stream.seekg(static_cast<std::streamoff>(position));
        if (!m_stream.read(bytes.data(), bytes.size()))
            return std::nullopt;
        std::uint64_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto byte = static_cast<unsigned char>(bytes[m_order == ByteOrder::Big ? 4 + i : 7 - i]);
            size = size << 8 | byte;
        }
        return Chunk{std::string(bytes.data(), 4), size};
    }

private:
    std::ifstream m_stream;
    ByteOrder m_order;
};

std::string firstBytes(const std::filesystem::path& file)
{
    std::string bytes(12, '\0');
    std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

bool looksLikeAName(std::string_view name)
{
    return std::ranges::all_of(name, [](unsigned char c) { return std::isprint(c) != 0; });
}

[[noreturn]] void throwLyingHeader(const std::filesystem::path& file, const std::string& happened)
{
    throw Error(ErrorCode::UnreadableAudio, happened, file.string(),
                "Get a complete copy of the file, or re-encode it, or leave it out.");
}

/// What may stand behind the sound: another chunk that is there whole, or an ID3v1 tag that ends the file.
bool isChunkOrTag(const Chunk& following, std::uint64_t position, std::uint64_t fileSize)
{
    constexpr std::uint64_t tagSize = 128;
    if (following.name.starts_with("TAG") && fileSize - position == tagSize)
        return true;
    return looksLikeAName(following.name) && position + 8 + following.size <= fileSize;
}

/// The size of the whole form is not asked: a header that lies about the sound may lie about it as well.
void checkSamples(const std::filesystem::path& file, ChunkReader& reader, std::uint64_t start,
                  const Chunk& samples)
{
    const std::uint64_t fileSize = std::filesystem::file_size(file);
    if (start + samples.size > fileSize)
        throwLyingHeader(file, fmt::format("The header promises {} bytes of sound, but only {} are there.",
                                           samples.size, fileSize - start));
    const std::uint64_t next = start + samples.size + samples.size % 2;
    const auto following = reader.at(next);
    if (following && !isChunkOrTag(*following, next, fileSize))
        throwLyingHeader(file, fmt::format("The header promises {} bytes of sound, but {} more follow.",
                                           samples.size, fileSize - next));
}

/// Where a tag may begin: behind the frame's header, its checksum and its side information.
constexpr std::size_t tagReach = 64;
constexpr std::size_t longestTag = 16; // of what is read of it

std::uint64_t bigEndian(std::string_view bytes, unsigned bitsPerByte = 8)
{
    std::uint64_t value = 0;
    for (const unsigned char byte : bytes)
        value = value << bitsPerByte | byte;
    return value;
}

/// The bytes of an MP3 stream that its first frame states; nullopt when it states none.
std::optional<std::uint64_t> statedStreamSize(std::string_view frame)
{
    const auto field = [&](std::size_t position) { return bigEndian(frame.substr(position, 4)); };
    const auto searched = frame.substr(0, tagReach);
    if (const auto tag = searched.find("VBRI"); tag != std::string_view::npos)
        return field(tag + 10);
    auto tag = searched.find("Xing");
    if (tag == std::string_view::npos)
        tag = searched.find("Info");
    if (tag == std::string_view::npos)
        return std::nullopt;
    constexpr std::uint64_t hasFrames = 1, hasBytes = 2;
    const auto flags = field(tag + 4);
    if ((flags & hasBytes) == 0)
        return std::nullopt;
    return field(tag + (flags & hasFrames ? 12 : 8));
}

/// An ID3v2 tag, whose size has 7 bits a byte, may stand before the stream.
void checkMpeg(const std::filesystem::path& file, std::string_view start)
{
    const std::uint64_t begin = start.starts_with("ID3") ? 10 + bigEndian(start.substr(6, 4), 7) : 0;
    std::string frame(tagReach + longestTag, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(begin));
    if (!stream.read(frame.data(), static_cast<std::streamsize>(frame.size())))
        return;
    const auto stated = statedStreamSize(frame);
    const std::uint64_t there = std::filesystem::file_size(file) - begin;
    if (stated && *stated > there)
        throwLyingHeader(file, fmt::format("The header promises {} bytes of sound, but only {} are there.",
                                           *stated, there));
}

} // namespace

void checkHeader(const std::filesystem::path& file)
{
    const std::string start = firstBytes(file);
    if (start.starts_with("ID3") || start.starts_with("\xff"))
        return checkMpeg(file, start);
    const std::string form = start.substr(0, 4);
    const std::string type = start.substr(8, 4);
    const bool wave = (form == "RIFF" || form == "RIFX") && type == "WAVE";
    const bool aiff = form == "FORM" && (type == "AIFF" || type == "AIFC");
    if (!wave && !aiff)
        return;
    ChunkReader reader(file, form == "RIFF" ? ByteOrder::Little : ByteOrder::Big);
    std::uint64_t position = 12;
    while (const auto chunk = reader.at(position)) {
        if (chunk->name == (wave ? "data" : "SSND"))
            return checkSamples(file, reader, position + 8, *chunk);
        position += 8 + chunk->size + chunk->size % 2;
    }
    throwLyingHeader(file, "The file ends before its sound begins.");
}

} // namespace undertone::audio
