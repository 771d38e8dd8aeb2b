#pragma once

#include "core/experiment/AttackStage.h"

namespace undertone::experiment {

/// A fitted attack whose thresholds are set anew, by what the classifier scores on other federations: a
/// Calibration is what it keeps. It belongs to the numbers of leaked updates and the repeats of its
/// specification.
class ThresholdStage : public AttackStage
{
public:
    std::vector<std::shared_ptr<AttackStage>> classifiers() const override { return {m_classifier}; }
    /// Of one evaluation of each federation.
    double expectedSeconds() const override;
    bool isThere() const override;

protected:
    /// `scored`: the federations that the thresholds come from.
    ThresholdStage(std::shared_ptr<AttackStage> classifier, const attack::AttackSpec& spec,
                   const base::SeedTree& seed, std::vector<std::shared_ptr<FederationStage>> scored,
                   std::string key, StageContext& context);

    AttackStage& classifier() const { return *m_classifier; }
    /// What the classifier of `stage` makes of shadows()[number], of which it sees `observed`; federations
    /// with the same `draws` have the same updates drawn.
    attack::LeakageReport scores(AttackStage& stage, const attack::ObservedFederation& observed,
                                 std::size_t number, std::size_t draws, base::Progress& progress,
                                 const std::string& words) const;
    std::unique_ptr<attack::FittedAttack> restored(const attack::AttackRequest& request,
                                                   const std::string& bytes) const override;

private:
    std::shared_ptr<AttackStage> m_classifier;
};

} // namespace undertone::experiment
