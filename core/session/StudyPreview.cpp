#include "core/session/StudyPreview.h"

#include "core/corpus/SpeakerSplit.h"
#include "core/experiment/InputRules.h"
#include "core/experiment/StudyWarnings.h"
#include "core/experiment/Sweep.h"
#include "core/features/FeatureExtraction.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace undertone::session {

using experiment::ExperimentSpec;

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

corpus::SpeakerSelection selectionOf(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    const auto indicesOf = [&](const std::vector<std::string>& names) {
        std::vector<std::uint32_t> indices;
        for (std::uint32_t i = 0; i < corpora.size(); ++i)
            if (contains(names, corpora[i].name))
                indices.push_back(i);
        return indices;
    };
    return {indicesOf(spec.privateSide.corpora), indicesOf(spec.shadowSide.corpora), spec.emotions,
            spec.attribute};
}

std::vector<SideCount> countsOf(const corpus::SpeakerSplit& split)
{
    std::map<std::string, SideCount> counts;
    for (const auto& value : split.attributeValues())
        counts[value].value = value;
    for (const auto& speaker : split.privateSpeakers())
        ++counts[speaker.attribute].privateSpeakers;
    for (const auto& speaker : split.shadowSpeakers())
        ++counts[speaker.attribute].shadowSpeakers;
    std::vector<SideCount> list;
    for (const auto& [value, count] : counts)
        list.push_back(count);
    return list;
}

void warnAbout(const char* side, const std::string& attribute, std::vector<std::size_t> speakers,
               std::vector<std::string>& warnings)
{
    const auto [fewest, most] = std::minmax_element(speakers.begin(), speakers.end());
    if (fewest == speakers.end())
        return;
    if (*fewest < experiment::fewSpeakers)
        warnings.push_back(experiment::fewSpeakersWarning(side, attribute, *fewest));
    if (*most > 2 * *fewest)
        warnings.push_back(experiment::unbalancedSideWarning(side, attribute, *fewest, *most));
}

/// @throws Error when a corpus has not what the study reads of it.
void requireInputsOf(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora,
                     const features::FeatureCache& features)
{
    const auto& own = spec.representation;
    for (const auto& corpus : corpora) {
        if (!contains(spec.privateSide.corpora, corpus.name) &&
            !contains(spec.shadowSide.corpora, corpus.name))
            continue;
        if (own)
            experiment::requireInputs(corpus, spec.emotions, own->inputs);
        if (!own || experiment::reads(own->inputs, representation::Input::Features))
            features::requireFeatures(corpus, spec.features.set, features);
    }
}

/// Whether two trials read the same of the same speakers.
bool shareData(const ExperimentSpec& one, const ExperimentSpec& other)
{
    const auto data = [](const ExperimentSpec& spec) {
        return std::tie(spec.privateSide.corpora, spec.shadowSide.corpora, spec.emotions, spec.attribute,
                        spec.features.set);
    };
    const auto inputs = [](const ExperimentSpec& spec) {
        return spec.representation ? spec.representation->inputs : std::vector<representation::Input>();
    };
    return data(one) == data(other) && inputs(one) == inputs(other);
}

void addSpeakers(StudyPreview& preview, const ExperimentSpec& spec, const corpus::SpeakerSplit& split)
{
    preview.speakers = countsOf(split);
    std::vector<std::size_t> ofPrivate;
    std::vector<std::size_t> ofShadow;
    for (const auto& count : preview.speakers) {
        ofPrivate.push_back(count.privateSpeakers);
        ofShadow.push_back(count.shadowSpeakers);
    }
    warnAbout("private", spec.attribute, ofPrivate, preview.warnings);
    warnAbout("shadow", spec.attribute, ofShadow, preview.warnings);
}

/// @throws Error when one of the trials cannot run.
void addTrials(StudyPreview& preview, const std::vector<experiment::TrialSpec>& trials,
               const std::vector<corpus::Corpus>& corpora, const features::FeatureCache& features)
{
    const ExperimentSpec* checked = nullptr;
    for (const auto& trial : trials) {
        const auto& spec = trial.spec;
        if (checked && shareData(*checked, spec))
            continue;
        requireInputsOf(spec, corpora, features);
        if (spec.kind == experiment::StudyKind::Federation) {
            const auto seed = base::SeedTree(trial.seed).child("sides");
            const auto split = corpus::SpeakerSplit::divide(corpora, selectionOf(spec, corpora), seed);
            if (!checked)
                addSpeakers(preview, spec, split);
        }
        checked = &spec;
    }
}

} // namespace

StudyPreview previewSpeakers(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora,
                             const features::FeatureCache& features)
{
    const auto trials = experiment::expandTrials(spec);
    StudyPreview preview;
    preview.trials = trials.size();
    preview.attribute = trials.front().spec.attribute;
    try {
        addTrials(preview, trials, corpora, features);
    } catch (const Error& error) {
        preview.obstacle = error;
    }
    if (std::any_of(corpora.begin(), corpora.end(), [](const auto& corpus) { return corpus.synthetic; }))
        preview.warnings.push_back(experiment::syntheticSpeechWarning());
    return preview;
}

} // namespace undertone::session
