#include "core/experiment/AttackStage.h"

#include "core/base/Error.h"
#include "core/experiment/SpecNames.h"
#include "core/features/FeatureFamilies.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

constexpr int fitVersion = 4;
constexpr int evaluationVersion = 5;
constexpr double secondsOfStage = 0.1;

/// The part of the specification that the fit depends on.
attack::AttackSpec fittedSpec(attack::AttackSpec spec)
{
    const attack::AttackSpec defaults;
    spec.leakedUpdates = defaults.leakedUpdates;
    spec.repeats = defaults.repeats;
    spec.adversary = defaults.adversary; // the shadow federations tell it
    return spec;
}

/// Empty where none are asked for. @throws Error InvalidRequest when the features' names tell too few.
std::vector<attack::ColumnFamily> familiesFor(const attack::AttackSpec& spec,
                                              const FederationStage& federation)
{
    std::vector<attack::ColumnFamily> families;
    if (!spec.families)
        return families;
    for (auto& family : features::familiesOf(federation.plan().rows->columnNames()))
        families.push_back({std::move(family.name), std::move(family.columns)});
    if (families.size() < 2)
        throw Error(ErrorCode::InvalidRequest,
                    "The names of these features do not tell which families they are of.", "attack.families",
                    "Use \"functionals\", \"egemaps\" or a table with openSMILE's names, or leave "
                    "attack.families out.");
    return families;
}

std::string fitKey(const attack::AttackRequest& request,
                   const std::vector<std::shared_ptr<FederationStage>>& shadows,
                   const std::set<std::string>& heldOut, const std::string& machine)
{
    const auto& spec = request.spec;
    StageKey key("attack", fitVersion, machine);
    key.add("kind", attackKindName(spec.kind))
        .add("layers", spec.layers)
        .add("values", request.attributeValues);
    for (const auto part : spec.parts)
        key.add("part", partName(part));
    key.add("probes", nameOf(probesNames(), spec.probes))
        .add("validation", nameOf(validationNames(), spec.validation))
        .add("epochs", spec.epochs)
        .add("seed", request.seed.value());
    for (const auto& family : request.families)
        key.add("family", family.name)
            .add("columns", std::vector<std::int64_t>(family.columns.begin(), family.columns.end()));
    for (const auto& shadow : shadows)
        addClients(key, *shadow, spec.kind);
    for (const auto& speaker : heldOut)
        key.add("held out", speaker);
    return key.finish();
}

KeptUpdates neededBy(const attack::AttackSpec& spec, const FederationStage& firstShadow,
                     StageContext& context)
{
    using Form = KeptUpdates::Form;
    if (spec.kind == attack::AttackKind::Data)
        return {Form::None, nullptr};
    if (spec.kind == attack::AttackKind::Cnn)
        return {Form::Raw, nullptr};
    if (spec.probes == attack::Probes::Random)
        return {Form::RandomProbes, nullptr};
    auto probes = std::make_shared<FederationStage>(firstShadow.plan(), context);
    probes->keep({Form::ProbesAlone, nullptr});
    return {Form::Eigenprobes, std::move(probes)};
}

} // namespace

void addClients(StageKey& key, const FederationStage& federation, attack::AttackKind kind)
{
    key.add("federation", federation.keyFor(kind));
    for (const auto& client : federation.plan().clients)
        key.add("speaker", client.speaker).add("label", client.label);
}

void addEvaluated(StageKey& key, const attack::AttackSpec& spec)
{
    key.add("repeats", spec.repeats);
    for (const auto n : spec.leakedUpdates)
        key.add("leaked updates", n);
}

attack::AttackSpec ceilingSpec()
{
    attack::AttackSpec spec;
    spec.kind = attack::AttackKind::Data;
    spec.layers.clear();
    spec.leakedUpdates = {attack::allUpdates};
    spec.repeats = 1;
    return spec;
}

AttackStage::AttackStage(const attack::AttackSpec& spec, std::vector<std::string> attributeValues,
                         const base::SeedTree& seed, std::vector<std::shared_ptr<FederationStage>> shadows,
                         StageContext& context, std::set<std::string> heldOut)
    : m_request{fittedSpec(spec), std::move(attributeValues), seed, context.device,
                familiesFor(spec, *shadows.front())},
      m_shadows(std::move(shadows)), m_context(context),
      m_needed(neededBy(spec, *m_shadows.front(), context)), m_heldOut(std::move(heldOut)),
      m_key(fitKey(m_request, m_shadows, m_heldOut, context.machine))
{
}

AttackStage::AttackStage(attack::AttackRequest request, std::vector<std::shared_ptr<FederationStage>> shadows,
                         KeptUpdates needed, std::string key, StageContext& context)
    : m_request(std::move(request)), m_shadows(std::move(shadows)), m_context(context),
      m_needed(std::move(needed)), m_key(std::move(key))
{
}

