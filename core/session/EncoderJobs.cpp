#include "core/session/EncoderJobs.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/experiment/Sweep.h"
#include "core/features/FeatureImport.h"
#include "core/session/StudyJobs.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::session {

namespace {

features::FeatureTable encoded(Workspace& workspace, LoadedEngine& engine, const corpus::Corpus& corpus,
                               const EncoderFile& encoder, JobContext& context)
{
    auto progress = context.progress();
    return engine.get().encode(corpus, encoder.file, encoder.input, workspace.features, progress);
}

bool isChosen(const experiment::TrialSpec& trial, const TrialChoice& choice)
{
    return (!choice.fold || trial.fold == *choice.fold) && (!choice.seed || trial.seed == *choice.seed) &&
           std::all_of(choice.point.begin(), choice.point.end(), [&](const auto& wanted) {
               return std::find(trial.point.begin(), trial.point.end(), wanted) != trial.point.end();
           });
}

/// The first trial, in the order of the study, that the choice names.
experiment::TrialSpec chosenTrial(const experiment::ExperimentSpec& spec, const TrialChoice& choice,
                                  const std::string& id)
{
    if (!spec.representation)
        throw Error(ErrorCode::InvalidRequest, "The study trains no encoder.", id,
                    "Choose a study with a section \"representation\".");
    for (auto& trial : experiment::expandTrials(spec))
        if (isChosen(trial, choice))
            return trial;
    throw Error(ErrorCode::NotFound, "The study has no such trial.", id,
                "Name a fold from 0, a seed and swept values that the study has; undertone-cli history show "
                "prints its specification.");
}

} // namespace

JobRequest encoderImportJob(Workspace& workspace, LoadedEngine& engine, const std::string& corpus,
                            const std::string& set, const EncoderFile& encoder)
{
    return corporaJob(
        "Features of " + corpus, [&workspace, &engine, corpus, set, encoder](JobContext& context) {
            const auto source = workspace.store.corpus(corpus);
            features::checkImportedName(source, set, workspace.features);
            features::keepFeatures(source, set, encoded(workspace, engine, source, encoder, context),
                                   workspace.features);
        });
}

JobRequest representationJob(Workspace& workspace, LoadedEngine& engine, const std::string& corpus,
                             const EncoderFile& encoder, const std::filesystem::path& outFile)
{
    return corporaJob(
        "Vectors of " + corpus, [&workspace, &engine, corpus, encoder, outFile](JobContext& context) {
            features::checkExportName(outFile);
            const auto table = encoded(workspace, engine, workspace.store.corpus(corpus), encoder, context);
            features::exportFeatures(table.matrix, table.keys, outFile);
        });
}

JobRequest encoderExportJob(Workspace& workspace, LoadedEngine& engine, const std::string& experimentId,
                            const TrialChoice& choice, const std::filesystem::path& outFile)
{
    auto& store = workspace.store;
    const auto id = store.resolve(experimentId);
    const auto spec = experiment::parseSpec(store.specification(id), "study " + id);
    const auto trial = chosenTrial(spec, choice, id);
    return corporaJob("Encoder of " + spec.name, [&workspace, &engine, trial, outFile](JobContext& context) {
        auto progress = context.progress();
        base::writeFileAtomically(
            outFile, engine.get().exportEncoder(trial, corporaOf({trial}, workspace.store),
                                                workspace.artifacts, workspace.features, progress));
    });
}

} // namespace undertone::session
