#pragma once

#include "core/privacy/auditing/AuditBound.h"

namespace undertone::privacy {

/// What the attack shows if the mechanism is a Gaussian one (Nasr et al. 2023). ASSUMES that its trade-off
/// curve is that of N(0, 1) against N(mu, 1): true for composed releases to which everyone contributes,
/// approximate under subsampling, and nothing that the counts could confirm. Then the one point that was
/// measured fixes the curve:
///     mu_lo = Phi^-1(TPR_lo) - Phi^-1(FPR_hi),   with rateBounds at `confidence`,
/// and `lower` is the epsilon of the Gaussian mechanism with mu_lo at `delta`. Much tighter than
/// clopperPearsonBound at small counts; unlike it, no proof against any other mechanism. Other assumptions:
/// as there. @throws Error InvalidRequest, also for a delta of 0: no Gaussian mechanism has an epsilon there.
AuditBound gaussianReading(const AttackCounts& counts, double delta, double confidence);

} // namespace undertone::privacy
