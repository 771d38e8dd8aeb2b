#pragma once

#include "core/experiment/AttackStage.h"

namespace undertone::experiment {

/// The `calibrated` adversary: probes and classifiers of an attack on shadow federations without the defence,
/// which all budgets share, and thresholds from what complete shadow federations under it do to the scores of
/// the same clients. It belongs to the numbers of leaked updates and the repeats of its specification.
class CalibrationStage : public AttackStage
{
public:
    /// `defended`: the federations that the classifier was fitted on, in its order, under the defence.
    CalibrationStage(std::shared_ptr<AttackStage> classifier, const attack::AttackSpec& spec,
                     const base::SeedTree& seed,
                     const std::vector<std::shared_ptr<FederationStage>>& defended, StageContext& context);

    std::vector<std::shared_ptr<AttackStage>> classifiers() const override { return {m_classifier}; }
    double expectedSeconds() const override;
    bool isThere() const override;

protected:
    std::string learn(base::Progress& progress) override;
    std::unique_ptr<attack::FittedAttack> restored(const attack::AttackRequest& request,
                                                   const std::string& bytes) const override;

private:
    std::shared_ptr<AttackStage> m_classifier;
};

} // namespace undertone::experiment
