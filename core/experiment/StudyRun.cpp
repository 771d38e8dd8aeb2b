#include "core/experiment/StudyRun.h"

#include "core/attack/LayerAliases.h"
#include "core/base/Error.h"
#include "core/experiment/CalibrationStage.h"
#include "core/experiment/ContrastStage.h"
#include "core/experiment/PrivacyMeter.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"
#include "core/experiment/StudyCost.h"
#include "core/experiment/StudyWarnings.h"
#include "core/learning/Torch.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr double secondsToFinishATrial = 0.5;

bool clientsSend(const ExperimentSpec& spec)
{
    return spec.federation.algorithm == federation::Algorithm::FedSgd ||
           spec.federation.algorithm == federation::Algorithm::FedAvg;
}

std::string nothingToAttack(const ExperimentSpec& spec)
{
    return fmt::format("With the algorithm \"{}\" no update leaves a client: there is nothing to attack, and "
                       "only its utility is shown.",
                       algorithmName(spec.federation.algorithm));
}

/// The layer of an adversary is attacked where the clients train one of the attribute: another's says
/// something else.
attack::AttackSpec attackOn(const FederationPlan& plan, const TrialSpec& trial)
{
    auto attack = trial.spec.attack;
    const bool hasHead = plan.encoder && !plan.encoder->attributes.empty() &&
                         plan.encoder->attributes.front().name == trial.spec.attribute;
    if (plan.encoder && !hasHead && attack.layers.size() > 1)
        std::erase(attack.layers, attack::adversaryLayer);
    return attack;
}

} // namespace

StudyRun::StudyRun(const RunRequest& request, ResultSink& sink, StageCache& stages,
                   features::FeatureCache& featureCache, base::Progress& progress, double checkpointSeconds)
    : m_request(request), m_featureCache(featureCache),
      m_context{stages,           sink, progress, m_graph, learning::chooseDevice(request.device), {},
                checkpointSeconds},
      m_trials(expandTrials(request.spec)), m_table(m_trials, sink), m_representations(m_context, m_table),
      m_warnings(sink)
{
    m_context.machine = machineIdentity(m_context.device);
}

void StudyRun::run()
{
    m_warnings.addOrigins(m_request.corpora, m_context.device);
    const double expected = roughSeconds(m_trials, m_request.corpora); // until the stages are known
    m_context.progress.addTotal(expected);
    {
        InputLibrary library(m_request.corpora, m_featureCache, m_context.progress, m_request.workers);
        for (std::size_t i = 0; i < m_trials.size(); ++i)
            runTrial(i, library);
    }
    m_context.progress.addTotal(-expected);
    warnAboutRawUpdates();
    for (const auto& trial : m_trials)
        m_context.sink.trialStarted(trial);
    m_graph.run(std::max(1U, m_request.workers), learning::useOneTorchThread);
    m_table.publishFinal();
}

/// The way of the data: corpora, speakers, features, clients; federations of the shadow speakers, then of the
/// private ones; the attack on what leaks of them; results. Each step is a stage that runs when what it needs
/// has run, and one that an earlier trial or study has made is taken from there.
void StudyRun::runTrial(std::size_t index, InputLibrary& library)
{
    const TrialSpec& trial = m_trials[index];
    const TrialPlan plan(trial, m_request.corpora, library);
    requireSameValues(trial, plan.attributeValues());
    for (const auto& warning : plan.warnings())
        m_warnings.add(warning);

    TrialEnd end;
    end.index = index;
    end.plan = std::make_shared<const FederationPlan>(plan.privateFederation());
    end.attacked = shared(*end.plan);
    end.attacked->reportRoundsTo(reportOfRounds(trial, *end.plan));
    end.testSpeakers = plan.testSpeakers();

    const bool isCeilingAlone = trial.spec.attack.kind == attack::AttackKind::Data;
    if (clientsSend(trial.spec) && !isCeilingAlone)
        addInference(end, plan, attackOn(*end.plan, trial));
    if (clientsSend(trial.spec) || isCeilingAlone)
        addInference(end, plan, ceilingSpec());
    if (!clientsSend(trial.spec) && !isCeilingAlone && !trial.spec.representation)
        m_warnings.add(nothingToAttack(trial.spec));
    std::vector<StageId> needs;
    KeptUpdates needed;
    double seconds = secondsToFinishATrial;
    for (const auto& inference : end.inferences)
        if (!inference.report) {
            needs.push_back(prepare(end, inference, needed));
            seconds +=
                inference.isCeiling() ? 0 : inference.attack->expectedSeconds(inference.spec, *end.attacked);
        }
    needs.push_back(train(end.attacked, needed));
    if (auto representation = plan.representation())
        end.onEmbeddings =
            m_representations.add(std::move(*representation),
                                  {end.attacked->key(), "global model",
                                   [federation = end.attacked] { return federation->embeddings(); }},
                                  needs.back(), needs);
    if (trial.spec.audit) {
        end.audit = shared(std::make_shared<AuditStage>(auditPlan(*end.plan, *trial.spec.audit), m_context));
        needs.push_back(m_context.addStage("audit " + end.audit->key(), {}, end.audit->expectedSeconds(),
                                           [audit = end.audit] { audit->run(); }));
    }
    m_context.addStage("trial " + trial.id, needs, seconds, [this, end] { finishTrial(end); });
}

