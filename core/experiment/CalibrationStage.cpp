#include "core/experiment/CalibrationStage.h"

#include "core/attack/Calibration.h"

#include <utility>

namespace undertone::experiment {

namespace {

constexpr int calibrationVersion = 2;

using Federations = std::vector<std::shared_ptr<FederationStage>>;

std::string calibrationKey(const AttackStage& classifier, const attack::AttackSpec& spec,
                           const base::SeedTree& seed, const Federations& defended,
                           const std::string& machine)
{
    StageKey key("calibration", calibrationVersion, machine);
    key.add("attack", classifier.key()).add("seed", seed.value());
    addEvaluated(key, spec);
    for (const auto& shadow : defended)
        addClients(key, *shadow, spec.kind);
    return key.finish();
}

Federations both(Federations clean, const Federations& defended)
{
    clean.insert(clean.end(), defended.begin(), defended.end());
    return clean;
}

} // namespace

CalibrationStage::CalibrationStage(std::shared_ptr<AttackStage> classifier, const attack::AttackSpec& spec,
                                   const base::SeedTree& seed, const Federations& defended,
                                   StageContext& context)
    : AttackStage({spec, classifier->attributeValues(), seed, context.device},
                  both(classifier->shadows(), defended), classifier->needed(),
                  calibrationKey(*classifier, spec, seed, defended, context.machine), context),
      m_classifier(std::move(classifier))
{
}

double CalibrationStage::expectedSeconds() const
{
    double sum = 0;
    for (const auto& shadow : shadows())
        sum += AttackStage::expectedSeconds(request().spec, *shadow);
    return sum;
}

bool CalibrationStage::isThere() const
{
    const auto bytes = found();
    return bytes && attack::Calibration::deserialize(*bytes) && m_classifier->isThere();
}

std::string CalibrationStage::learn(base::Progress& progress)
{
    const auto& spec = request().spec;
    progress.addTotal(expectedSeconds());
    const std::size_t federations = shadows().size() / 2;
    const auto reportOf = [&](std::size_t number, std::size_t federation, const std::string& words) {
        auto& shadow = *shadows()[number];
        base::PartProgress part(progress, AttackStage::expectedSeconds(spec, shadow));
        const auto fitted = m_classifier->fitted(spec, request().seed.child("shadow", federation));
        auto report =
            fitted->evaluate(shadow.observed(needed(), spec.kind), spec.leakedUpdates, part.part(), {});
        part.finish(words);
        return report;
    };
    std::vector<attack::ReportPair> pairs;
    for (std::size_t i = 0; i < federations; ++i)
        pairs.push_back({reportOf(i, i, "scores without the defence"),
                         reportOf(federations + i, i, "scores under the defence")});
    return attack::Calibration::of(pairs).serialize();
}

std::unique_ptr<attack::FittedAttack> CalibrationStage::restored(const attack::AttackRequest& request,
                                                                 const std::string& bytes) const
{
    auto calibration = attack::Calibration::deserialize(bytes);
    if (!calibration)
        return nullptr;
    return attack::calibrated(m_classifier->fitted(request.spec, request.seed), std::move(*calibration));
}

} // namespace undertone::experiment
