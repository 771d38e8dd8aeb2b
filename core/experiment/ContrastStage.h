#pragma once

#include "core/experiment/ThresholdStage.h"

namespace undertone::experiment {

/// An attack on sums with the thresholds that its contrasts need: those of single examples say nothing of
/// them. They are set on shadow speakers whom the classifier has not seen: on each fold's by the attack that
/// was fitted without them.
class ContrastStage : public ThresholdStage
{
public:
    /// `folds`: fitted without some speakers each, together without all of them; without folds the thresholds
    /// come from the classifier itself.
    ContrastStage(const std::shared_ptr<AttackStage>& classifier,
                  std::vector<std::shared_ptr<AttackStage>> folds, const attack::AttackSpec& spec,
                  const base::SeedTree& seed, StageContext& context);

    std::vector<std::shared_ptr<AttackStage>> classifiers() const override;
    double expectedSeconds() const override;

protected:
    std::string learn(base::Progress& progress) override;

private:
    std::vector<std::shared_ptr<AttackStage>> m_folds;
};

} // namespace undertone::experiment
