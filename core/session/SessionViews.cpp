#include "core/audio/AudioFile.h"
#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/FieldSpec.h"
#include "core/features/ClipAnalysis.h"
#include "core/figure/ClientsFigure.h"
#include "core/figure/CorpusFigures.h"
#include "core/figure/EmbeddingFigure.h"
#include "core/figure/ReferenceSpec.h"
#include "core/session/Session.h"

#include <algorithm>
#include <set>

// What the window looks at in detail: clients behind a number, corpora, clips.

namespace undertone::session {

figure::FigureSpec Session::clientsFigure(const std::string& experimentId, const std::string& reference) const
{
    const auto record = experiment(experimentId);
    const auto row = std::find_if(record.rows.begin(), record.rows.end(), [&](const auto& one) {
        return figure::referenceTo(record.summary.id, one) == reference;
    });
    if (row == record.rows.end())
        return figure::clientsFigure(record, {}, {});
    std::set<std::string> trials;
    for (const auto& trial : experiment::expandTrials(experiment::parseSpec(record.specification, "study")))
        if (trial.point == row->sweep)
            trials.insert(trial.id);
    const auto results = trialResults(record.summary.id);
    std::vector<const attack::LeakageReport*> reports;
    for (const auto& result : results)
        if (trials.contains(result.trialId))
            reports.push_back(&result.leakage);
    return figure::clientsFigure(record, *row, reports);
}

StudyMaterial Session::studyMaterial() const
{
    StudyMaterial material;
    material.presets = experiment::presets();
    material.corpora = corpusNames();
    material.blank = experiment::blankSpec(material.corpora);
    for (const auto& study : experiments())
        material.past.push_back({study.id, study.name});
    std::set<std::string> emotions;
    std::set<std::string> attributes;
    std::set<std::string> sets{"functionals", "egemaps"};
    for (const auto& name : material.corpora) {
        const auto found = corpus(name);
        for (const auto& utterance : found.utterances)
            emotions.insert(utterance.emotion);
        for (const auto& attribute : found.attributeNames())
            attributes.insert(attribute);
        for (const auto& set : importedFeatureSets(found))
            sets.insert(set);
    }
    material.emotions.assign(emotions.begin(), emotions.end());
    material.attributes.assign(attributes.begin(), attributes.end());
    material.featureSets.assign(sets.begin(), sets.end());
    return material;
}

std::vector<figure::FigureSpec> Session::corpusFigures(const std::string& name) const
{
    return figure::corpusFigures(corpus(name));
}

namespace {

void requireAudio(const corpus::Corpus& corpus)
{
    if (corpus.transcriptsOnly)
        throw Error(ErrorCode::InvalidRequest, "The corpus is of transcripts: there is nothing to hear.",
                    corpus.name, "Choose a corpus with audio.");
}

[[noreturn]] void failToFindClip(const std::string& corpus)
{
    throw Error(ErrorCode::NotFound, "The corpus has no such clip.", corpus, "Choose one of its list.");
}

} // namespace

features::ClipReport Session::clip(const std::string& name, std::size_t utterance) const
{
    const auto found = corpus(name);
    if (utterance >= found.utterances.size())
        failToFindClip(name);
    requireAudio(found);
    return features::analyseClip(audio::readAudio(found.folder / found.utterances[utterance].path));
}

std::filesystem::path Session::clipFile(const std::string& name, const std::string& path) const
{
    const auto found = corpus(name);
    requireAudio(found);
    const auto& utterances = found.utterances;
    if (std::none_of(utterances.begin(), utterances.end(), [&](const auto& one) { return one.path == path; }))
        failToFindClip(name);
    return found.folder / path;
}

figure::FigureSpec Session::embeddingFigure(const std::string& experimentId, std::size_t trial,
                                            const std::string& colouring) const
{
    const auto record = experiment(experimentId);
    if (trial >= record.maps.size())
        throw Error(ErrorCode::NotFound, "The study has no such map.", experimentId,
                    "Choose one of its trials.");
    return figure::embeddingFigure(record, record.maps[trial], colouring);
}

} // namespace undertone::session
