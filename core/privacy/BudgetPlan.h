#pragma once

#include "core/privacy/Accountant.h"
#include "core/privacy/Mechanism.h"
#include "core/privacy/PrivacySpec.h"

#include <cstddef>
#include <memory>

namespace undertone::privacy {

/// The accountant of a specification for events of this sampling: without one, "pld" is the exact Gaussian.
std::unique_ptr<Accountant> accountantFor(AccountantKind kind, Sampling sampling);

/// What a defence takes from the federation that it defends.
struct FederationFacts
{
    double clientFraction = 0.1; ///< q
    std::size_t rounds = 200;    ///< T
    double sampleRate = 0.1;     ///< clients of a round over all clients, where that is not q
};

/// The numbers that a specification's budget comes to (PrivacySpec says what it speaks of):
///   udp: z = sqrt(2 q T ln(1/delta)) / epsilon (WeiNoise.h), nominal;
///   dp-fedavg-local: the smallest noise at which one released update is (epsilon, delta)-private;
///   dp-fedavg-central: the same of the models of all rounds, whose cohorts are secret.
/// With an adaptive clip the calibrated budget includes its privatised counts.
/// @throws Error InvalidRequest for a budget that no noise reaches.
MechanismPlan planMechanism(const PrivacySpec& spec, const FederationFacts& facts);

/// The formula of Wei et al. read backwards: udp's epsilon after so many of the planned rounds.
double nominalEpsilon(const PrivacySpec& spec, const FederationFacts& facts, double noiseMultiplier,
                      std::size_t rounds);

} // namespace undertone::privacy
