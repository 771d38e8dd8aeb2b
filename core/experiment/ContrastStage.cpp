#include "core/experiment/ContrastStage.h"

#include "core/attack/Calibration.h"

#include <algorithm>
#include <utility>

namespace undertone::experiment {

namespace {

constexpr int contrastVersion = 1;

std::string contrastKey(const AttackStage& classifier, const std::vector<std::shared_ptr<AttackStage>>& folds,
                        const attack::AttackSpec& spec, const base::SeedTree& seed,
                        const std::string& machine)
{
    StageKey key("contrasts", contrastVersion, machine);
    key.add("attack", classifier.key()).add("seed", seed.value());
    for (const auto& fold : folds)
        key.add("fold", fold->key());
    addEvaluated(key, spec);
    return key.finish();
}

} // namespace

ContrastStage::ContrastStage(const std::shared_ptr<AttackStage>& classifier,
                             std::vector<std::shared_ptr<AttackStage>> folds, const attack::AttackSpec& spec,
                             const base::SeedTree& seed, StageContext& context)
    : ThresholdStage(classifier, spec, seed, classifier->shadows(),
                     contrastKey(*classifier, folds, spec, seed, context.machine), context),
      m_folds(std::move(folds))
{
}

std::vector<std::shared_ptr<AttackStage>> ContrastStage::classifiers() const
{
    auto all = ThresholdStage::classifiers();
    all.insert(all.begin(), m_folds.begin(), m_folds.end());
    return all;
}

double ContrastStage::expectedSeconds() const
{
    return ThresholdStage::expectedSeconds() * static_cast<double>(std::max<std::size_t>(1, m_folds.size()));
}

std::string ContrastStage::learn(base::Progress& progress)
{
    progress.addTotal(expectedSeconds());
    std::vector<attack::LeakageReport> reports;
    const auto score = [&](AttackStage& stage, const attack::ObservedFederation& seen, std::size_t number) {
        reports.push_back(scores(stage, seen, number, number, progress, "thresholds of contrasts"));
    };
    for (std::size_t i = 0; i < shadows().size(); ++i) {
        const auto observed = shadows()[i]->observed(needed(), request().spec.kind);
        for (const auto& fold : m_folds)
            score(*fold, updatesOf(observed, Speakers::These, fold->heldOut()), i);
        if (m_folds.empty())
            score(classifier(), observed, i);
    }
    return attack::Calibration::ofHeldOut(reports).serialize();
}

} // namespace undertone::experiment
