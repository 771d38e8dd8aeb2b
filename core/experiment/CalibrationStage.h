#pragma once

#include "core/experiment/AttackStage.h"

namespace undertone::experiment {

/// The shadow speakers by folds, in which every value of the attribute is held out: max(2, min(6, speakers of
/// the rarest value)). None when a value has a single speaker.
std::vector<std::set<std::string>> speakerFolds(const std::vector<std::shared_ptr<FederationStage>>& shadows);

/// The `calibrated` adversary: probes and classifiers of an attack on shadow federations without the defence,
/// which all budgets share, and thresholds from complete shadow federations under it. Those are set on scores
/// of speakers whom the classifier has not seen: of each fold's speakers by the attack that was fitted
/// without them. It belongs to the numbers of leaked updates and the repeats of its specification.
class CalibrationStage : public AttackStage
{
public:
    /// `folds`: fitted without some speakers each, together without all of them; without folds the thresholds
    /// come from the classifier itself. `shadows`: those under the defence.
    CalibrationStage(std::shared_ptr<AttackStage> classifier, std::vector<std::shared_ptr<AttackStage>> folds,
                     const attack::AttackSpec& spec, const base::SeedTree& seed,
                     std::vector<std::shared_ptr<FederationStage>> shadows, StageContext& context);

    std::vector<std::shared_ptr<AttackStage>> classifiers() const override;
    double expectedSeconds() const override;
    bool isThere() const override;

protected:
    std::string learn(base::Progress& progress) override;
    std::unique_ptr<attack::FittedAttack> restored(const attack::AttackRequest& request,
                                                   const std::string& bytes) const override;

private:
    std::shared_ptr<AttackStage> m_classifier;
    std::vector<std::shared_ptr<AttackStage>> m_folds;
};

} // namespace undertone::experiment