FederationStage::RoundReport StudyRun::reportOfRounds(const TrialSpec& trial, const FederationPlan& plan)
{
    std::shared_ptr<PrivacyMeter> meter;
    if (PrivacyMeter::applies(plan))
        meter = std::make_shared<PrivacyMeter>(plan, trial.spec.attack.leakedUpdates);
    return [this, meter, id = trial.id](const federation::RoundRecord& round) {
        m_context.sink.roundFinished(id, round);
        if (const auto spent = meter ? meter->add(round) : std::nullopt)
            m_context.sink.privacySpent(id, *spent);
    };
}

StudyRun::FederationPtr StudyRun::shared(FederationPlan plan)
{
    auto federation = std::make_shared<FederationStage>(std::move(plan), m_context);
    return m_federations.try_emplace(federation->key(), federation).first->second;
}

void StudyRun::addInference(TrialEnd& end, const TrialPlan& plan, const attack::AttackSpec& spec)
{
    Inference inference{attackOf(end, plan, spec), spec, {}};
    inference.report = reportOf(end, inference);
    end.inferences.push_back(std::move(inference));
}

StudyRun::AttackPtr StudyRun::attackOf(const TrialEnd& end, const TrialPlan& plan,
                                       const attack::AttackSpec& spec)
{
    const auto seed = plan.seed().child("attack");
    const auto learnFrom = [&](const std::vector<FederationPtr>& shadows) {
        return end.attacked->plan().showsSums() ? fitOnSums(plan, spec, shadows)
                                                : fitOn(plan, spec, shadows, {});
    };
    const auto& defence = end.attacked->plan().defence;
    const bool isDefended = privacy::addsNoise(defence.mechanism.kind);
    const auto clean = shadowsOf(end, plan, {{}, defence.threat, {}}); // the same observer
    if (!isDefended || spec.kind == attack::AttackKind::Data || spec.adversary == attack::Adversary::Clean)
        return learnFrom(clean);
    const auto defended = shadowsOf(end, plan, defence);
    if (spec.adversary == attack::Adversary::Same)
        return learnFrom(defended);
    return shared(std::make_shared<CalibrationStage>(learnFrom(clean), spec, seed.child("calibration"),
                                                     defended, m_context));
}

StudyRun::AttackPtr StudyRun::fitOn(const TrialPlan& plan, const attack::AttackSpec& spec,
                                    const std::vector<FederationPtr>& shadows,
                                    const std::set<std::string>& heldOut)
{
    return shared(std::make_shared<AttackStage>(spec, plan.attributeValues(), plan.seed().child("attack"),
                                                shadows, m_context, heldOut));
}

StudyRun::AttackPtr StudyRun::fitOnSums(const TrialPlan& plan, const attack::AttackSpec& spec,
                                        const std::vector<FederationPtr>& shadows)
{
    auto classifier = fitOn(plan, spec, shadows, {});
    if (spec.kind == attack::AttackKind::Data || spec.kind == attack::AttackKind::Cnn)
        return classifier; // the ceiling sees no sums, contrasts of the network lie about zero
    std::vector<AttackPtr> folds;
    for (const auto& speakers : speakerFolds(shadows))
        folds.push_back(fitOn(plan, spec, shadows, speakers));
    return shared(std::make_shared<ContrastStage>(std::move(classifier), std::move(folds), spec,
                                                  plan.seed().child("attack").child("contrasts"), m_context));
}

