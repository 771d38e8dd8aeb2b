#pragma once

#include "core/privacy/auditing/AuditBound.h"

#include <span>

namespace undertone::privacy {

/// Exact one-sided bounds of an attack's rates (Clopper and Pearson 1934), alpha / 2 each: both hold together
/// with confidence 1 - alpha. Complements are computed apart, so none is lost near 1.
///     truePositiveLow   = BetaInv(alpha/2; TP, P-TP+1)      (0 if TP = 0)
///     falsePositiveHigh = BetaInv(1-alpha/2; FP+1, N-FP)    (1 if FP = N)
struct RateBounds
{
    double truePositiveLow = 0;
    double falseNegativeHigh = 1; ///< 1 - truePositiveLow
    double falsePositiveHigh = 1;
    double trueNegativeLow = 0; ///< 1 - falsePositiveHigh
};

/// @throws Error InvalidRequest, as checkAttackCounts and checkAuditStatement.
RateBounds rateBounds(const AttackCounts& counts, double confidence);

/// Lower bound on epsilon from an attack (Jagielski, Ullman and Oprea 2020; Nasr et al. 2021), in both
/// directions of the test (Kairouz, Oh and Viswanath 2015):
///     max{0, ln((TPR_lo - delta) / FPR_hi), ln((TNR_lo - delta) / FNR_hi)}
/// An (epsilon, delta)-DP mechanism is given a bound above epsilon with a probability of at most 1 -
/// confidence. Assumes: trials are independent (independent runs, for a strict claim), and the attack and its
/// threshold were fixed in advance or chosen on other trials. The perfect attack on 1,000 + 1,000 trials
/// shows 5.60 at 95 %: no larger epsilon can be shown with that many.
/// @throws Error InvalidRequest.
AuditBound clopperPearsonBound(const AttackCounts& counts, double delta, double confidence);

/// The best bound over k thresholds fixed in advance and counted on the same trials; each has confidence
/// 1 - alpha / k (Bonferroni), so the best one has 1 - alpha.
/// @throws Error InvalidRequest, also when there is no threshold.
AuditBound clopperPearsonBound(std::span<const AttackCounts> thresholds, double delta, double confidence);

} // namespace undertone::privacy
