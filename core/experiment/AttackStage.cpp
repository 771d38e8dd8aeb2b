#include "core/experiment/AttackStage.h"

#include "core/experiment/SpecNames.h"
#include "core/experiment/StageKey.h"

namespace undertone::experiment {

namespace {

constexpr int fitVersion = 2;
constexpr int evaluationVersion = 3;

/// The part of the specification that the fit depends on.
attack::AttackSpec fittedSpec(attack::AttackSpec spec)
{
    const attack::AttackSpec defaults;
    spec.leakedUpdates = defaults.leakedUpdates;
    spec.repeats = defaults.repeats;
    return spec;
}

void addClients(StageKey& key, const FederationStage& federation)
{
    key.add("federation", federation.key());
    for (const auto& client : federation.plan().clients)
        key.add("speaker", client.speaker).add("label", client.label);
}

std::string fitKey(const attack::AttackRequest& request,
                   const std::vector<std::shared_ptr<FederationStage>>& shadows, const std::string& machine)
{
    const auto& spec = request.spec;
    StageKey key("attack", fitVersion, machine);
    key.add("kind", attackKindName(spec.kind))
        .add("layers", spec.layers)
        .add("values", request.attributeValues);
    for (const auto part : spec.parts)
        key.add("part", partName(part));
    key.add("adversary", adversaryName(spec.adversary))
        .add("probes", nameOf(probesNames(), spec.probes))
        .add("validation", nameOf(validationNames(), spec.validation))
        .add("epochs", spec.epochs)
        .add("seed", request.seed.value());
    for (const auto& shadow : shadows)
        addClients(key, *shadow);
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

AttackStage::AttackStage(const attack::AttackSpec& spec, std::vector<std::string> attributeValues,
                         const base::SeedTree& seed, std::vector<std::shared_ptr<FederationStage>> shadows,
                         StageContext& context)
    : m_request{fittedSpec(spec), std::move(attributeValues), seed, context.device},
      m_shadows(std::move(shadows)), m_context(context),
      m_needed(neededBy(spec, *m_shadows.front(), context)),
      m_key(fitKey(m_request, m_shadows, context.machine))
{
}

double AttackStage::expectedSeconds() const
{
    double updates = 0;
    for (const auto& shadow : m_shadows)
        updates += static_cast<double>(shadow->plan().federation.rounds) * shadow->plan().clientsPerRound();
    if (m_request.spec.kind == attack::AttackKind::Cnn)
        return updates * static_cast<double>(m_request.spec.epochs) * 0.3;
    return 1 + updates * 1e-3;
}

bool AttackStage::isThere() const
{
    const auto bytes = m_context.cache.find(m_key);
    return bytes && attack::restoreAttack(m_request, *bytes);
}

void AttackStage::run()
{
    if (isThere()) {
        m_context.progress.skip(expectedSeconds(), "attack, fitted before");
    } else {
        m_context.progress.advance(0, "fitting the attack");
        fit();
        m_context.progress.advance(expectedSeconds(), "attack fitted");
    }
    m_context.cache.remove(checkpointKey());
    if (m_needed.form == KeptUpdates::Form::Raw)
        for (const auto& shadow : m_shadows)
            shadow->releaseRawUpdates();
}

std::string AttackStage::fit()
{
    const attack::ShadowSource shadows{m_shadows.size(), [this](std::size_t index) {
                                           return m_shadows[index]->observed(m_needed, m_request.spec.kind);
                                       }};
    const attack::FitCheckpoint keeper{[&] { return m_context.cache.find(checkpointKey()); },
                                       [&](std::string_view bytes) {
                                           m_context.graph.checkRunning();
                                           m_context.cache.storeCheckpoint(checkpointKey(), bytes);
                                       }};
    const auto fitted = attack::fitAttack(m_request, shadows, m_context.progress, keeper);
    auto bytes = fitted->serialize();
    m_context.cache.store(m_key, bytes);
    return bytes;
}

std::unique_ptr<attack::FittedAttack> AttackStage::fitted(const attack::AttackSpec& spec,
                                                          const base::SeedTree& draws)
{
    attack::AttackRequest request = m_request;
    request.spec = spec;
    request.seed = draws;
    const std::scoped_lock lock(m_mutex);
    const auto bytes = m_context.cache.find(m_key);
    if (auto attack = bytes ? attack::restoreAttack(request, *bytes) : nullptr)
        return attack;
    return attack::restoreAttack(request, fitAgain());
}

std::string AttackStage::fitAgain()
{
    const bool isRaw = m_needed.form == KeptUpdates::Form::Raw;
    for (const auto& shadow : m_shadows)
        if (isRaw)
            shadow->useRawUpdates();
    m_context.progress.addTotal(expectedSeconds());
    auto bytes = fit();
    m_context.progress.advance(expectedSeconds(), "attack fitted again");
    m_context.cache.remove(checkpointKey());
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
    key.add("attack", fit.key()).add("repeats", spec.repeats).add("draws", draws.value());
    for (const auto n : spec.leakedUpdates)
        key.add("leaked updates", n);
    addClients(key, attacked);
    return key.finish();
}

} // namespace undertone::experiment