double AttackStage::expectedSeconds() const
{
    return secondsOfStage + attack::fitSeconds(m_request.spec, load(nullptr));
}

double AttackStage::expectedSeconds(const attack::AttackSpec& spec, const FederationStage& attacked) const
{
    return attack::evaluationSeconds(spec, load(&attacked));
}

attack::AttackLoad AttackStage::load(const FederationStage* attacked) const
{
    attack::AttackLoad load;
    load.layers = m_shadows.front()->plan().layers();
    for (const auto& shadow : m_shadows) {
        const auto& plan = shadow->plan();
        load.shadowClients += static_cast<double>(plan.clients.size());
        load.shadowUpdates += plan.updates();
        load.clientRows += static_cast<double>(plan.trainingRows().size());
    }
    for (const auto& family : m_request.families)
        load.familyColumns.push_back(family.columns.size());
    load.clientRows /= std::max(1.0, load.shadowClients);
    if (attacked) {
        load.privateClients = static_cast<double>(attacked->plan().clients.size());
        load.privateUpdates = attacked->plan().observations();
    }
    return load;
}

bool AttackStage::isThere() const
{
    const auto bytes = found();
    return bytes && AttackStage::restored(m_request, *bytes);
}

void AttackStage::run()
{
    if (isThere()) {
        m_context.progress.skip(expectedSeconds(), "attack, fitted before");
    } else {
        m_context.progress.advance(0, "fitting the attack");
        fit();
    }
    removeCheckpoint();
    if (m_needed.form == KeptUpdates::Form::Raw)
        for (const auto& shadow : m_shadows)
            shadow->releaseRawUpdates();
}

std::string AttackStage::fit()
{
    base::PartProgress progress(m_context.progress, expectedSeconds());
    auto bytes = learn(progress.part());
    m_context.cache.store(m_key, bytes);
    progress.finish("attack fitted");
    return bytes;
}

std::string AttackStage::learn(base::Progress& progress)
{
    const attack::ShadowSource shadows{
        m_shadows.size(), [this](std::size_t index) {
            auto observed = m_shadows[index]->observed(m_needed, m_request.spec.kind);
            return m_heldOut.empty() ? std::move(observed)
                                     : updatesOf(std::move(observed), Speakers::AllOthers, m_heldOut);
        }};
    const learning::FitCheckpoint keeper{
        [&](std::size_t part) { return m_context.cache.find(checkpointKey(part)); },
        [&](std::size_t part, std::string_view bytes) {
            m_context.graph.checkRunning();
            m_context.cache.storeUnflushed(checkpointKey(part), bytes);
            m_savedParts = std::max(m_savedParts, part + 1);
        }};
    return attack::fitAttack(m_request, shadows, progress, keeper)->serialize();
}

std::unique_ptr<attack::FittedAttack> AttackStage::restored(const attack::AttackRequest& request,
                                                            const std::string& bytes) const
{
    return attack::restoreAttack(request, bytes);
}

std::unique_ptr<attack::FittedAttack> AttackStage::fitted(const attack::AttackSpec& spec,
                                                          const base::SeedTree& draws)
{
    attack::AttackRequest request = m_request;
    request.spec = spec;
    request.seed = draws;
    const std::scoped_lock lock(m_mutex);
    const auto bytes = found();
    if (auto attack = bytes ? restored(request, *bytes) : nullptr)
        return attack;
    return restored(request, fitAgain());
}

std::string AttackStage::checkpointKey(std::size_t part) const
{
    return m_key + ".checkpoint." + std::to_string(part);
}

void AttackStage::removeCheckpoint()
{
    // Another program that made the same may have removed some of those that were saved here.
    for (std::size_t part = 0; part < m_savedParts || m_context.cache.find(checkpointKey(part)); ++part)
        m_context.cache.remove(checkpointKey(part));
}

std::string AttackStage::fitAgain()
{
    const bool isRaw = m_needed.form == KeptUpdates::Form::Raw;
    for (const auto& shadow : m_shadows)
        if (isRaw)
            shadow->useRawUpdates();
    m_context.progress.addTotal(expectedSeconds());
    auto bytes = fit();
    removeCheckpoint();
    for (const auto& shadow : m_shadows)
        if (isRaw)
            shadow->releaseRawUpdates();
    return bytes;
}

std::string evaluationKey(const AttackStage& fit, const FederationStage& attacked,
                          const attack::AttackSpec& spec, const base::SeedTree& draws,
                          const std::string& machine)
{
    StageKey key("evaluation", evaluationVersion, machine);
    key.add("attack", fit.key()).add("draws", draws.value());
    addEvaluated(key, spec);
    addClients(key, attacked, spec.kind);
    return key.finish();
}

} // namespace undertone::experiment
