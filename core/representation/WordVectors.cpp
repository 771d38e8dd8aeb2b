#include "core/representation/WordVectors.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/representation/Tokenizer.h"
#include "core/representation/VectorLine.h"
#include "core/representation/VectorStream.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <span>

namespace undertone::representation {

namespace {

static_assert(std::endian::native == std::endian::little, "the values are copied as they lie in the file");

constexpr std::size_t mostDimensions = 4096;
[[noreturn]] void fail(const std::string& happened, const std::string& source,
                       const std::string& remedy = "Copy or download the file again, or take the line out.")
{
    throw Error(ErrorCode::InvalidFeatures, happened, source, remedy);
}

/// Puts the vectors of a file where the vocabulary has their words.
class VectorSink
{
public:
    VectorSink(const Vocabulary& vocabulary, std::size_t dimensions, const std::string& source)
        : m_vocabulary(vocabulary), m_matches(vocabulary.size(), Match::None)
    {
        if (dimensions == 0 || dimensions > mostDimensions)
            fail(fmt::format("The vectors would have {} dimensions; 1 to {} can be read.", dimensions,
                             mostDimensions),
                 source, "Choose a file of word vectors in the format of word2vec or GloVe.");
        m_vectors.dimensions = dimensions;
        m_vectors.values.resize(vocabulary.size() * dimensions);
    }

    std::size_t dimensions() const { return m_vectors.dimensions; }

    void add(std::string_view word, std::span<const float> vector)
    {
        if (const auto index = m_vocabulary.find(word))
            return put(*index, Match::Exact, vector);
        if (const auto index = m_vocabulary.find(normalForm(word)))
            put(*index, Match::NormalForm, vector);
    }

    WordVectors finish(const std::string& source)
    {
        if (m_vectors.known == 0)
            fail("The file has none of the words of the transcripts.", source,
                 "Choose word vectors of the language of the transcripts.");
        return std::move(m_vectors);
    }

private:
    enum class Match { None, NormalForm, Exact };

    void put(std::size_t index, Match match, std::span<const float> vector)
    {
        if (match <= m_matches[index])
            return;
        m_vectors.known += m_matches[index] == Match::None ? 1 : 0;
        m_matches[index] = match;
        std::copy(vector.begin(), vector.end(),
                  m_vectors.values.begin() + static_cast<std::ptrdiff_t>(index * m_vectors.dimensions));
    }

    const Vocabulary& m_vocabulary;
    std::vector<Match> m_matches;
    WordVectors m_vectors;
};

void addLine(VectorSink& sink, std::string_view line, std::size_t number, const std::string& source)
{
    std::vector<float> vector(sink.dimensions());
    sink.add(takeVector(line, vector, number, source), vector);
}

/// GloVe's file: the first line is a vector like all others.
WordVectors readGlove(VectorStream& stream, std::string_view first, const Vocabulary& vocabulary)
{
    const auto fields = countFields(first);
    if (fields < 2)
        fail("Line 1 is neither a word with its numbers nor the header of a word2vec file.", stream.source(),
             "Choose a file of word vectors in the format of word2vec or GloVe.");
    VectorSink sink(vocabulary, fields - 1, stream.source());
    addLine(sink, first, 1, stream.source());
    std::size_t number = 1;
    while (const auto line = stream.next('\n')) {
        ++number;
        if (!isBlank(*line))
            addLine(sink, *line, number, stream.source());
    }
    return sink.finish(stream.source());
}

WordVectors readWord2vecText(VectorStream& stream, const VectorHeader& header, const Vocabulary& vocabulary)
{
    VectorSink sink(vocabulary, header.dimensions, stream.source());
    std::size_t number = 1;
    std::size_t words = 0;
    while (const auto line = stream.next('\n')) {
        ++number;
        if (isBlank(*line))
            continue;
        if (++words > header.words)
            fail(fmt::format("Line {} follows the {} words that line 1 announces.", number, header.words),
                 stream.source());
        addLine(sink, *line, number, stream.source());
    }
    if (words < header.words)
        fail(
            fmt::format("The file ends after {} of the {} words that line 1 announces.", words, header.words),
            stream.source(), "The file may be cut short: copy or download it again.");
    return sink.finish(stream.source());
}

[[noreturn]] void failShort(const VectorStream& stream, std::size_t word, const VectorHeader& header)
{
    fail(fmt::format("The file ends at byte {}, within word {} of {}.", stream.offset(), word, header.words),
         stream.source(), "The file may be cut short: copy or download it again.");
}

WordVectors readWord2vecBinary(VectorStream& stream, const VectorHeader& header, const Vocabulary& vocabulary)
{
    VectorSink sink(vocabulary, header.dimensions, stream.source());
    std::vector<float> vector(header.dimensions);
    const auto bytes = vector.size() * sizeof(float);
    for (std::size_t number = 1; number <= header.words; ++number) {
        const auto piece = stream.next(' ');
        std::string word(piece.value_or(std::string_view()));
        word.erase(0, std::min(word.find_first_not_of('\n'), word.size())); // the end of the one before
        const auto begin = stream.offset();
        const auto values = stream.take(bytes);
        if (values.size() < bytes)
            failShort(stream, number, header);
        std::memcpy(vector.data(), values.data(), bytes);
        if (const auto bad =
                std::find_if(vector.begin(), vector.end(), [](float v) { return !std::isfinite(v); });
            bad != vector.end())
            fail(fmt::format("A number that is not finite stands at byte {}, in word {} of {}.",
                             begin + sizeof(float) * static_cast<std::size_t>(bad - vector.begin()), number,
                             header.words),
                 stream.source(), "Copy or download the file again, or take the word out.");
        sink.add(word, vector);
    }
    const auto end = stream.offset();
    const auto rest = stream.take(2);
    if (rest.find_first_not_of("\r\n") != std::string_view::npos || stream.take(1).size() > 0)
        fail(fmt::format("The {} words end at byte {}, but the file goes on.", header.words, end),
             stream.source(), "Copy or download the file again: its first line and its length disagree.");
    return sink.finish(stream.source());
}

} // namespace

WordVectors readWordVectors(std::istream& stream, const std::string& source, const Vocabulary& vocabulary,
                            base::Progress& progress)
{
    progress.addTotal(1);
    VectorStream pieces(stream, source, progress);
    const std::string first(base::withoutByteOrderMark(pieces.next('\n').value_or(std::string_view())));
    const auto header = asVectorHeader(first);
    if (!header)
        return readGlove(pieces, first, vocabulary);
    return pieces.isBinaryAhead() ? readWord2vecBinary(pieces, *header, vocabulary)
                                  : readWord2vecText(pieces, *header, vocabulary);
}

WordVectors readWordVectors(const std::filesystem::path& file, const Vocabulary& vocabulary,
                            base::Progress& progress)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(ErrorCode::NotFound, "There is no such file of word vectors.", file.string(),
                    "Check the path in representation.encoder.word_vectors.");
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file, ignored))
        throw Error(ErrorCode::StorageFailed, "The file of word vectors cannot be read.", file.string(),
                    "Check that it is a file and that you may read it.");
    return readWordVectors(stream, file.string(), vocabulary, progress);
}

} // namespace undertone::representation