std::vector<StudyRun::FederationPtr> StudyRun::shadowsOf(const TrialEnd& end, const TrialPlan& plan,
                                                         const Defence& defence)
{
    std::vector<FederationPtr> shadows;
    for (std::size_t i = 0; i < m_trials[end.index].spec.shadowSide.federations; ++i)
        shadows.push_back(shared(plan.shadowFederation(i, defence)));
    return shadows;
}

StudyRun::AttackPtr StudyRun::shared(AttackPtr attack)
{
    return m_attacks.try_emplace(attack->key(), attack).first->second;
}

StudyRun::AuditPtr StudyRun::shared(AuditPtr audit)
{
    return m_audits.try_emplace(audit->key(), audit).first->second;
}

std::string StudyRun::reportKey(const TrialEnd& end, const Inference& inference) const
{
    return evaluationKey(*inference.attack, *end.attacked, inference.spec, leakSeed(m_trials[end.index]),
                         m_context.machine);
}

std::optional<attack::LeakageReport> StudyRun::reportOf(const TrialEnd& end, const Inference& inference) const
{
    const auto bytes = m_context.cache.find(reportKey(end, inference));
    return bytes ? deserializeReport(*bytes) : std::nullopt;
}

/// A ceiling is evaluated in a stage of its own: trials whose federations differ share it.
StudyRun::StageId StudyRun::prepare(const TrialEnd& end, const Inference& inference, KeptUpdates& needed)
{
    const auto fitted = fit(inference.attack);
    if (inference.isCeiling())
        return m_context.addStage("evaluation " + reportKey(end, inference), {fitted},
                                  inference.attack->expectedSeconds(inference.spec, *end.attacked),
                                  [this, end, inference] { evaluate(end, inference, {}); });
    needed = inference.attack->needed();
    if (needed.form == KeptUpdates::Form::Raw)
        end.attacked->useRawUpdates();
    return fitted;
}

StudyRun::StageId StudyRun::fit(const AttackPtr& attack)
{
    std::vector<StageId> needs;
    for (const auto& classifier : attack->classifiers())
        needs.push_back(fit(classifier));
    if (attack->needed().form != KeptUpdates::Form::None && !attack->isThere())
        for (const auto& shadow : attack->shadows())
            needs.push_back(train(shadow, attack->needed()));
    const auto before = m_graph.size();
    const auto stage = m_context.addStage("attack " + attack->key(), needs, attack->expectedSeconds(),
                                          [attack] { attack->run(); });
    if (attack->needed().form == KeptUpdates::Form::Raw && m_graph.size() > before)
        for (const auto& shadow : attack->shadows())
            shadow->useRawUpdates();
    return stage;
}

StudyRun::StageId StudyRun::train(const FederationPtr& federation, const KeptUpdates& needed)
{
    federation->keep(needed);
    const auto stage = m_context.addStage("federation " + federation->key(), {},
                                          federation->expectedSeconds(), [federation] { federation->run(); });
    if (const auto& probes = needed.probes)
        m_graph.require(stage, m_context.addStage("probes " + probes->key(), {}, probes->expectedSeconds(),
                                                  [probes] { probes->run(); }));
    return stage;
}

void StudyRun::finishTrial(const TrialEnd& end)
{
    const TrialSpec& trial = m_trials[end.index];
    const auto utility = utilityOf(*end.attacked, end.testSpeakers);
    m_context.sink.utilityFound(trial.id, utility);
    m_table.addUtility(end.index, utility);
    reportPrivacy(end);
    if (end.audit)
        reportAudit(end);
    for (const auto& inference : end.inferences)
        reportLeakage(end, inference);
    if (end.onEmbeddings)
        m_representations.report(end.index, trial, *end.onEmbeddings);
    m_context.sink.trialFinished(trial.id);
    m_table.publishPartial();
    m_context.progress.advance(secondsToFinishATrial, "trial evaluated");
}

void StudyRun::reportPrivacy(const TrialEnd& end)
{
    const auto& plan = *end.plan;
    if (!PrivacyMeter::applies(plan))
        return;
    const auto& spec = m_trials[end.index].spec;
    const auto finished = end.attacked->record();
    const auto& state = finished.state;
    const auto spent = PrivacyMeter(plan, spec.attack.leakedUpdates).spent(finished);
    m_table.addPrivacy(end.index, spent);
    for (const auto& warning : defenceWarnings(spec, plan.clients.size(), spent))
        m_warnings.add(warning);
    if (state.isBudgetSpent)
        m_warnings.add(
            budgetSpentWarning(state.nextRound, plan.federation.rounds, *spec.privacy.stopAtEpsilon));
}

