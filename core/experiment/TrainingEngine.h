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
    features::FeatureTable encode(const corpus::Corpus& corpus, const std::filesystem::path& encoder,
                                  representation::EncoderInput input, features::FeatureCache& features,
                                  base::Progress& progress) override;
    std::string exportEncoder(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                              StageCache& stages, features::FeatureCache& features,
                              base::Progress& progress) override;

private:
    double m_checkpointSeconds;
};

} // namespace undertone::experiment
