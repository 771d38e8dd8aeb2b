#include "core/privacy/BudgetReader.h"

#include <algorithm>
#include <cmath>

namespace undertone::privacy {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr double largestUdpDelta = 1e-5;

PrivacyEvent eventFor(const PrivacySpec& spec, const ThreatModel& threat, const FederationFacts& facts)
{
    PrivacyEvent event;
    event.relation = spec.relation;
    event.unit = unitOf(spec.mechanism);
    event.observer = observerName(threat.observer);
    event.mechanism = mechanismName(spec.mechanism);
    if (spec.mechanism == MechanismKind::DpFedAvgCentral && !threat.knowsCohorts) {
        event.sampling = spec.sampling;
        event.sampleRate = facts.sampleRate;
    }
    return event;
}

/// The `most` releases with the least noise, those with the same noise together.
Releases leastNoised(Releases releases, std::size_t most)
{
    std::sort(releases.begin(), releases.end(),
              [](const auto& a, const auto& b) { return a.noiseMultiplier < b.noiseMultiplier; });
    Releases taken;
    for (const auto& run : releases) {
        const auto count = std::min(run.count, most);
        most -= count;
        if (!taken.empty() && taken.back().noiseMultiplier == run.noiseMultiplier)
            taken.back().count += count;
        else if (count > 0)
            taken.push_back({run.noiseMultiplier, count});
    }
    return taken;
}

} // namespace

BudgetReader::BudgetReader(PrivacySpec spec, ThreatModel threat, FederationFacts facts)
    : m_spec(spec), m_facts(facts), m_guarantee(guaranteeOf(effectiveMechanism(m_spec), threat)),
      m_delta(m_spec.mechanism == MechanismKind::Udp ? std::min(m_spec.delta, largestUdpDelta)
                                                     : m_spec.delta),
      m_event(eventFor(m_spec, threat, m_facts)),
      m_accountant(accountantFor(m_spec.accountant, m_event.sampling))
{
}

double BudgetReader::ofClient(const ReleaseLog& log, std::size_t client, std::size_t most) const
{
    return epsilonOf(leastNoised(isAmplified() ? log.rounds : log.clients[client], most));
}

double BudgetReader::worst(const ReleaseLog& log, std::size_t most) const
{
    if (isAmplified())
        return ofClient(log, 0, most);
    double epsilon = m_guarantee == Guarantee::None ? unbounded : 0;
    for (std::size_t client = 0; client < log.clients.size(); ++client)
        epsilon = std::max(epsilon, ofClient(log, client, most));
    return epsilon;
}

double BudgetReader::worstSpeaker(const ReleaseLog& log, const std::vector<std::string>& speakers) const
{
    std::map<std::string, std::pair<std::size_t, Releases>> people;
    for (std::size_t client = 0; client < speakers.size(); ++client) {
        auto& [clients, releases] = people[speakers[client]];
        ++clients;
        if (client < log.clients.size())
            releases.insert(releases.end(), log.clients[client].begin(), log.clients[client].end());
    }
    double epsilon = m_guarantee == Guarantee::None ? unbounded : 0;
    for (auto& [speaker, person] : people)
        epsilon = std::max(epsilon, ofSpeaker(log, person.first, std::move(person.second)));
    return epsilon;
}

double BudgetReader::ofSpeaker(const ReleaseLog& log, std::size_t clients, Releases releases) const
{
    const auto most = static_cast<double>(clients);
    if (clients == 1 || m_spec.mechanism != MechanismKind::DpFedAvgCentral)
        return epsilonOf(leastNoised(isAmplified() ? log.rounds : std::move(releases), allReleases));
    // Of m_r clients in round r, sum of m_r^2 <= most x sum of m_r: as many releases with z / sqrt(most).
    const double weaker = isAmplified() ? most : std::sqrt(most);
    if (isAmplified())
        releases = log.rounds;
    for (auto& run : releases)
        run.noiseMultiplier /= weaker;
    BudgetReader known(m_spec, {Observer::Eavesdropper, Sees::Sum, true}, m_facts);
    return known.epsilonOf(leastNoised(std::move(releases), allReleases));
}

double BudgetReader::nominal(const ReleaseLog& log, std::size_t rounds) const
{
    if (effectiveMechanism(m_spec) == MechanismKind::None)
        return unbounded;
    if (m_spec.mechanism == MechanismKind::Udp)
        return udpNominal(log, rounds);
    if (m_spec.epsilon)
        return *m_spec.epsilon;
    if (m_spec.mechanism == MechanismKind::DpFedAvgLocal)
        return worst(log, 1);
    return BudgetReader(m_spec, {Observer::Recipient, Sees::Sum, false}, m_facts).worst(log);
}

double BudgetReader::udpNominal(const ReleaseLog& log, std::size_t rounds) const
{
    double least = unbounded;
    for (const auto& client : log.clients)
        for (const auto& run : client)
            least = std::min(least, run.noiseMultiplier);
    // A multiplier over C / n is twice the formula's, over 2 C / n.
    return std::isinf(least) ? 0 : nominalEpsilon(m_spec, m_facts, least / 2, rounds);
}

bool BudgetReader::mayRelease(const ReleaseLog& log, const std::vector<double>& multipliers) const
{
    if (!m_spec.stopAtEpsilon || effectiveMechanism(m_spec) == MechanismKind::None)
        return true;
    ReleaseLog next = log;
    next.clients.resize(multipliers.size());
    for (std::size_t client = 0; client < multipliers.size(); ++client)
        if (multipliers[client] > 0) {
            append(next.clients[client], multipliers[client]);
            if (count(next.rounds) == count(log.rounds))
                append(next.rounds, multipliers[client]);
        }
    return worst(next) <= *m_spec.stopAtEpsilon;
}

PrivacyEvent BudgetReader::eventOf(const ReleaseRun& run) const
{
    PrivacyEvent event = m_event;
    event.noiseMultiplier = run.noiseMultiplier;
    event.count = run.count;
    return event;
}

double BudgetReader::epsilonOf(const Releases& releases) const
{
    if (m_guarantee == Guarantee::None)
        return unbounded;
    std::vector<std::pair<double, std::size_t>> key;
    std::vector<PrivacyEvent> events;
    for (const auto& run : releases) {
        key.emplace_back(run.noiseMultiplier, run.count);
        events.push_back(eventOf(run));
    }
    const auto known = m_known.find(key);
    if (known != m_known.end())
        return known->second;
    return m_known[key] = m_accountant->epsilon(events, m_delta).epsilon;
}

} // namespace undertone::privacy
