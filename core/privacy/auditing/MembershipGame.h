#pragma once

#include "core/base/SeedTree.h"
#include "core/privacy/auditing/OneRunBound.h"

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::privacy {

// The membership game with canaries: each is in or out by a fair coin, an auditor scores it (higher speaks
// for in) and says which. Scores stand in the order of the coins.

/// m fair coins from the seed's stream "coins": true is in.
std::vector<bool> tossCoins(const base::SeedTree& seed, std::size_t canaries);

/// Guesses about the `guesses` canaries whose scores stand furthest apart: half of them, the highest, are
/// called in, the other half (one more of an odd number), the lowest, out; about the rest the auditor is
/// silent. Of equal scores the earlier canary is the higher. @throws Error InvalidRequest: more guesses than
/// canaries.
OneRunCounts guessMostConfident(std::span<const double> scores, const std::vector<bool>& isIn,
                                std::size_t guesses);

/// Decisions about every canary at the threshold 0, which is fixed in advance: for scores that are
/// log-likelihood ratios, the more likely answer.
AttackCounts decideBySign(std::span<const double> scores, const std::vector<bool>& isIn);

/// The score of one observation o that is x or 0 but for Gaussian noise of deviation `noise` on each
/// coordinate: the log-likelihood ratio (<o, x> - ||x||^2 / 2) / noise^2. Without noise (0) that of the noise
/// whose deviation is ||x||, which orders scores alike. 0 when ||x|| is 0.
double membershipScore(double product, double squaredNorm, double noise);

/// The log-likelihood ratio of a unit that took part in secret with probability `rate`, from that of its
/// taking part: log(1 - rate + rate exp(ratio)).
double secretRatio(double ratio, double rate);

} // namespace undertone::privacy
