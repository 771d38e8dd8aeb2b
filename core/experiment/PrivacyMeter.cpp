#include "core/experiment/PrivacyMeter.h"

#include <algorithm>
#include <set>

namespace undertone::experiment {

namespace {

/// Empty when each is one client, and for udp: what hides an utterance says nothing of all a speaker's.
std::vector<std::string> speakersOf(const FederationPlan& plan)
{
    std::vector<std::string> speakers;
    if (plan.defence.budget.mechanism == privacy::MechanismKind::Udp)
        return speakers;
    for (const auto& client : plan.clients)
        speakers.push_back(client.speaker);
    if (std::set<std::string>(speakers.begin(), speakers.end()).size() == speakers.size())
        speakers.clear();
    return speakers;
}

std::size_t releasesOf(attack::LeakedUpdates n)
{
    return n == attack::allUpdates ? privacy::allReleases : n;
}

} // namespace

PrivacyMeter::PrivacyMeter(const FederationPlan& plan, std::vector<attack::LeakedUpdates> leaked)
    : m_defence(plan.defence), m_leaked(std::move(leaked)), m_speakers(speakersOf(plan)),
      m_mechanism(privacy::makeMechanism(m_defence.mechanism)),
      m_reader(m_defence.budget, m_defence.threat, plan.facts()), m_leastClip(m_defence.mechanism.clip)
{
    for (const auto& client : plan.clients)
        m_samples.push_back(federation::releasedSamples(client.rows, plan.federation));
}

bool PrivacyMeter::applies(const FederationPlan& plan)
{
    return privacy::addsNoise(plan.defence.budget.mechanism);
}

std::optional<RoundPrivacy> PrivacyMeter::add(const federation::RoundRecord& round)
{
    if (m_defence.mechanism.kind == privacy::MechanismKind::None)
        return std::nullopt;
    if (round.round == 0) {
        m_log = {};
        m_leastClip = round.clip;
    }
    m_leastClip = std::min(m_leastClip, round.clip);
    privacy::recordRound(m_log, *m_mechanism, round.clip, round.cohort, m_samples);
    RoundPrivacy found;
    found.round = round.round;
    found.clip = round.clip;
    for (const auto client : round.cohort) {
        const double z = m_mechanism->eventMultiplier(round.clip, m_samples[client]);
        found.clients.push_back(
            {client, z, readingOf([&](std::size_t most) { return m_reader.ofClient(m_log, client, most); })});
    }
    found.event = m_reader.eventOf({leastMultiplier(found), 1});
    found.spent = spent(m_log, round.round + 1, m_leastClip);
    return found;
}

PrivacySpent PrivacyMeter::spent(const FederationRecord& finished) const
{
    double leastClip = m_defence.mechanism.clip;
    for (const auto& round : finished.rounds)
        leastClip = std::min(leastClip, round.clip);
    return spent(finished.state.releases, finished.state.nextRound, leastClip);
}

PrivacySpent PrivacyMeter::spent(const privacy::ReleaseLog& log, std::size_t rounds, double leastClip) const
{
    PrivacySpent spent;
    spent.nominal = m_reader.nominal(log, rounds);
    spent.worst = readingOf([&](std::size_t most) { return m_reader.worst(log, most); });
    if (!m_speakers.empty())
        spent.speakerRounds = m_reader.worstSpeaker(log, m_speakers);
    spent.guarantee = m_reader.guarantee();
    spent.delta = m_reader.delta();
    spent.sigma = leastDeviation(leastClip);
    return spent;
}

double PrivacyMeter::leastMultiplier(const RoundPrivacy& round) const
{
    if (round.clients.empty()) // the server noises what nobody sent, too
        return m_mechanism->eventMultiplier(round.clip, 1);
    const auto least =
        std::min_element(round.clients.begin(), round.clients.end(),
                         [](const auto& a, const auto& b) { return a.noiseMultiplier < b.noiseMultiplier; });
    return least->noiseMultiplier;
}

template <class Epsilon>
EpsilonReading PrivacyMeter::readingOf(Epsilon epsilon) const
{
    EpsilonReading reading;
    reading.oneUpdate = epsilon(1);
    for (const auto n : m_leaked)
        reading.leaked[n] = epsilon(releasesOf(n));
    reading.allRounds = epsilon(privacy::allReleases);
    return reading;
}

double PrivacyMeter::leastDeviation(double clip) const
{
    double least = m_mechanism->serverNoise(clip);
    for (const auto samples : m_samples)
        if (const double own = samples > 0 ? m_mechanism->clientNoise(clip, samples) : 0; own > 0)
            least = least > 0 ? std::min(least, own) : own;
    return least;
}

} // namespace undertone::experiment
