#include "core/audio/AudioFile.h"
#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/features/ClipAnalysis.h"
#include "core/figure/ClientsFigure.h"
#include "core/figure/CorpusFigures.h"
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

std::vector<figure::FigureSpec> Session::corpusFigures(const std::string& name) const
{
    return figure::corpusFigures(corpus(name));
}

features::ClipReport Session::clip(const std::string& name, std::size_t utterance) const
{
    const auto found = corpus(name);
    if (utterance >= found.utterances.size())
        throw Error(ErrorCode::NotFound, "The corpus has no such clip.", name, "Choose one of its list.");
    if (found.transcriptsOnly)
        throw Error(ErrorCode::InvalidRequest, "The corpus is of transcripts: there is nothing to hear.",
                    name, "Choose a corpus with audio.");
    return features::analyseClip(audio::readAudio(found.folder / found.utterances[utterance].path));
}

} // namespace undertone::session
