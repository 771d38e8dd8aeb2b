#include "core/experiment/CalibrationStage.h"

#include "core/attack/Calibration.h"

#include <algorithm>
#include <map>

namespace undertone::experiment {

namespace {

constexpr int calibrationVersion = 1;
constexpr std::size_t mostFolds = 6;

std::string calibrationKey(const AttackStage& classifier,
                           const std::vector<std::shared_ptr<AttackStage>>& folds,
                           const attack::AttackSpec& spec, const base::SeedTree& seed,
                           const std::vector<std::shared_ptr<FederationStage>>& shadows,
                           const std::string& machine)
{
    StageKey key("calibration", calibrationVersion, machine);
    key.add("attack", classifier.key()).add("seed", seed.value());
    for (const auto& fold : folds)
        key.add("fold", fold->key());
    addEvaluated(key, spec);
    for (const auto& shadow : shadows)
        addClients(key, *shadow, spec.kind);
    return key.finish();
}

} // namespace

std::vector<std::set<std::string>> speakerFolds(const std::vector<std::shared_ptr<FederationStage>>& shadows)
{
    std::map<std::size_t, std::set<std::string>> byValue;
    for (const auto& shadow : shadows)
        for (const auto& client : shadow->plan().clients)
            byValue[client.label].insert(client.speaker);
    std::size_t fewest = mostFolds;
    for (const auto& [value, speakers] : byValue)
        fewest = std::min(fewest, speakers.size());
    if (fewest < 2)
        return {};
    std::vector<std::set<std::string>> folds(fewest);
    for (const auto& [value, speakers] : byValue) {
        std::size_t next = 0;
        for (const auto& speaker : speakers)
            folds[next++ % fewest].insert(speaker);
    }
    return folds;
}

CalibrationStage::CalibrationStage(std::shared_ptr<AttackStage> classifier,
                                   std::vector<std::shared_ptr<AttackStage>> folds,
                                   const attack::AttackSpec& spec, const base::SeedTree& seed,
                                   std::vector<std::shared_ptr<FederationStage>> shadows,
                                   StageContext& context)
    : AttackStage({spec, classifier->attributeValues(), seed, context.device}, shadows, classifier->needed(),
                  calibrationKey(*classifier, folds, spec, seed, shadows, context.machine), context),
      m_classifier(std::move(classifier)), m_folds(std::move(folds))
{
}

std::vector<std::shared_ptr<AttackStage>> CalibrationStage::classifiers() const
{
    auto all = m_folds;
    all.push_back(m_classifier);
    return all;
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
    std::vector<attack::LeakageReport> reports;
    for (std::size_t i = 0; i < shadows().size(); ++i) {
        base::PartProgress part(progress, AttackStage::expectedSeconds(spec, *shadows()[i]));
        const auto observed = shadows()[i]->observed(needed(), spec.kind);
        const auto draws = request().seed.child("shadow", i);
        const auto report = [&](AttackStage& stage, const attack::ObservedFederation& federation) {
            reports.push_back(
                stage.fitted(spec, draws)->evaluate(federation, spec.leakedUpdates, part.part(), {}));
        };
        for (const auto& fold : m_folds)
            report(*fold, updatesOf(observed, Speakers::These, fold->heldOut()));
        if (m_folds.empty())
            report(*m_classifier, observed);
        part.finish("thresholds under the defence");
    }
    return attack::Calibration::of(reports).serialize();
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
