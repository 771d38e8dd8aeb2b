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

base::SeedTree drawsOf(const TrialSpec& trial)
{
    return base::SeedTree(trial.seed).child("draws", trial.fold);
}

} // namespace

RepresentationRun::RepresentationRun(const RunRequest& request, ResultSink& sink, StageCache& stages,
                                     features::FeatureCache& featureCache, base::Progress& progress,
                                     double checkpointSeconds)
    : m_request(request), m_featureCache(featureCache),
      m_context{stages,           sink, progress, m_graph, learning::chooseDevice(request.device), {},
                checkpointSeconds},
      m_trials(expandTrials(request.spec)), m_table(m_trials, sink), m_warnings(sink)
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

    TrialEnd end{index, shared(std::move(plan)), {}, {}};
    const auto encoder = end.encoder;
    encoder->reportEpochsTo(
        [this, id = trial.id](const auto& epoch) { m_context.sink.roundFinished(id, epoch); });
    const auto& own = encoder->plan();
    const auto trained =
        addStage("encoder " + encoder->key(), {}, encoder->expectedSeconds(), [encoder] { encoder->run(); });
    const VectorSource embedding{encoder->key(), own.title, [encoder] { return encoder->record().vectors; }};
    const VectorSource input{own.inputKey(m_context.machine), "raw input", [encoder] {
                                 return encoder->plan().inputs->vectors(encoder->plan().split.training);
                             }};
    std::vector<StageGraph::StageId> needs = {trained};
    const auto attackBy = [&](const AttackPtr& attack, const std::vector<StageGraph::StageId>& after) {
        needs.push_back(addStage("attack " + attack->key(), after, attack->expectedSeconds(),
                                 [attack] { attack->run(); }));
        return attack;
    };
    for (const auto& attribute : own.attributes) {
        end.onEmbedding.push_back(attackBy(shared(embedding, own, attribute), {trained}));
        end.onInput.push_back(attackBy(shared(input, own, attribute), {}));
    }
    addStage("trial " + trial.id, needs, secondsToFinishATrial, [this, end] { finishTrial(end); });
}

RepresentationRun::EncoderPtr RepresentationRun::shared(RepresentationPlan plan)
{
    auto encoder = std::make_shared<EncoderStage>(std::move(plan), m_context);
    return m_encoders.try_emplace(encoder->key(), encoder).first->second;
}

RepresentationRun::AttackPtr RepresentationRun::shared(VectorSource source, const RepresentationPlan& plan,
                                                       const AttackedAttribute& attribute)
{
    auto attack = std::make_shared<VectorAttackStage>(std::move(source), plan, attribute, m_context);
    return m_attacks.try_emplace(attack->key(), attack).first->second;
}

StageGraph::StageId RepresentationRun::addStage(const std::string& key,
                                                const std::vector<StageGraph::StageId>& needs, double seconds,
                                                StageGraph::Work work)
{
    const auto before = m_graph.size();
    const auto stage = m_graph.add(key, needs, std::move(work));
    if (m_graph.size() > before)
        m_context.progress.addTotal(seconds);
    return stage;
}

void RepresentationRun::finishTrial(const TrialEnd& end)
{
    const auto& trial = m_trials[end.index];
    const auto& plan = end.encoder->plan();
    const auto record = end.encoder->record();
    const auto utility = encoderUtility(plan, record.predicted, record.selectedEpoch());
    m_context.sink.utilityFound(trial.id, utility);
    m_table.addUtility(end.index, utility);
    m_context.sink.embeddingFound(trial.id, embeddingMap(plan, record.vectors));
    for (std::size_t i = 0; i < end.onEmbedding.size(); ++i) {
        reportLeakage(end, embeddingLayer, *end.onEmbedding[i]);
        reportLeakage(end, inputLayer, *end.onInput[i]);
    }
    m_context.sink.trialFinished(trial.id);
    m_table.publishPartial();
    m_context.progress.advance(secondsToFinishATrial, "trial evaluated");
}

void RepresentationRun::reportLeakage(const TrialEnd& end, const std::string& layer,
                                      VectorAttackStage& attack)
{
    const auto& trial = m_trials[end.index];
    const auto& inputs = *end.encoder->plan().inputs;
    const auto result = attack.result();
    const auto& attribute = attack.attribute();
    const auto tell = [&](const attack::LeakageCell& cell, const std::vector<std::string>& values) {
        m_context.sink.cellFound(trial.id, cell, values);
        m_table.addCell(end.index, cell, values);
    };
    if (attribute.isLinkability())
        return tell(linkabilityCell(layer, result, inputs), linkabilityValues());
    for (const auto& cell : attackCells(layer, result, attribute, attack.testedRows(), inputs,
                                        trial.spec.attack, drawsOf(trial)))
        tell(cell, attribute.values);
}

} // namespace undertone::experiment
