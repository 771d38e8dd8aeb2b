#pragma once

#include "core/privacy/auditing/AuditBound.h"

namespace undertone::privacy {

/// One run with canaries (Steinke, Nasr and Jagielski 2023). Each canary was in with probability 1/2, by its
/// own coin; the auditor said in or out of some and was silent about the rest.
struct OneRunCounts
{
    std::uint64_t canaries = 0; ///< m
    std::uint64_t guesses = 0;  ///< r, fixed in advance
    std::uint64_t correct = 0;  ///< v
};

/// A bound on the probability that an (epsilon, delta)-DP mechanism lets v guesses or more of r be right
/// (Steinke et al. 2023, main theorem and appendix D), with Q = e^epsilon / (1 + e^epsilon):
///     P[Bin(r,Q) >= v] + 2 m delta max_{1<=i<=v} (1/i) P[v-i <= Bin(r,Q) < v],   at most 1.
/// Takes about sqrt(r) steps. @throws Error InvalidRequest: counts that contradict each other or are above
/// largestAuditCount, an epsilon that is negative or not finite.
double oneRunPValue(const OneRunCounts& counts, double delta, double epsilon);

/// Lower bound on epsilon: sup{epsilon : oneRunPValue < 1 - confidence}, 0 if there is none. An (epsilon,
/// delta)-DP mechanism is given a bound above epsilon with a probability of at most 1 - confidence, by this
/// one run. Assumes: canaries independent of one another, the number of guesses fixed in advance (otherwise
/// correct for it). It speaks of the canary's unit: whole synthetic clients audit the client's epsilon.
/// @throws Error InvalidRequest.
AuditBound oneRunBound(const OneRunCounts& counts, double delta, double confidence);

} // namespace undertone::privacy
