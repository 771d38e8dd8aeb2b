#pragma once

#include "core/privacy/auditing/AuditBound.h"

namespace undertone::privacy {

/// Posterior probability that an attack's true error rates are possible for an (epsilon, delta)-DP mechanism
/// (Zanella-Beguelin et al. 2023). Independent Jeffreys priors: FNR ~ Beta(1/2+FN, 1/2+TP),
/// FPR ~ Beta(1/2+FP, 1/2+TN). Possible are, for x = FNR, the FPR between
///     lo(x) = max(0, 1-delta-e^eps x, e^-eps (1-delta-x)) and hi(x) = 1 - lo(1-x).
/// Adaptive Gauss-Kronrod quadrature; absolute error below 1e-10.
/// @throws Error InvalidRequest, also for an epsilon that is negative or not finite.
double epsilonPosterior(const AttackCounts& counts, double delta, double epsilon);

/// Equal-tailed credible interval of the epsilon that this attack shows: given these trials, it lies between
/// `lower` and `upper` with probability `confidence`. A credible, not a confidence,
/// statement; narrower than Clopper-Pearson at small counts. Assumes: as clopperPearsonBound, and the priors.
/// `upper` bounds what this attack shows, not what the mechanism leaks.
/// @throws Error InvalidRequest, also for a confidence above 1 - 1e-6, which the quadrature does not resolve.
AuditBound bayesianBound(const AttackCounts& counts, double delta, double confidence);

} // namespace undertone::privacy
