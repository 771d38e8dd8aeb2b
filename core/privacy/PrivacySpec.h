#pragma once

#include "core/privacy/PrivacyEvent.h"

#include <cstddef>
#include <optional>

namespace undertone::privacy {

enum class MechanismKind { None, Udp, DpFedAvgLocal, DpFedAvgCentral, SecureAggregation };
enum class AccountantKind { Pld, Rdp, Gaussian };

/// Who attacks. An eavesdropper hears what clients send, the server gets it and adds what noise it adds, a
/// recipient has the global models of all rounds.
enum class Observer { Eavesdropper, Server, Recipient };
enum class Sees { Update, Sum };

constexpr const char* mechanismName(MechanismKind mechanism)
{
    switch (mechanism) {
    case MechanismKind::None:
        return "none";
    case MechanismKind::Udp:
        return "udp";
    case MechanismKind::DpFedAvgLocal:
        return "dp-fedavg-local";
    case MechanismKind::DpFedAvgCentral:
        return "dp-fedavg-central";
    case MechanismKind::SecureAggregation:
        return "secure-aggregation";
    }
    return "";
}

/// What one contribution of which a mechanism clips and noises.
constexpr const char* unitOf(MechanismKind mechanism)
{
    return mechanism == MechanismKind::Udp ? "utterance" : "client";
}

constexpr const char* observerName(Observer observer)
{
    switch (observer) {
    case Observer::Eavesdropper:
        return "eavesdropper";
    case Observer::Server:
        return "server";
    case Observer::Recipient:
        return "recipient";
    }
    return "";
}

struct ThreatModel
{
    Observer observer = Observer::Eavesdropper;
    Sees sees = Sees::Update;
    bool knowsCohorts = true; ///< who took part in each round
    bool operator==(const ThreatModel&) const = default;
};

/// The clip follows the `quantile` of the updates' norms (Andrew et al. 2021): C <- C exp(-rate (b -
/// quantile)), b = the share of updates within C, their sum noised with deviation `sigmaB`.
struct AdaptiveClip
{
    double quantile = 0.5;
    double sigmaB = 1;
    double rate = 0.2;
    bool operator==(const AdaptiveClip&) const = default;
};

/// The defence as a specification gives it. Of epsilon, noise multiplier and sigma exactly one is there where
/// noise is added. What the budget speaks of: `udp` its nominal epsilon of all rounds (Wei et al. 2020),
/// `dp-fedavg-local` one released update, `dp-fedavg-central` the models of all rounds under secret
/// participation.
struct PrivacySpec
{
    MechanismKind mechanism = MechanismKind::None;
    std::optional<double> epsilon; ///< infinite: no noise and no clipping
    /// Deviation of the noise / C; for `udp` / (2 C / n_k), the sensitivity that it assumes.
    std::optional<double> noiseMultiplier;
    std::optional<double> sigma; ///< deviation of the noise on each parameter (central: of the sum)
    double delta = 1e-5;
    double clip = 0.25;
    Relation relation = Relation::Replace;
    Sampling sampling = Sampling::FixedSize;
    std::optional<AdaptiveClip> adaptiveClip;
    std::optional<double> stopAtEpsilon;
    std::optional<double> nominalQ;           ///< `udp`: q of its formula, otherwise the client fraction
    std::optional<std::size_t> nominalRounds; ///< `udp`: T of its formula, otherwise the rounds
    AccountantKind accountant = AccountantKind::Pld;
    bool operator==(const PrivacySpec&) const = default;
};

/// What a specification that names the mechanism alone means: `udp` as published (Feng et al. 2022),
/// `dp-fedavg-central` with Poisson cohorts and an absent client's zero as neighbour.
PrivacySpec defaultPrivacy(MechanismKind mechanism);

/// Of an observer who is named alone: sums are what a recipient of models has, and what secure aggregation
/// shows.
Sees defaultSees(Observer observer, MechanismKind mechanism);

/// True for the mechanisms that take a budget.
bool addsNoise(MechanismKind mechanism);

/// True for the mechanisms that clip what a client sends as a whole: dp-fedavg-*.
bool clipsUpdates(MechanismKind mechanism);

/// Where a federation's updates are recorded. A server that adds noise itself has seen what it adds to.
enum class ObservationPoint {
    ClientUpdate, ///< what each client sends
    ReceivedSum,  ///< their sum, before the server's noise
    ReleasedSum,  ///< their sum as the next global model shows it
};
ObservationPoint observationPoint(const ThreatModel& threat);

/// What an accounted epsilon is worth.
enum class Guarantee {
    Holds,
    FavourableReading, ///< it would hold if the formula's assumptions did
    None,              ///< no noise stands between the observer and the clients
};

/// For a mechanism with a finite budget and this observer.
Guarantee guaranteeOf(MechanismKind mechanism, const ThreatModel& threat);

/// The mechanism that runs: none when the budget is infinite.
MechanismKind effectiveMechanism(const PrivacySpec& spec);

} // namespace undertone::privacy
