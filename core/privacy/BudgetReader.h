#pragma once

#include "core/privacy/BudgetPlan.h"
#include "core/privacy/ReleaseLog.h"

#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace undertone::privacy {

inline constexpr std::size_t allReleases = std::numeric_limits<std::size_t>::max();

/// What the releases of a federation are worth to the observer of a threat model. To one who knows who took
/// part, each release of a client counts by itself; to one who does not, every round counts, amplified by the
/// secret cohorts (dp-fedavg-central). Noise that each client adds itself is never taken as amplified.
/// Epsilons are upper bounds by the specification's accountant at delta(); what they are worth says
/// guarantee(). Remembers what it has computed: for one thread.
class BudgetReader
{
public:
    /// For a mechanism that takes a budget (addsNoise()), finite or not.
    BudgetReader(PrivacySpec spec, ThreatModel threat, FederationFacts facts);

    Guarantee guarantee() const { return m_guarantee; }
    /// Of the accounted epsilons: the specification's; for udp at most 1e-5, since its own belongs to a
    /// formula that is often given 0.5.
    double delta() const { return m_delta; }

    /// Of an observer of the `most` releases of one client that tell most.
    double ofClient(const ReleaseLog& log, std::size_t client, std::size_t most = allReleases) const;
    /// Of the worst client.
    double worst(const ReleaseLog& log, std::size_t most = allReleases) const;
    /// Of the worst speaker (where the unit is a client), whose clients are those with the same name: all
    /// that they took part in counts as one person's (dp-fedavg-central: the sensitivity of a round is up to
    /// as many C as the speaker has clients, and nothing is taken as amplified).
    double worstSpeaker(const ReleaseLog& log, const std::vector<std::string>& speakers) const;

    /// Of the budget as it is named (PrivacySpec): udp's formula for so many of the planned rounds; one
    /// update of dp-fedavg-local; the models of the rounds of dp-fedavg-central under secret cohorts, or what
    /// the specification says of all rounds.
    double nominal(const ReleaseLog& log, std::size_t rounds) const;

    /// True when after another release of every client (`multipliers[k]` that of client k, 0 = sends nothing)
    /// nobody is over stop_at_epsilon; always without one.
    bool mayRelease(const ReleaseLog& log, const std::vector<double>& multipliers) const;

    /// An event of the ledger with nothing but its multiplier and count left open.
    PrivacyEvent eventOf(const ReleaseRun& run) const;

private:
    bool isAmplified() const { return m_event.sampling != Sampling::None; }
    double udpNominal(const ReleaseLog& log, std::size_t rounds) const;
    double epsilonOf(const Releases& releases) const;
    double ofSpeaker(const ReleaseLog& log, std::size_t clients, Releases releases) const;

    PrivacySpec m_spec;
    FederationFacts m_facts;
    Guarantee m_guarantee;
    double m_delta;
    PrivacyEvent m_event;
    std::shared_ptr<const Accountant> m_accountant;
    mutable std::map<std::vector<std::pair<double, std::size_t>>, double> m_known;
};

} // namespace undertone::privacy
