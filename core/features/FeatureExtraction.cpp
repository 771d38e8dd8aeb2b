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
#include <optional>
#include <string_view>

namespace undertone::features {

namespace {

enum class Shape { Rows, Frames };

void checkRequest(const corpus::Corpus& corpus, const FeatureSet& set, Shape shape)
{
    if (set.isFrames() && shape == Shape::Rows)
        throw Error(ErrorCode::InvalidRequest, "This feature set gives frames, not one row for an utterance.",
                    set.name(), "Choose a set of functionals, such as functionals or egemaps.");
    if (!set.isFrames() && shape == Shape::Frames)
        throw Error(ErrorCode::InvalidRequest, "This feature set gives one row for an utterance, not frames.",
                    set.name(), "Choose a set of frames, such as logmel.");
    if (corpus.transcriptsOnly)
        throw Error(ErrorCode::InvalidRequest, "The corpus has transcripts but no audio.", corpus.name,
                    "Choose a corpus with audio.");
}

bool isWhole(const std::vector<float>& values, const FeatureSet& set)
{
    const auto columns = set.columns().size();
    return set.isFrames() ? !values.empty() && values.size() % columns == 0 : values.size() == columns;
}

/// Freshly extracted, and kept.
std::vector<float> extracted(const corpus::Corpus& corpus, const corpus::Utterance& utterance,
                             const FeatureSet& set, FeatureCache& cache)
{
    const std::filesystem::path file = corpus.folder / utterance.path;
    const audio::Signal signal = audio::readAudio(file);
    if (base::sha256OfFile(file) != utterance.audioHash)
        throw Error(ErrorCode::UnreadableAudio, "The audio file is another one than when it was imported.",
                    file.string(), "Put the file back or import the corpus again.");
    std::vector<float> values = set.extract(signal);
    cache.store(utterance.audioHash, set.name(), set.version(), values);
    return values;
}

/// From the cache, unless the entry is missing or no whole one.
std::optional<std::vector<float>> known(const corpus::Utterance& utterance, const FeatureSet& set,
                                        const FeatureCache& cache)
{
    auto values = cache.find(utterance.audioHash, set.name(), set.version());
    return values && isWhole(*values, set) ? values : std::nullopt;
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

    std::vector<float> values(std::size_t index)
    {
        m_progress.checkCancelled();
        const corpus::Utterance& utterance = m_corpus.utterances[index];
        auto values = known(utterance, m_set, m_cache);
        const bool isKnown = values.has_value();
        if (!isKnown)
            values = extracted(m_corpus, utterance, m_set, m_cache);
        const std::string stage = fmt::format("{} of {}: clip {} of {}", m_set.name(), m_corpus.name,
                                              ++m_done, m_corpus.utterances.size());
        if (isKnown)
            m_progress.skip(utterance.seconds, stage);
        else
            m_progress.advance(utterance.seconds, stage);
        return *std::move(values);
    }

private:
    const corpus::Corpus& m_corpus;
    const FeatureSet& m_set;
    FeatureCache& m_cache;
    base::Progress& m_progress;
    std::atomic<std::size_t> m_done{0};
};

FeatureMatrix extractNative(const corpus::Corpus& corpus, const FeatureSet& set, FeatureCache& cache,
                            base::Progress& progress, unsigned workers)
{
    checkRequest(corpus, set, Shape::Rows);
    FeatureMatrix matrix{set.columns(), corpus.utterances.size(), {}};
    matrix.values.resize(matrix.rows * matrix.columns());
    Extraction extraction(corpus, set, cache, progress);
    base::parallelFor(matrix.rows, workers,
                      [&](std::size_t i) { std::ranges::copy(extraction.values(i), matrix.row(i).begin()); });
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

void requireFeatures(const corpus::Corpus& corpus, const std::string& set, const FeatureCache& cache)
{
    if (isNative(set) || !std::filesystem::exists(importedTableFile(corpus, set, cache)))
        checkRequest(corpus, featureSet(set), Shape::Rows);
}

bool givesFrames(const std::string& set)
{
    return isNative(set) && featureSet(set).isFrames();
}

std::vector<std::size_t> extractFrames(const corpus::Corpus& corpus, const std::string& name,
                                       FeatureCache& cache, base::Progress& progress, unsigned workers)
{
    const FeatureSet& set = featureSet(name);
    checkRequest(corpus, set, Shape::Frames);
    std::vector<std::size_t> counts(corpus.utterances.size());
    Extraction extraction(corpus, set, cache, progress);
    base::parallelFor(counts.size(), workers,
                      [&](std::size_t i) { counts[i] = extraction.values(i).size() / set.columns().size(); });
    return counts;
}

std::vector<float> utteranceFrames(const corpus::Corpus& corpus, std::size_t utterance,
                                   const std::string& name, FeatureCache& cache)
{
    const FeatureSet& set = featureSet(name);
    auto values = known(corpus.utterances[utterance], set, cache);
    return values ? *std::move(values) : extracted(corpus, corpus.utterances[utterance], set, cache);
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
