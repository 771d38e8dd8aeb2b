#include "core/session/StudyPreview.h"

#include "core/base/Error.h"
#include "core/corpus/SpeakerSplit.h"
#include "core/experiment/StudyWarnings.h"
#include "core/experiment/Sweep.h"

#include <algorithm>
#include <map>

namespace undertone::session {

using experiment::ExperimentSpec;

namespace {

corpus::SpeakerSelection selectionOf(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    const auto indicesOf = [&](const std::vector<std::string>& names) {
        std::vector<std::uint32_t> indices;
        for (std::uint32_t i = 0; i < corpora.size(); ++i)
            if (std::find(names.begin(), names.end(), corpora[i].name) != names.end())
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

} // namespace

StudyPreview previewSpeakers(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora)
{
    StudyPreview preview;
    preview.trials = experiment::expandTrials(spec).size();
    try {
        const auto seed = base::SeedTree(spec.evaluation.seeds.front()).child("sides");
        addSpeakers(preview, spec, corpus::SpeakerSplit::divide(corpora, selectionOf(spec, corpora), seed));
    } catch (const Error& error) {
        preview.warnings.push_back(error.happened() + " " + error.remedy());
    }
    if (std::any_of(corpora.begin(), corpora.end(), [](const auto& corpus) { return corpus.synthetic; }))
        preview.warnings.push_back(experiment::syntheticSpeechWarning());
    return preview;
}

} // namespace undertone::session
