#include "core/experiment/ContrastStage.h"

#include "core/attack/Calibration.h"

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

ContrastStage::ContrastStage(std::shared_ptr<AttackStage> classifier,
                             std::vector<std::shared_ptr<AttackStage>> folds, const attack::AttackSpec& spec,
                             const base::SeedTree& seed, StageContext& context)
    : AttackStage({spec, classifier->attributeValues(), seed, context.device}, classifier->shadows(),
                  classifier->needed(), contrastKey(*classifier, folds, spec, seed, context.machine),
                  context),
      m_classifier(std::move(classifier)), m_folds(std::move(folds))
{
}

std::vector<std::shared_ptr<AttackStage>> ContrastStage::classifiers() const
{
    auto all = m_folds;
    all.push_back(m_classifier);
    return all;
}

double ContrastStage::expectedSeconds() const
{
    double sum = 0;
    for (const auto& shadow : shadows())
        sum += AttackStage::expectedSeconds(request().spec, *shadow) *
               static_cast<double>(std::max<std::size_t>(1, m_folds.size()));
    return sum;
}

bool ContrastStage::isThere() const
{
    const auto bytes = found();
    return bytes && attack::Calibration::deserialize(*bytes) && m_classifier->isThere();
}

std::string ContrastStage::learn(base::Progress& progress)
{
    const auto& spec = request().spec;
    progress.addTotal(expectedSeconds());
    std::vector<attack::LeakageReport> reports;
    for (std::size_t i = 0; i < shadows().size(); ++i) {
        const auto observed = shadows()[i]->observed(needed(), spec.kind);
        const auto report = [&](AttackStage& stage, const attack::ObservedFederation& federation) {
            base::PartProgress part(progress, AttackStage::expectedSeconds(spec, *shadows()[i]));
            const auto fitted = stage.fitted(spec, request().seed.child("shadow", i));
            reports.push_back(fitted->evaluate(federation, spec.leakedUpdates, part.part(), {}));
            part.finish("thresholds of contrasts");
        };
        for (const auto& fold : m_folds)
            report(*fold, updatesOf(observed, Speakers::These, fold->heldOut()));
        if (m_folds.empty())
            report(*m_classifier, observed);
    }
    return attack::Calibration::ofHeldOut(reports).serialize();
}

std::unique_ptr<attack::FittedAttack> ContrastStage::restored(const attack::AttackRequest& request,
                                                              const std::string& bytes) const
{
    auto thresholds = attack::Calibration::deserialize(bytes);
    if (!thresholds)
        return nullptr;
    return attack::calibrated(m_classifier->fitted(request.spec, request.seed), std::move(*thresholds));
}

} // namespace undertone::experiment
