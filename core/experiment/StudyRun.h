#pragma once

#include "core/experiment/AttackStage.h"
#include "core/experiment/Engine.h"
#include "core/experiment/FederationStage.h"
#include "core/experiment/ResultTable.h"
#include "core/experiment/TrialPlan.h"

#include <map>
#include <memory>
#include <mutex>
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
    using StageId = StageGraph::StageId;
    using CellListener = std::function<void(const attack::LeakageCell&)>;

    /// What remains to be done when a trial's federation and attack are there.
    struct TrialEnd
    {
        std::size_t index = 0;
        FederationPtr attacked;
        std::vector<TestSpeaker> testSpeakers;
        AttackPtr attack; ///< none when nothing leaks
        std::optional<attack::LeakageReport> report;
    };

    void runTrial(std::size_t index, FeatureLibrary& features);
    FederationPtr shared(FederationPlan plan);
    AttackPtr attackOf(const TrialSpec& trial, const TrialPlan& plan);
    std::string reportKey(const TrialEnd& end) const;
    std::optional<attack::LeakageReport> reportOf(const TrialEnd& end) const; ///< of an earlier run
    /// The stage that fits the attack, and those of the shadow federations that it is fitted on.
    StageId fit(const AttackPtr& attack);
    /// The stage that trains a federation and keeps of its updates what is needed.
    StageId train(const FederationPtr& federation, const KeptUpdates& needed);
    StageId addStage(const std::string& key, const std::vector<StageId>& needs, double seconds,
                     StageGraph::Work work);

    void finishTrial(TrialEnd& end);
    void reportLeakage(TrialEnd& end);
    attack::LeakageReport evaluate(const TrialEnd& end, const CellListener& onCell);
    UtilityResult utilityOf(FederationStage& federation, const std::vector<TestSpeaker>& speakers) const;

    void requireSameValues(const TrialSpec& trial, const std::vector<std::string>& values);
    void warnAboutCorpora();
    void warnAboutRawUpdates();
    void warn(const std::string& text);

    const RunRequest& m_request;
    features::FeatureCache& m_featureCache;
    StageGraph m_graph;
    StageContext m_context;
    const std::vector<TrialSpec> m_trials;
    ResultTable m_table;
    std::map<std::string, FederationPtr> m_federations; ///< by key
    std::map<std::string, AttackPtr> m_attacks;         ///< by key
    std::map<std::size_t, std::vector<std::string>> m_valuesOfPoint;
    std::mutex m_warningMutex;
    std::set<std::string> m_warnings;
};

} // namespace undertone::experiment
