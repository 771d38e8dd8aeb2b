#include "core/experiment/RepresentationRun.h"

#include "core/experiment/RepresentationCells.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/experiment/StudyCost.h"
#include "core/learning/Torch.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr double secondsToFinishATrial = 0.2;

} // namespace

RepresentationRun::RepresentationRun(const RunRequest& request, ResultSink& sink, StageCache& stages,
                                     features::FeatureCache& featureCache, base::Progress& progress,
                                     double checkpointSeconds)
    : m_request(request), m_featureCache(featureCache),
      m_context{stages,           sink, progress, m_graph, learning::chooseDevice(request.device), {},
                checkpointSeconds},
      m_trials(expandTrials(request.spec)), m_table(m_trials, sink), m_attacks(m_context, m_table),
      m_warnings(sink)
{
    m_context.machine = machineIdentity(m_context.device);
}

void RepresentationRun::run()
{
    m_warnings.addOrigins(m_request.corpora, m_context.device);
    const double expected = roughSeconds(m_trials, m_request.corpora); // until the stages are known
    m_context.progress.addTotal(expected);
    InputLibrary library(m_request.corpora, m_featureCache, m_context.progress, m_request.workers);
    for (std::size_t i = 0; i < m_trials.size(); ++i)
        addTrial(i, library);
    m_context.progress.addTotal(-expected);
    for (const auto& trial : m_trials)
        m_context.sink.trialStarted(trial);
    m_graph.run(std::max(1U, m_request.workers), learning::useOneTorchThread);
    m_table.publishFinal();
}

/// The way of the data: utterances, speakers, an encoder; its embeddings frozen; fresh attackers of them and
/// of the raw input; results.
void RepresentationRun::addTrial(std::size_t index, InputLibrary& library)
{
    const TrialSpec& trial = m_trials[index];
    std::vector<std::string> warnings;
    auto plan = representationPlan(trial, library.inputs(trial.spec), m_request.corpora, warnings);
    for (const auto& warning : warnings)
        m_warnings.add(warning);

    const auto encoder = shared(std::move(plan));
    encoder->reportEpochsTo(
        [this, id = trial.id](const auto& epoch) { m_context.sink.roundFinished(id, epoch); });
    const auto trained = m_context.addStage("encoder " + encoder->key(), {}, encoder->expectedSeconds(),
                                            [encoder] { encoder->run(); });
    std::vector<StageGraph::StageId> needs = {trained};
    TrialEnd end{index, encoder,
                 m_attacks.add(
                     encoder->plan(),
                     {encoder->key(), encoder->plan().title, [encoder] { return encoder->record().vectors; }},
                     trained, needs)};
    m_context.addStage("trial " + trial.id, needs, secondsToFinishATrial, [this, end] { finishTrial(end); });
}

RepresentationRun::EncoderPtr RepresentationRun::shared(RepresentationPlan plan)
{
    auto encoder = std::make_shared<EncoderStage>(std::move(plan), m_context);
    return m_encoders.try_emplace(encoder->key(), encoder).first->second;
}

void RepresentationRun::finishTrial(const TrialEnd& end)
{
    const auto& trial = m_trials[end.index];
    const auto record = end.encoder->record();
    const auto& plan = end.encoder->plan();
    const auto epoch =
        representation::keptEpoch(record.state.epochs, plan.spec.warmup, !plan.split.validation.empty());
    const auto utility = encoderUtility(plan, record.predicted, epoch);
    m_context.sink.utilityFound(trial.id, utility);
    m_table.addUtility(end.index, utility);
    m_attacks.report(end.index, trial, end.attacks);
    m_context.sink.trialFinished(trial.id);
    m_table.publishPartial();
    m_context.progress.advance(secondsToFinishATrial, "trial evaluated");
}

} // namespace undertone::experiment
