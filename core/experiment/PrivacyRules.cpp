#include "core/experiment/PrivacyRules.h"

#include "core/experiment/SpecNames.h"

#include <fmt/format.h>

namespace undertone::experiment {

namespace {

using privacy::MechanismKind;
using privacy::Observer;
using privacy::Relation;
using privacy::Sampling;
using privacy::Sees;

void checkThreat(const Rules& rules, const ExperimentSpec& spec)
{
    const auto& threat = spec.threat;
    const bool clientsSend = spec.federation.algorithm == federation::Algorithm::FedAvg ||
                             spec.federation.algorithm == federation::Algorithm::FedSgd;
    rules.refuse(threat.observer == Observer::Recipient && threat.sees == Sees::Update, "/threat/sees",
                 "A recipient has the global models alone, which differ by the sum of a round's updates: it "
                 "sees no single client's update.",
                 "Use \"sees\": \"sum\", or another observer.");
    rules.refuse(spec.privacy.mechanism == MechanismKind::SecureAggregation && threat.sees == Sees::Update,
                 "/threat/sees", "Under secure aggregation nobody sees the update of a single client.",
                 "Use \"sees\": \"sum\", or another mechanism.");
    rules.refuse(threat.sees == Sees::Update && !threat.knowsCohorts, "/threat/knows_cohorts",
                 "Who sees the updates of single clients sees who took part.",
                 "Use \"knows_cohorts\": true, or \"sees\": \"sum\".");
    rules.refuse(threat.sees == Sees::Sum && !threat.knowsCohorts &&
                     spec.attack.kind != attack::AttackKind::Data,
                 "/threat/knows_cohorts",
                 "An observer of sums who does not know who took part has nothing that differs between one "
                 "client and another: there is no result for a client.",
                 "Use \"knows_cohorts\": true, or attack.kind \"data\", which needs no update.");
    rules.refuse(threat.sees == Sees::Sum && spec.federation.clientFraction >= 1 && clientsSend &&
                     spec.attack.kind != attack::AttackKind::Data,
                 "/federation/client_fraction",
                 "Every client is in every sum: there is no round without a client to compare with, and no "
                 "result for a client.",
                 "Use a client_fraction below 1, or attack.kind \"data\", which needs no update.");
}

void checkBudget(const Rules& rules, const privacy::PrivacySpec& spec, const privacy::ThreatModel& threat)
{
    const int budgets = spec.epsilon.has_value() + spec.noiseMultiplier.has_value() + spec.sigma.has_value();
    const auto name = nameOf(mechanismNames(), spec.mechanism);
    if (!privacy::addsNoise(spec.mechanism)) {
        rules.refuse(budgets > 0, "/privacy",
                     fmt::format("The mechanism \"{}\" adds no noise: it has no budget.", name),
                     "Leave epsilon, noise_multiplier and sigma out. In a sweep of privacy.epsilon the value "
                     "\"inf\" stands for no defence.");
        rules.refuse(spec.stopAtEpsilon.has_value(), "/privacy/stop_at_epsilon",
                     fmt::format("The mechanism \"{}\" spends no budget.", name), "Leave it out.");
        return;
    }
    rules.refuse(spec.stopAtEpsilon && guaranteeOf(spec.mechanism, threat) == privacy::Guarantee::None,
                 "/privacy/stop_at_epsilon",
                 "For an observer who sees what the server has not noised yet there is no budget to spend.",
                 "Leave it out, choose an observer of the noised sums, or use \"dp-fedavg-local\".");
    rules.refuse(budgets != 1, "/privacy",
                 fmt::format("The mechanism \"{}\" takes its noise from exactly one of epsilon, "
                             "noise_multiplier and sigma; here are {}.",
                             name, budgets),
                 "Give one of the three. A swept one needs a value here too.");
}

void checkAdaptiveClip(const Rules& rules, const privacy::PrivacySpec& spec)
{
    if (!spec.adaptiveClip)
        return;
    rules.refuse(!privacy::clipsUpdates(spec.mechanism), "/privacy/adaptive_clip",
                 fmt::format("The mechanism \"{}\" has no norms of whole updates that a clip could follow.",
                             nameOf(mechanismNames(), spec.mechanism)),
                 "Leave it out, or use \"dp-fedavg-local\" or \"dp-fedavg-central\".");
    rules.refuse(spec.sigma.has_value(), "/privacy/sigma",
                 "With a clip that changes, noise of a fixed deviation would be worth another budget in "
                 "every round.",
                 "Give noise_multiplier or epsilon.");
}

void checkRelation(const Rules& rules, const privacy::PrivacySpec& spec, const privacy::ThreatModel& threat)
{
    const bool isLocal =
        spec.mechanism == MechanismKind::Udp || spec.mechanism == MechanismKind::DpFedAvgLocal;
    rules.refuse(spec.relation == Relation::AddOrRemove &&
                     (isLocal || threat.sees == Sees::Update || threat.knowsCohorts),
                 "/privacy/relation",
                 "Plain presence or absence cannot be hidden from an observer who sees whether there was an "
                 "update, or knows who took part.",
                 "Use \"replace\", or \"null\": an absent client sends a noised zero.");
    rules.refuse(spec.mechanism == MechanismKind::Udp && spec.relation != Relation::Replace,
                 "/privacy/relation", "The formula of udp speaks of replacing one utterance of a client.",
                 "Use \"relation\": \"replace\".");
}

void checkSampling(const Rules& rules, const privacy::PrivacySpec& spec)
{
    const bool isCentral = spec.mechanism == MechanismKind::DpFedAvgCentral;
    rules.refuse(
        spec.sampling == Sampling::Poisson && !isCentral, "/privacy/sampling",
        "A mean over those who came needs cohorts of one size: only dp-fedavg-central divides by the "
        "expected number of clients.",
        "Use \"sampling\": \"fixed\".");
    if (!isCentral)
        return;
    const bool isFixed = spec.sampling == Sampling::FixedSize;
    rules.refuse(isFixed && spec.relation != Relation::Replace, "/privacy/relation",
                 "Amplification by cohorts of a fixed size is proved for replacing one client.",
                 "Use \"relation\": \"replace\", or \"sampling\": \"poisson\".");
    rules.refuse(isFixed && spec.accountant != privacy::AccountantKind::Rdp, "/privacy/accountant",
                 "Amplification by cohorts of a fixed size is accounted by \"rdp\" alone.",
                 "Use \"accountant\": \"rdp\", or \"sampling\": \"poisson\".");
    rules.refuse(spec.accountant == privacy::AccountantKind::Gaussian, "/privacy/accountant",
                 "The accountant \"gaussian\" does not cover sampled cohorts.", "Use \"pld\" or \"rdp\".");
}

void checkNominal(const Rules& rules, const privacy::PrivacySpec& spec)
{
    const bool given = spec.nominalQ.has_value() || spec.nominalRounds.has_value();
    rules.refuse(given && spec.mechanism != MechanismKind::Udp,
                 spec.nominalQ ? "/privacy/nominal_q" : "/privacy/nominal_rounds",
                 "The nominal q and rounds belong to the formula of udp.",
                 "Leave them out, or use \"mechanism\": \"udp\".");
}

} // namespace

void checkPrivacyRules(const Rules& rules, const ExperimentSpec& spec)
{
    using federation::Algorithm;
    const auto algorithm = spec.federation.algorithm;
    rules.refuse(
        spec.privacy.mechanism != MechanismKind::None &&
            (algorithm == Algorithm::Centralised || algorithm == Algorithm::Local),
        "/privacy/mechanism",
        fmt::format("With the algorithm \"{}\" no update leaves a client: there is nothing to defend.",
                    algorithmName(algorithm)),
        "Use \"mechanism\": \"none\", or another algorithm.");
    checkThreat(rules, spec);
    checkBudget(rules, spec.privacy, spec.threat);
    checkAdaptiveClip(rules, spec.privacy);
    checkRelation(rules, spec.privacy, spec.threat);
    checkSampling(rules, spec.privacy);
    checkNominal(rules, spec.privacy);
}

} // namespace undertone::experiment
