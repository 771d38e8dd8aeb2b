#include "core/experiment/FeatureRows.h"

#include "core/base/Error.h"
#include "core/experiment/StageKey.h"
#include "core/features/FeatureExtraction.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace undertone::experiment {

namespace {

constexpr double secondsPerSecondOfSpeech = 0.002; ///< on one core, about

double secondsOfSpeech(const corpus::Corpus& corpus)
{
    return std::accumulate(corpus.utterances.begin(), corpus.utterances.end(), 0.0,
                           [](double sum, const auto& utterance) { return sum + utterance.seconds; });
}

} // namespace

FeatureRows::FeatureRows(const std::vector<corpus::Corpus>& corpora, const std::vector<std::uint32_t>& used,
                         const std::map<std::uint32_t, features::FeatureMatrix>& matrices,
                         const std::vector<std::string>& emotions, features::Normalization normalization,
                         std::string identity)
    : m_normalization(normalization), m_identity(std::move(identity))
{
    std::map<std::string, std::size_t> speakers;
    m_matrix.names = matrices.at(used.front()).names;
    for (const auto c : used)
        for (std::uint32_t u = 0; u < corpora[c].utterances.size(); ++u) {
            const auto& utterance = corpora[c].utterances[u];
            const auto emotion = std::find(emotions.begin(), emotions.end(), utterance.emotion);
            if (emotion == emotions.end())
                continue;
            m_rowOf[{c, u}] = static_cast<std::int64_t>(m_labels.size());
            m_labels.push_back(emotion - emotions.begin());
            m_speakerOfRow.push_back(speakers.try_emplace(utterance.speaker, speakers.size()).first->second);
            const auto row = matrices.at(c).row(u);
            m_matrix.values.insert(m_matrix.values.end(), row.begin(), row.end());
        }
    m_matrix.rows = m_labels.size();
    if (m_normalization == features::Normalization::Speaker)
        features::normalize(m_matrix, m_normalization, m_speakerOfRow, {});
}

std::vector<std::int64_t> FeatureRows::rowsOf(const std::vector<corpus::UtteranceRef>& utterances) const
{
    std::vector<std::int64_t> rows;
    rows.reserve(utterances.size());
    for (const auto utterance : utterances)
        rows.push_back(m_rowOf.at(utterance));
    return rows;
}

at::Tensor FeatureRows::vectors(const std::vector<std::int64_t>& fitRows) const
{
    const auto size = std::vector<std::int64_t>{static_cast<std::int64_t>(m_matrix.rows), columns()};
    if (m_normalization != features::Normalization::Global) // shared, never written
        return at::from_blob(const_cast<float*>(m_matrix.values.data()), size, at::kFloat);
    auto matrix = m_matrix;
    features::normalize(matrix, m_normalization, m_speakerOfRow, {fitRows.begin(), fitRows.end()});
    at::Tensor tensor = at::empty(size, at::kFloat);
    std::memcpy(tensor.data_ptr<float>(), matrix.values.data(), matrix.values.size() * sizeof(float));
    return tensor;
}

FeatureLibrary::FeatureLibrary(const std::vector<corpus::Corpus>& corpora, features::FeatureCache& cache,
                               base::Progress& progress, unsigned workers)
    : m_corpora(corpora), m_cache(cache), m_progress(progress), m_workers(workers)
{
}

std::vector<std::uint32_t> FeatureLibrary::indicesOf(const std::vector<std::string>& names) const
{
    std::vector<std::uint32_t> indices;
    for (const auto& name : names) {
        const auto found = std::find_if(m_corpora.begin(), m_corpora.end(),
                                        [&](const auto& corpus) { return corpus.name == name; });
        if (found == m_corpora.end())
            throw Error(ErrorCode::NotFound, fmt::format("There is no corpus \"{}\".", name), "specification",
                        "Import it first: undertone-cli corpus import PATH --name " + name + ".");
        indices.push_back(static_cast<std::uint32_t>(found - m_corpora.begin()));
    }
    return indices;
}

std::vector<std::uint32_t> FeatureLibrary::usedBy(const ExperimentSpec& spec) const
{
    auto used = indicesOf(spec.privateSide.corpora);
    for (const auto index : indicesOf(spec.shadowSide.corpora))
        if (std::find(used.begin(), used.end(), index) == used.end())
            used.push_back(index);
    std::sort(used.begin(), used.end());
    return used;
}

std::shared_ptr<const FeatureRows> FeatureLibrary::rows(const ExperimentSpec& spec)
{
    const auto used = usedBy(spec);
    StageKey key("feature rows", 1, "");
    key.add("normalization", spec.features.normalization).add("emotions", spec.emotions);
    for (const auto index : used) {
        matrix(index, spec.features.set);
        key.add("corpus", m_corpora[index].contentHash())
            .add("features", features::featureSetIdentity(m_corpora[index], spec.features.set, m_cache));
    }
    const auto identity = key.finish();
    auto& rows = m_rows[identity];
    if (!rows) {
        requireSameColumns(used, spec.features.set);
        rows = std::make_shared<FeatureRows>(m_corpora, used, m_matrices.at(spec.features.set), spec.emotions,
                                             features::normalizationFromName(spec.features.normalization),
                                             identity);
    }
    return rows;
}

const features::FeatureMatrix& FeatureLibrary::matrix(std::uint32_t corpus, const std::string& set)
{
    auto& matrices = m_matrices[set];
    if (const auto found = matrices.find(corpus); found != matrices.end())
        return found->second;
    const double seconds = secondsPerSecondOfSpeech * secondsOfSpeech(m_corpora[corpus]);
    m_progress.addTotal(seconds);
    base::PartProgress progress(m_progress, seconds);
    auto matrix = features::extractFeatures(m_corpora[corpus], set, m_cache, progress.part(), m_workers);
    progress.finish(fmt::format("features of {}", m_corpora[corpus].name));
    return matrices.emplace(corpus, std::move(matrix)).first->second;
}

void FeatureLibrary::requireSameColumns(const std::vector<std::uint32_t>& used, const std::string& set) const
{
    const auto& matrices = m_matrices.at(set);
    const auto& first = matrices.at(used.front());
    for (const auto corpus : used)
        if (const auto& matrix = matrices.at(corpus); matrix.names != first.names)
            throw Error(
                ErrorCode::InvalidRequest,
                fmt::format("The feature set \"{}\" of {} has other columns ({}) than that of {} ({}).", set,
                            m_corpora[corpus].name, matrix.columns(), m_corpora[used.front()].name,
                            first.columns()),
                "features.set", "Import tables with the same columns for all corpora of the study.");
}

} // namespace undertone::experiment