void StudyRun::reportAudit(const TrialEnd& end)
{
    const auto& trial = m_trials[end.index];
    const auto& defence = end.plan->defence;
    auto audit = end.audit->result(*trial.spec.audit, defence);
    if (PrivacyMeter::applies(*end.plan))
        audit.nominal = PrivacyMeter(*end.plan, {}).spent(end.attacked->record()).nominal;
    m_context.sink.auditFound(trial.id, audit);
    if (verdictOf(audit) == AuditVerdict::Violated)
        m_warnings.add("Audit: " + auditWords(audit));
}

void StudyRun::reportLeakage(const TrialEnd& end, const Inference& inference)
{
    const TrialSpec& trial = m_trials[end.index];
    const auto& values = inference.attack->attributeValues();
    const auto onCell = [&](const attack::LeakageCell& cell) {
        m_context.sink.cellFound(trial.id, cell, values);
        m_table.addCell(end.index, cell, values);
        m_table.publishPartial();
    };
    auto report = inference.report;
    if (!report)
        report = reportOf(end, inference); // a trial that shares it was here before
    if (report)
        std::for_each(report->cells.begin(), report->cells.end(), onCell);
    else
        report = evaluate(end, inference, onCell);
    if (!inference.report && inference.attack->needed().form == KeptUpdates::Form::Raw)
        end.attacked->releaseRawUpdates();
    for (const auto& warning : report->warnings)
        m_warnings.add(warning);
}

attack::LeakageReport StudyRun::evaluate(const TrialEnd& end, const Inference& inference,
                                         const CellListener& onCell)
{
    auto& stage = *inference.attack;
    const auto& spec = inference.spec;
    const auto attack = stage.fitted(spec, leakSeed(m_trials[end.index]));
    const auto observed = end.attacked->observed(stage.needed(), spec.kind);
    base::PartProgress progress(m_context.progress, stage.expectedSeconds(spec, *end.attacked));
    auto report = attack->evaluate(observed, spec.leakedUpdates, progress.part(), onCell);
    m_context.cache.store(reportKey(end, inference), serializeReport(report));
    progress.finish("attack evaluated");
    return report;
}

UtilityResult StudyRun::utilityOf(FederationStage& federation, const std::vector<TestSpeaker>& speakers) const
{
    const auto data = federation.plan().data();
    const auto state = federation.record().state;
    std::vector<std::int64_t> rows;
    for (const auto& speaker : speakers)
        rows.insert(rows.end(), speaker.rows.begin(), speaker.rows.end());
    const auto predicted = federation::predictRows(
        federation.plan().request(data, m_context.device, m_context.progress.stopToken()),
        state.selectedWeights, rows);
    UtilityResult utility;
    utility.selectedRound = state.selectedRound;
    std::size_t next = 0;
    for (const auto& speaker : speakers) {
        SpeakerUtility result{speaker.id, learning::ConfusionMatrix(data.classes)};
        for (const auto row : speaker.rows)
            result.confusion.add(static_cast<std::size_t>(data.labels[static_cast<std::size_t>(row)]),
                                 predicted[next++]);
        utility.speakers.push_back(std::move(result));
    }
    return utility;
}

void StudyRun::requireSameValues(const TrialSpec& trial, const std::vector<std::string>& values)
{
    if (m_valuesOfPoint.try_emplace(trial.pointIndex, values).first->second != values)
        throw Error(
            ErrorCode::InvalidRequest,
            fmt::format("The private speakers of seed {} have other values of \"{}\" than those of another "
                        "seed: the two cannot be put together.",
                        trial.seed, trial.spec.attribute),
            "evaluation.seeds", "Use one seed, or different corpora on the two sides.");
}

void StudyRun::warnAboutRawUpdates()
{
    double bytes = 0;
    for (const auto& [key, federation] : m_federations)
        bytes += federation->rawBytes();
    if (bytes > 0)
        m_warnings.add(fmt::format(
            "The published CNN keeps up to {:.1f} GB of raw updates on the disk until it has been "
            "fitted and evaluated.",
            bytes / 1e9));
}

} // namespace undertone::experiment
