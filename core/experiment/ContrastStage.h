#pragma once

#include "core/experiment/AttackStage.h"

namespace undertone::experiment {

/// An attack on sums with the thresholds that its contrasts need: those of single examples say nothing of
/// them. They are set on shadow speakers whom the classifier has not seen: on each fold's by the attack that
/// was fitted without them. It belongs to the numbers of leaked updates and the repeats of its specification.
class ContrastStage : public AttackStage
{
public:
    /// `folds`: fitted without some speakers each, together without all of them; without folds the thresholds
    /// come from the classifier itself.
    ContrastStage(std::shared_ptr<AttackStage> classifier, std::vector<std::shared_ptr<AttackStage>> folds,
                  const attack::AttackSpec& spec, const base::SeedTree& seed, StageContext& context);

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
