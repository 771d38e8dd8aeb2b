#pragma once

#include "core/experiment/Engine.h"

namespace undertone::experiment {

/// The engine: trains federations with LibTorch and attacks them.
class TrainingEngine : public Engine
{
public:
    /// At least `checkpointSeconds` lie between two checkpoints of a stage.
    explicit TrainingEngine(double checkpointSeconds = 1) : m_checkpointSeconds(checkpointSeconds) {}

    EngineInfo info() const override;
    StudyCost cost(const RunRequest& request) const override;
    void run(const RunRequest& request, ResultSink& sink, StageCache& stages,
             features::FeatureCache& features, base::Progress& progress) override;

private:
    double m_checkpointSeconds;
};

} // namespace undertone::experiment
