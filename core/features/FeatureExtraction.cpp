#include "core/features/FeatureExtraction.h"

#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/features/FeatureImport.h"
#include "core/features/FeatureSet.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <string_view>

namespace undertone::features {

namespace {

void checkRequest(const corpus::Corpus& corpus, const FeatureSet& set)
{
    if (set.isFrames())
        throw Error(ErrorCode::InvalidRequest, "This feature set gives frames, not one row for an utterance.",
                    set.name(), "Choose a set of functionals, such as functionals or egemaps.");
    if (corpus.transcriptsOnly)
        throw Error(ErrorCode::InvalidRequest, "The corpus has transcripts but no audio.", corpus.name,
                    "Choose a corpus with audio.");
}

/// One clip's features after another, from the cache or freshly extracted.
class Extraction
{
public:
    Extraction(const corpus::Corpus& corpus, const FeatureSet& set, FeatureCache& cache,
               base::Progress& progress)
        : m_corpus(corpus), m_set(set), m_cache(cache), m_progress(progress)
    {
        double seconds = 0;
        for (const auto& utterance : corpus.utterances)
            seconds += utterance.seconds;
        m_progress.addTotal(seconds);
    }

    void fill(std::size_t index, std::span<float> row)
    {
        m_progress.checkCancelled();
        const corpus::Utterance& utterance = m_corpus.utterances[index];
        auto values = m_cache.find(utterance.audioHash, m_set.name(), m_set.version());
        const bool known = values && values->size() == row.size();
        if (!known)
            values = extract(utterance);
        std::ranges::copy(*values, row.begin());
        const std::string stage = fmt::format("{} of {}: clip {} of {}", m_set.name(), m_corpus.name,
                                              ++m_done, m_corpus.utterances.size());
        if (known)
            m_progress.skip(utterance.seconds, stage);
        else
            m_progress.advance(utterance.seconds, stage);
    }

private:
    std::vector<float> extract(const corpus::Utterance& utterance)
    {
        const std::filesystem::path file = m_corpus.folder / utterance.path;
        const audio::Signal signal = audio::readAudio(file);
        if (base::sha256OfFile(file) != utterance.audioHash)
            throw Error(ErrorCode::UnreadableAudio,
                        "The audio file is another one than when it was imported.", file.string(),
                        "Put the file back or import the corpus again.");
        std::vector<float> values = m_set.extract(signal);
        m_cache.store(utterance.audioHash, m_set.name(), m_set.version(), values);
        return values;
    }

    const corpus::Corpus& m_corpus;
    const FeatureSet& m_set;
    FeatureCache& m_cache;
    base::Progress& m_progress;
    std::atomic<std::size_t> m_done{0};
};

FeatureMatrix extractNative(const corpus::Corpus& corpus, const FeatureSet& set, FeatureCache& cache,
                            base::Progress& progress, unsigned workers)
{
    checkRequest(corpus, set);
    FeatureMatrix matrix{set.columns(), corpus.utterances.size(), {}};
    matrix.values.resize(matrix.rows * matrix.columns());
    Extraction extraction(corpus, set, cache, progress);
    base::parallelFor(matrix.rows, workers, [&](std::size_t i) { extraction.fill(i, matrix.row(i)); });
    return matrix;
}

FeatureMatrix imported(const corpus::Corpus& corpus, const std::string& set, const FeatureTable& table)
{
    std::map<std::string_view, std::size_t> rowOfKey;
    for (std::size_t i = 0; i < table.keys.size(); ++i)
        rowOfKey.emplace(table.keys[i], i);
    FeatureMatrix matrix{table.matrix.names, corpus.utterances.size(), {}};
    matrix.values.reserve(matrix.rows * matrix.columns());
    for (const auto& utterance : corpus.utterances) {
        const auto found = rowOfKey.find(utterance.path);
        if (found == rowOfKey.end())
            throw Error(ErrorCode::InvalidFeatures,
                        "The imported table " + set + " has no row for an utterance of " + corpus.name + ".",
                        utterance.path, "Import the table again: the corpus has changed since.");
        const auto row = table.matrix.row(found->second);
        matrix.values.insert(matrix.values.end(), row.begin(), row.end());
    }
    return matrix;
}

bool isNative(const std::string& set)
{
    return std::ranges::count(featureSetNames(), set) > 0;
}

} // namespace

FeatureMatrix extractFeatures(const corpus::Corpus& corpus, const std::string& set, FeatureCache& cache,
                              base::Progress& progress, unsigned workers)
{
    if (!isNative(set))
        if (const auto table = importedTable(corpus, set, cache))
            return imported(corpus, set, *table);
    return extractNative(corpus, featureSet(set), cache, progress, workers);
}

std::string featureSetIdentity(const corpus::Corpus& corpus, const std::string& set,
                               const FeatureCache& cache)
{
    if (!isNative(set)) {
        const auto file = importedTableFile(corpus, set, cache);
        if (std::filesystem::exists(file))
            return set + "-" + base::sha256OfFile(file);
    }
    return set + "-" + std::to_string(featureSet(set).version());
}

} // namespace undertone::features
