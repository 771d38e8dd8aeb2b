#include "core/experiment/CalibrationStage.h"

#include "core/attack/Calibration.h"

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

CalibrationStage::CalibrationStage(const std::shared_ptr<AttackStage>& classifier,
                                   const attack::AttackSpec& spec, const base::SeedTree& seed,
                                   const Federations& defended, StageContext& context)
    : ThresholdStage(classifier, spec, seed, both(classifier->shadows(), defended),
                     calibrationKey(*classifier, spec, seed, defended, context.machine), context)
{
}

std::string CalibrationStage::learn(base::Progress& progress)
{
    progress.addTotal(expectedSeconds());
    const std::size_t federations = shadows().size() / 2;
    const auto scored = [&](std::size_t number, std::size_t federation, const std::string& words) {
        return scores(classifier(), shadows()[number]->observed(needed(), request().spec.kind), number,
                      federation, progress, words);
    };
    std::vector<attack::ReportPair> pairs;
    for (std::size_t i = 0; i < federations; ++i)
        pairs.push_back({scored(i, i, "scores without the defence"),
                         scored(federations + i, i, "scores under the defence")});
    return attack::Calibration::of(pairs).serialize();
}

} // namespace undertone::experiment
