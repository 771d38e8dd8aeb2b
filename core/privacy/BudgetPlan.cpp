#include "core/privacy/BudgetPlan.h"

#include "core/base/Error.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/WeiNoise.h"

namespace undertone::privacy {

namespace {

double nominalRate(const PrivacySpec& spec, const FederationFacts& facts)
{
    return spec.nominalQ.value_or(facts.clientFraction);
}

double weiMultiplier(const PrivacySpec& spec, const FederationFacts& facts)
{
    const WeiSettings settings{spec.clip, 1, nominalRate(spec, facts),
                               spec.nominalRounds.value_or(facts.rounds)};
    return weiNoise(settings, *spec.epsilon, spec.delta).noiseMultiplier;
}

double calibratedMultiplier(const PrivacySpec& spec, const FederationFacts& facts)
{
    PrivacyEvent event;
    event.relation = spec.relation;
    event.unit = "client";
    if (spec.mechanism == MechanismKind::DpFedAvgCentral) {
        event.sampling = spec.sampling;
        event.sampleRate = facts.sampleRate;
        event.count = facts.rounds;
    }
    const auto accountant = accountantFor(spec.accountant, event.sampling);
    const double z = calibrateNoise(*accountant, event, {*spec.epsilon, spec.delta}).event.noiseMultiplier;
    if (!spec.adaptiveClip)
        return z;
    const auto update = multiplierWithoutCount(z, spec.adaptiveClip->sigmaB);
    if (!update)
        throw Error(ErrorCode::InvalidRequest,
                    "The counts that the adaptive clip releases spend more than the whole budget.",
                    "privacy.adaptive_clip.sigma_b",
                    "Use a larger sigma_b (above half of the noise multiplier), or a larger epsilon.");
    return *update;
}

} // namespace

std::unique_ptr<Accountant> accountantFor(AccountantKind kind, Sampling sampling)
{
    if (kind == AccountantKind::Rdp)
        return makeAccountant("rdp");
    return makeAccountant(sampling == Sampling::None ? "gaussian" : "pld");
}

MechanismPlan planMechanism(const PrivacySpec& spec, const FederationFacts& facts)
{
    MechanismPlan plan;
    plan.kind = effectiveMechanism(spec);
    if (!addsNoise(plan.kind))
        return plan;
    plan.clip = spec.clip;
    plan.sampling = spec.sampling;
    plan.adaptiveClip = spec.adaptiveClip;
    plan.sigma = spec.sigma;
    if (spec.noiseMultiplier)
        plan.noiseMultiplier = *spec.noiseMultiplier;
    else if (spec.epsilon && plan.kind == MechanismKind::Udp)
        plan.noiseMultiplier = weiMultiplier(spec, facts);
    else if (spec.epsilon)
        plan.noiseMultiplier = calibratedMultiplier(spec, facts);
    return plan;
}

double nominalEpsilon(const PrivacySpec& spec, const FederationFacts& facts, double noiseMultiplier,
                      std::size_t rounds)
{
    const auto planned = static_cast<double>(spec.nominalRounds.value_or(facts.rounds));
    const double share = static_cast<double>(rounds) / static_cast<double>(facts.rounds);
    return weiEpsilon(noiseMultiplier, nominalRate(spec, facts), planned * share, spec.delta);
}

} // namespace undertone::privacy
