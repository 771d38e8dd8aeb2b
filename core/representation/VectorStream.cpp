#include "core/representation/VectorStream.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::representation {

namespace {

constexpr std::size_t megabyte = 1 << 20;
constexpr std::size_t bufferSize = megabyte + 2; // a delimiter and the zero that getline adds

bool isControl(char c)
{
    return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

} // namespace

VectorStream::VectorStream(std::istream& stream, std::string source, base::Progress& progress)
    : m_stream(stream), m_source(std::move(source)), m_progress(progress),
      m_buffer(std::make_unique_for_overwrite<char[]>(bufferSize))
{
    m_stream.seekg(0, std::ios::end);
    m_size = static_cast<std::size_t>(m_stream.tellg());
    m_stream.seekg(0);
}

std::string_view VectorStream::advance(std::size_t length, std::size_t read)
{
    if (m_stream.bad())
        throw Error(ErrorCode::StorageFailed, "The file cannot be read.", m_source,
                    "Check the disk, and that you may read the file.");
    m_progress.checkCancelled();
    m_offset += read;
    if (m_offset >= m_announced + megabyte || m_offset == m_size) {
        m_progress.advance(static_cast<double>(m_offset - m_announced) / static_cast<double>(m_size),
                           "reading word vectors");
        m_announced = m_offset;
    }
    return {m_buffer.get(), length};
}

std::optional<std::string_view> VectorStream::next(char delimiter)
{
    if (m_offset == m_size)
        return std::nullopt;
    m_stream.getline(m_buffer.get(), static_cast<std::streamsize>(bufferSize), delimiter);
    const auto read = static_cast<std::size_t>(m_stream.gcount());
    if (m_stream.fail() && !m_stream.eof() && !m_stream.bad())
        throw Error(ErrorCode::InvalidFeatures,
                    fmt::format("From byte {} on, no line and no word ends within a megabyte.", m_offset),
                    m_source, "Choose a file of word vectors in the format of word2vec or GloVe.");
    return advance(m_stream.eof() ? read : read - 1, read);
}

std::string_view VectorStream::take(std::size_t count)
{
    m_stream.read(m_buffer.get(), static_cast<std::streamsize>(std::min(count, megabyte)));
    const auto read = static_cast<std::size_t>(m_stream.gcount());
    return advance(read, read);
}

bool VectorStream::isBinaryAhead()
{
    constexpr std::size_t head = 1 << 16;
    m_stream.read(m_buffer.get(), head);
    const std::string_view ahead(m_buffer.get(), static_cast<std::size_t>(m_stream.gcount()));
    m_stream.clear();
    m_stream.seekg(static_cast<std::streamoff>(m_offset));
    return std::any_of(ahead.begin(), ahead.end(), isControl);
}

} // namespace undertone::representation
