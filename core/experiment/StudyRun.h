#pragma once

#include "core/experiment/AttackStage.h"
#include "core/experiment/AuditStage.h"
#include "core/experiment/Engine.h"
#include "core/experiment/FederationStage.h"
#include "core/experiment/RepresentationAttacks.h"
#include "core/experiment/ResultTable.h"
#include "core/experiment/TrialPlan.h"
#include "core/experiment/WarningLog.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A study while it runs: runTrial() says of each trial what becomes of its data, as stages; stages that
/// trials share are there once; then all of them run.
class StudyRun
{
public:
    /// At least `checkpointSeconds` lie between two checkpoints of a stage.
    StudyRun(const RunRequest& request, ResultSink& sink, StageCache& stages,
             features::FeatureCache& featureCache, base::Progress& progress, double checkpointSeconds);

    void run();

private:
    using FederationPtr = std::shared_ptr<FederationStage>;
    using AttackPtr = std::shared_ptr<AttackStage>;
    using AuditPtr = std::shared_ptr<AuditStage>;
    using StageId = StageGraph::StageId;
    using CellListener = std::function<void(const attack::LeakageCell&)>;

    /// An attack on one trial's private side: the one that the trial asks for, or the ceiling beside it.
    struct Inference
    {
        AttackPtr attack;
        attack::AttackSpec spec;
        std::optional<attack::LeakageReport> report; ///< of an earlier run

        bool isCeiling() const { return spec.kind == attack::AttackKind::Data; }
    };

    /// What remains to be done when a trial's federation and attacks are there.
    struct TrialEnd
    {
        std::size_t index = 0;
        std::shared_ptr<const FederationPlan> plan; ///< its own: another trial may share the federation
        FederationPtr attacked;
        std::vector<TestSpeaker> testSpeakers;
        std::vector<Inference> inferences; ///< none when nothing leaks
        AuditPtr audit;                    ///< none when none is asked for
        /// When an encoder trains in the clients.
        std::optional<RepresentationAttacks::OfTrial> onEmbeddings;
    };

    void runTrial(std::size_t index, InputLibrary& library);
    /// Tells the sink of a trial's rounds and what they spend.
    FederationStage::RoundReport reportOfRounds(const TrialSpec& trial, const FederationPlan& plan);
    FederationPtr shared(FederationPlan plan);
    void addInference(TrialEnd& end, const TrialPlan& plan, const attack::AttackSpec& spec);
    /// The attack as its adversary makes it; without a defence all adversaries are one.
    AttackPtr attackOf(const TrialEnd& end, const TrialPlan& plan, const attack::AttackSpec& spec);
    AttackPtr fitOn(const TrialPlan& plan, const attack::AttackSpec& spec,
                    const std::vector<FederationPtr>& shadows, const std::set<std::string>& heldOut);
    /// With thresholds for contrasts.
    AttackPtr fitOnSums(const TrialPlan& plan, const attack::AttackSpec& spec,
                        const std::vector<FederationPtr>& shadows);
    std::vector<FederationPtr> shadowsOf(const TrialEnd& end, const TrialPlan& plan, const Defence& defence);
    AttackPtr shared(AttackPtr attack);
    AuditPtr shared(AuditPtr audit);
    std::string reportKey(const TrialEnd& end, const Inference& inference) const;
    std::optional<attack::LeakageReport> reportOf(const TrialEnd& end, const Inference& inference) const;
    /// The stages that an inference waits for; what they need of the private updates goes into `needed`.
    StageId prepare(const TrialEnd& end, const Inference& inference, KeptUpdates& needed);
    /// The stage that fits the attack, and those of the shadow federations that it is fitted on.
    StageId fit(const AttackPtr& attack);
    /// The stage that trains a federation and keeps of its updates what is needed.
    StageId train(const FederationPtr& federation, const KeptUpdates& needed);

    void finishTrial(const TrialEnd& end);
    void reportPrivacy(const TrialEnd& end);
    void reportAudit(const TrialEnd& end);
    void reportLeakage(const TrialEnd& end, const Inference& inference);
    attack::LeakageReport evaluate(const TrialEnd& end, const Inference& inference,
                                   const CellListener& onCell);
    UtilityResult utilityOf(FederationStage& federation, const std::vector<TestSpeaker>& speakers) const;

    void requireSameValues(const TrialSpec& trial, const std::vector<std::string>& values);
    void warnAboutRawUpdates();

    const RunRequest& m_request;
    features::FeatureCache& m_featureCache;
    StageGraph m_graph;
    StageContext m_context;
    const std::vector<TrialSpec> m_trials;
    ResultTable m_table;
    RepresentationAttacks m_representations;
    std::map<std::string, FederationPtr> m_federations; ///< by key
    std::map<std::string, AttackPtr> m_attacks;         ///< by key
    std::map<std::string, AuditPtr> m_audits;           ///< by key
    std::map<std::size_t, std::vector<std::string>> m_valuesOfPoint;
    WarningLog m_warnings;
};

} // namespace undertone::experiment
