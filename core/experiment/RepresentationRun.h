#pragma once

#include "core/experiment/EncoderStage.h"
#include "core/experiment/Engine.h"
#include "core/experiment/ResultTable.h"
#include "core/experiment/VectorAttackStage.h"
#include "core/experiment/WarningLog.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A study of representations while it runs: each trial trains an encoder, whose frozen embeddings are
/// attacked beside the raw input; what trials share is there once.
class RepresentationRun
{
public:
    /// At least `checkpointSeconds` lie between two checkpoints of a stage.
    RepresentationRun(const RunRequest& request, ResultSink& sink, StageCache& stages,
                      features::FeatureCache& featureCache, base::Progress& progress,
                      double checkpointSeconds);

    void run();

private:
    using EncoderPtr = std::shared_ptr<EncoderStage>;
    using AttackPtr = std::shared_ptr<VectorAttackStage>;

    /// What remains to be done when a trial's encoder and attacks are there.
    struct TrialEnd
    {
        std::size_t index = 0;
        EncoderPtr encoder;
        std::vector<AttackPtr> onEmbedding; ///< one an attribute
        std::vector<AttackPtr> onInput;
    };

    void addTrial(std::size_t index, InputLibrary& library);
    EncoderPtr shared(RepresentationPlan plan);
    AttackPtr shared(VectorSource source, const RepresentationPlan& plan, const AttackedAttribute& attribute);
    StageGraph::StageId addStage(const std::string& key, const std::vector<StageGraph::StageId>& needs,
                                 double seconds, StageGraph::Work work);
    void finishTrial(const TrialEnd& end);
    void reportLeakage(const TrialEnd& end, const std::string& layer, VectorAttackStage& attack);

    const RunRequest& m_request;
    features::FeatureCache& m_featureCache;
    StageGraph m_graph;
    StageContext m_context;
    const std::vector<TrialSpec> m_trials;
    ResultTable m_table;
    WarningLog m_warnings;
    std::map<std::string, EncoderPtr> m_encoders; ///< by key
    std::map<std::string, AttackPtr> m_attacks;   ///< by key
};

} // namespace undertone::experiment
