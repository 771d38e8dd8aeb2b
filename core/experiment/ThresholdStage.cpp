#include "core/experiment/ThresholdStage.h"

#include "core/attack/Calibration.h"

#include <utility>

namespace undertone::experiment {

ThresholdStage::ThresholdStage(std::shared_ptr<AttackStage> classifier, const attack::AttackSpec& spec,
                               const base::SeedTree& seed,
                               std::vector<std::shared_ptr<FederationStage>> scored, std::string key,
                               StageContext& context)
    : AttackStage({spec, classifier->attributeValues(), seed, context.device}, std::move(scored),
                  classifier->needed(), std::move(key), context),
      m_classifier(std::move(classifier))
{
}

double ThresholdStage::expectedSeconds() const
{
    double sum = 0;
    for (const auto& shadow : shadows())
        sum += AttackStage::expectedSeconds(request().spec, *shadow);
    return sum;
}

bool ThresholdStage::isThere() const
{
    const auto bytes = found();
    return bytes && attack::Calibration::deserialize(*bytes) && m_classifier->isThere();
}

attack::LeakageReport ThresholdStage::scores(AttackStage& stage, const attack::ObservedFederation& observed,
                                             std::size_t number, std::size_t draws, base::Progress& progress,
                                             const std::string& words) const
{
    const auto& spec = request().spec;
    base::PartProgress part(progress, AttackStage::expectedSeconds(spec, *shadows()[number]));
    const auto fitted = stage.fitted(spec, request().seed.child("shadow", draws));
    auto report = fitted->evaluate(observed, spec.leakedUpdates, part.part(), {});
    part.finish(words);
    return report;
}

std::unique_ptr<attack::FittedAttack> ThresholdStage::restored(const attack::AttackRequest& request,
                                                               const std::string& bytes) const
{
    auto thresholds = attack::Calibration::deserialize(bytes);
    if (!thresholds)
        return nullptr;
    return attack::calibrated(m_classifier->fitted(request.spec, request.seed), std::move(*thresholds));
}

} // namespace undertone::experiment
