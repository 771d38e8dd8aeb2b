#include "core/experiment/UtteranceInputs.h"

#include "core/experiment/InputRules.h"
#include "core/features/FeatureExtraction.h"
#include "core/features/FeatureSet.h"
#include "core/representation/Tokenizer.h"
#include "core/representation/WordVectors.h"

#include <algorithm>
#include <cstring>

namespace undertone::experiment {

namespace {

constexpr auto frameSet = "logmel";
constexpr double smallestDeviation = 1e-5;
constexpr std::size_t leastOccurrences = 2; ///< of a word whose vector is learned
constexpr std::size_t frequentWords = 300;  ///< whose shares stand for a text without word vectors

at::Tensor frameTensor(const std::vector<float>& values, std::int64_t bands)
{
    auto frames = at::empty({static_cast<std::int64_t>(values.size()) / bands, bands}, at::kFloat);
    std::memcpy(frames.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    return frames;
}

/// Mean, and population deviation + 1e-5, of each column.
std::pair<at::Tensor, at::Tensor> statisticsOf(const at::Tensor& rows)
{
    const auto all = rows.to(at::kDouble);
    return {all.mean(0), all.std(0, false) + smallestDeviation};
}

/// (x - mean) / (population deviation + 1e-5) of some frames, applied to those of the rows.
void normaliseBy(const std::vector<at::Tensor>& fitted, std::vector<at::Tensor*> rows)
{
    const auto [mean, scale] = statisticsOf(at::cat(fitted));
    for (auto* frames : rows)
        *frames = ((*frames - mean) / scale).to(at::kFloat);
}

/// Means of the vectors of each row's words; of words that are not known, that of all zeros.
at::Tensor meanVectors(const std::vector<std::vector<std::int64_t>>& tokens, const at::Tensor& vectors)
{
    std::vector<at::Tensor> means;
    for (const auto& words : tokens)
        means.push_back(vectors.index_select(0, at::tensor(words, at::kLong)).mean(0));
    return at::stack(means);
}

at::Tensor wordShares(const std::vector<std::vector<std::int64_t>>& tokens, std::size_t words)
{
    const auto kept = std::min(words, frequentWords + 1); // the most frequent stand first
    auto shares = at::zeros({static_cast<std::int64_t>(tokens.size()), static_cast<std::int64_t>(kept)});
    for (std::size_t row = 0; row < tokens.size(); ++row)
        for (const auto token : tokens[row])
            if (static_cast<std::size_t>(token) < kept)
                shares[static_cast<std::int64_t>(row)][token] +=
                    1.0 / static_cast<double>(tokens[row].size());
    return shares;
}

std::vector<std::int64_t> tokensOf(const std::vector<std::string>& words,
                                   const representation::Vocabulary& vocabulary)
{
    auto tokens = vocabulary.indices(words);
    if (tokens.empty())
        tokens.push_back(0); // a text without words
    return tokens;
}

} // namespace

std::size_t UtteranceInputs::frameCount() const
{
    std::size_t sum = 0;
    for (const auto& frames : m_frames)
        sum += static_cast<std::size_t>(frames.size(0));
    return sum;
}

std::vector<std::int64_t> UtteranceInputs::rowsOf(const std::vector<corpus::UtteranceRef>& utterances) const
{
    std::vector<std::int64_t> rows;
    for (const auto& utterance : utterances) // m_refs is sorted
        rows.push_back(std::lower_bound(m_refs.begin(), m_refs.end(), utterance) - m_refs.begin());
    return rows;
}

const std::vector<std::string>& UtteranceInputs::columnNames() const
{
    static const std::vector<std::string> none;
    return none;
}

representation::InputTable UtteranceInputs::shapes() const
{
    representation::InputTable table;
    if (!m_frames.empty())
        table.frames = {at::zeros({1, m_frames.front().size(1)})};
    if (!m_words.empty())
        table.tokens = {{0}};
    table.vocabulary = m_vocabulary;
    table.wordVectors = m_wordVectors;
    if (m_features)
        table.features = at::zeros({1, m_features->columns()});
    return table;
}

representation::InputTable UtteranceInputs::table(const std::vector<std::int64_t>& fitRows) const
{
    representation::InputTable table;
    table.frames = normalisedFrames(fitRows);
    if (!m_words.empty())
        addTokens(table, fitRows);
    if (m_features)
        table.features = m_features->vectors(fitRows);
    return table;
}

at::Tensor UtteranceInputs::vectors(const std::vector<std::int64_t>& fitRows) const
{
    const auto inputs = table(fitRows);
    std::vector<at::Tensor> parts;
    if (!inputs.frames.empty()) {
        std::vector<at::Tensor> summaries;
        for (const auto& frames : inputs.frames)
            summaries.push_back(at::cat({frames.mean(0), frames.std(0, false)}));
        parts.push_back(at::stack(summaries));
    }
    if (!inputs.tokens.empty())
        parts.push_back(inputs.wordVectors.defined() ? meanVectors(inputs.tokens, inputs.wordVectors)
                                                     : wordShares(inputs.tokens, inputs.vocabulary.size()));
    if (inputs.features.defined())
        parts.push_back(inputs.features);
    return at::cat(parts, 1);
}

std::pair<representation::InputNormalizer, representation::InputNormalizer>
UtteranceInputs::normalizers(const std::vector<std::int64_t>& fitRows) const
{
    std::pair<representation::InputNormalizer, representation::InputNormalizer> both;
    if (m_normalization != features::Normalization::Global) {
        both.first.kind = both.second.kind = m_normalization;
        return both;
    }
    // None of an input that is not read.
    const auto set = [](representation::InputNormalizer& normalizer, const at::Tensor& rows) {
        normalizer.kind = features::Normalization::Global;
        const auto [mean, scale] = statisticsOf(rows);
        normalizer.mean = mean.to(at::kFloat);
        normalizer.deviation = scale.to(at::kFloat);
    };
    if (!m_frames.empty()) {
        std::vector<at::Tensor> fitted;
        for (const auto row : fitRows)
            fitted.push_back(m_frames[static_cast<std::size_t>(row)]);
        set(both.first, at::cat(fitted));
    }
    if (m_features) {
        std::vector<at::Tensor> fitted;
        for (const auto row : fitRows) {
            const auto values = m_features->matrix().row(static_cast<std::size_t>(row));
            fitted.push_back(at::tensor(std::vector<float>(values.begin(), values.end())));
        }
        set(both.second, at::stack(fitted));
    }
    return both;
}

std::vector<at::Tensor> UtteranceInputs::normalisedFrames(const std::vector<std::int64_t>& fitRows) const
{
    auto frames = m_frames;
    if (m_normalization != features::Normalization::Global || frames.empty())
        return frames;
    std::vector<at::Tensor> fitted;
    for (const auto row : fitRows)
        fitted.push_back(m_frames[static_cast<std::size_t>(row)]);
    std::vector<at::Tensor*> all;
    for (auto& own : frames)
        all.push_back(&own);
    normaliseBy(fitted, all);
    return frames;
}

void UtteranceInputs::addTokens(representation::InputTable& table,
                                const std::vector<std::int64_t>& fitRows) const
{
    if (m_wordVectors.defined()) {
        table.vocabulary = m_vocabulary;
        table.tokens = m_tokens;
        table.wordVectors = m_wordVectors;
        return;
    }
    std::vector<std::vector<std::string>> fitted;
    for (const auto row : fitRows)
        fitted.push_back(m_words[static_cast<std::size_t>(row)]);
    const representation::Vocabulary vocabulary(fitted, leastOccurrences);
    table.vocabulary = vocabulary.words();
    for (const auto& words : m_words)
        table.tokens.push_back(tokensOf(words, vocabulary));
}

void UtteranceInputs::readFrames(features::FeatureCache& cache, const base::Progress& progress)
{
    std::vector<std::vector<at::Tensor*>> ofSpeaker(m_speakers.size());
    std::vector<std::vector<at::Tensor>> fitted(m_speakers.size());
    const auto bands = static_cast<std::int64_t>(features::featureSet(frameSet).columns().size());
    m_frames.resize(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        progress.checkCancelled();
        m_frames[row] = frameTensor(
            features::utteranceFrames(corpusOf(row), m_refs[row].utterance, frameSet, cache), bands);
        ofSpeaker[m_speakerOfRow[row]].push_back(&m_frames[row]);
        fitted[m_speakerOfRow[row]].push_back(m_frames[row]);
    }
    if (m_normalization == features::Normalization::Speaker)
        for (std::size_t speaker = 0; speaker < m_speakers.size(); ++speaker)
            normaliseBy(fitted[speaker], ofSpeaker[speaker]);
}

/// Vectors of a file are not learned of the corpus: all of its words may be looked up.
void UtteranceInputs::readWords(const std::string& vectorFile, base::Progress& progress)
{
    representation::Tokenizer tokenizer;
    for (std::size_t row = 0; row < rows(); ++row)
        m_words.push_back(tokenizer.words(utterance(row).text));
    if (vectorFile.empty())
        return;
    const representation::Vocabulary vocabulary(m_words, 1);
    const auto read = representation::readWordVectors(vectorFile, vocabulary, progress);
    m_vocabulary = vocabulary.words();
    m_wordVectors = at::empty(
        {static_cast<std::int64_t>(m_vocabulary.size()), static_cast<std::int64_t>(read.dimensions)});
    std::memcpy(m_wordVectors.data_ptr<float>(), read.values.data(), read.values.size() * sizeof(float));
    for (const auto& words : m_words)
        m_tokens.push_back(tokensOf(words, vocabulary));
}

} // namespace undertone::experiment
