#pragma once

#include "core/experiment/ThresholdStage.h"

namespace undertone::experiment {

/// The `calibrated` adversary: probes and classifiers of an attack on shadow federations without the defence,
/// which all budgets share, and thresholds from what complete shadow federations under it do to the scores of
/// the same clients.
class CalibrationStage : public ThresholdStage
{
public:
    /// `defended`: the federations that the classifier was fitted on, in its order, under the defence.
    CalibrationStage(const std::shared_ptr<AttackStage>& classifier, const attack::AttackSpec& spec,
                     const base::SeedTree& seed,
                     const std::vector<std::shared_ptr<FederationStage>>& defended, StageContext& context);

protected:
    std::string learn(base::Progress& progress) override;
};

} // namespace undertone::experiment
