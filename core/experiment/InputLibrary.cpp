#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/experiment/InputRules.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/experiment/UtteranceInputs.h"
#include "core/features/FeatureExtraction.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace undertone::experiment {

namespace {

constexpr auto frameSet = "logmel";
constexpr double secondsPerSecondOfSpeech = 0.001; ///< on one core, about

double secondsOfSpeech(const corpus::Corpus& corpus)
{
    double sum = 0;
    for (const auto& utterance : corpus.utterances)
        sum += utterance.seconds;
    return sum;
}

void requireFile(const std::string& wordVectors)
{
    std::error_code unreadable;
    if (!std::filesystem::is_regular_file(wordVectors, unreadable))
        throw Error(
            ErrorCode::InvalidRequest, "There is no such file of word vectors.", wordVectors,
            "Correct representation.encoder.word_vectors, or leave it out to learn vectors from the corpus.");
}

} // namespace

InputLibrary::InputLibrary(const std::vector<corpus::Corpus>& corpora, features::FeatureCache& cache,
                           base::Progress& progress, unsigned workers)
    : m_corpora(corpora), m_cache(cache), m_progress(progress), m_workers(workers),
      m_features(corpora, cache, progress, workers)
{
}

std::shared_ptr<const UtteranceRows> InputLibrary::rows(const ExperimentSpec& spec)
{
    if (spec.representation)
        return inputs(spec);
    return m_features.rows(spec);
}

std::shared_ptr<const UtteranceInputs> InputLibrary::inputs(const ExperimentSpec& spec)
{
    m_progress.checkCancelled();
    const auto used = m_features.usedBy(spec);
    for (const auto index : used)
        requireInputs(m_corpora[index], spec.emotions, spec.representation->inputs);
    const auto identity = identityOf(used, spec);
    auto& found = m_inputs[identity];
    if (!found) {
        const auto made = selected(used, spec);
        made->m_identity = identity;
        read(*made, used, spec);
        found = made;
    }
    return found;
}

/// Files of vectors have gigabytes, and every trial asks.
const std::string& InputLibrary::hashOf(const std::string& file)
{
    auto& hash = m_hashes[file];
    if (hash.empty())
        hash = base::sha256OfFile(file, [this] { m_progress.checkCancelled(); });
    return hash;
}

std::string InputLibrary::identityOf(const std::vector<std::uint32_t>& used, const ExperimentSpec& spec)
{
    const auto& own = *spec.representation;
    StageKey key("utterance inputs", 1, "");
    key.add("normalization", spec.features.normalization).add("emotions", spec.emotions);
    for (const auto input : own.inputs)
        key.add("input", nameOf(inputNames(), input));
    if (reads(own.inputs, representation::Input::Text) && !own.encoder.wordVectors.empty()) {
        requireFile(own.encoder.wordVectors);
        key.add("word vectors", hashOf(own.encoder.wordVectors));
    }
    for (const auto index : used) {
        key.add("corpus", m_corpora[index].contentHash());
        if (reads(own.inputs, representation::Input::Features))
            key.add("features", features::featureSetIdentity(m_corpora[index], spec.features.set, m_cache));
        if (reads(own.inputs, representation::Input::Acoustic))
            key.add("frames", features::featureSetIdentity(m_corpora[index], frameSet, m_cache));
    }
    return key.finish();
}

std::shared_ptr<UtteranceInputs> InputLibrary::selected(const std::vector<std::uint32_t>& used,
                                                        const ExperimentSpec& spec) const
{
    auto inputs = std::make_shared<UtteranceInputs>();
    inputs->m_corpora = &m_corpora;
    inputs->m_normalization = features::normalizationFromName(spec.features.normalization);
    std::map<std::string, std::size_t> speakers;
    for (const auto c : used)
        for (std::uint32_t u = 0; u < m_corpora[c].utterances.size(); ++u) {
            const auto& utterance = m_corpora[c].utterances[u];
            const auto emotion = std::find(spec.emotions.begin(), spec.emotions.end(), utterance.emotion);
            if (emotion == spec.emotions.end())
                continue;
            const auto [place, isNew] = speakers.try_emplace(utterance.speaker, speakers.size());
            if (isNew)
                inputs->m_speakers.push_back({utterance.speaker, {}, {}});
            inputs->m_speakers[place->second].utterances.push_back({c, u});
            inputs->m_speakerOfRow.push_back(place->second);
            inputs->m_emotions.push_back(emotion - spec.emotions.begin());
            inputs->m_refs.push_back({c, u});
        }
    if (inputs->rows() == 0)
        throw Error(ErrorCode::InvalidRequest, "No utterance of the corpora has one of the emotions.",
                    "emotions", "Choose emotions that the corpora have.");
    return inputs;
}

void InputLibrary::read(UtteranceInputs& inputs, const std::vector<std::uint32_t>& used,
                        const ExperimentSpec& spec)
{
    const auto& own = *spec.representation;
    if (reads(own.inputs, representation::Input::Acoustic)) {
        for (const auto index : used) {
            const double seconds = secondsPerSecondOfSpeech * secondsOfSpeech(m_corpora[index]);
            m_progress.addTotal(seconds);
            base::PartProgress progress(m_progress, seconds);
            features::extractFrames(m_corpora[index], frameSet, m_cache, progress.part(), m_workers);
            progress.finish(fmt::format("frames of {}", m_corpora[index].name));
        }
        inputs.readFrames(m_cache, m_progress);
    }
    if (reads(own.inputs, representation::Input::Text)) {
        m_progress.addTotal(1);
        base::PartProgress progress(m_progress, 1);
        inputs.readWords(own.encoder.wordVectors, progress.part());
        progress.finish("words");
    }
    if (reads(own.inputs, representation::Input::Features))
        inputs.m_features = m_features.rows(spec);
}

} // namespace undertone::experiment
