#pragma once

#include "core/experiment/EncoderStage.h"
#include "core/experiment/Engine.h"
#include "core/experiment/RepresentationAttacks.h"
#include "core/experiment/ResultTable.h"
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

    /// What remains to be done when a trial's encoder and attacks are there.
    struct TrialEnd
    {
        std::size_t index = 0;
        EncoderPtr encoder;
        RepresentationAttacks::OfTrial attacks;
    };

    void addTrial(std::size_t index, InputLibrary& library);
    EncoderPtr shared(RepresentationPlan plan);
    void finishTrial(const TrialEnd& end);

    const RunRequest& m_request;
    features::FeatureCache& m_featureCache;
    StageGraph m_graph;
    StageContext m_context;
    const std::vector<TrialSpec> m_trials;
    ResultTable m_table;
    RepresentationAttacks m_attacks;
    WarningLog m_warnings;
    std::map<std::string, EncoderPtr> m_encoders; ///< by key
};

} // namespace undertone::experiment
