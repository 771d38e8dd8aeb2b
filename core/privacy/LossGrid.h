#pragma once

#include "core/privacy/LossPair.h"

#include <cstdint>
#include <vector>

namespace undertone::privacy {

/// The privacy loss of one release on the grid e_k = origin + k step, tilted by e^(lambda loss) and scaled so
/// that the whole is about 1: mass[i] is P(loss = e_(first+i)) e^(lambda e - logScale). The tilt keeps
/// relative accuracy where it is needed however small delta is.
struct LossGrid
{
    double origin = 0;
    std::int64_t first = 0;
    std::vector<double> mass;
    double logScale = 0;
};

/// How to discretise.
struct GridSettings
{
    double step = 1e-4;
    double lambda = 0;
    double logScale = 0; ///< K(lambda) of the pair
    double lowest = 0;   ///< losses below are rounded up to it; those above `highest` count as infinite
    double highest = 0;
};

/// Both roundings of one pair.
struct DiscretisedLoss
{
    /// Connect the dots (Doroshenko et al. 2022): each interval's mass is split onto its ends so that P's and
    /// Q's masses stay. Dominates the pair.
    LossGrid pessimistic;
    /// Of `pessimistic`: log of the mass above the grid, which counts as an infinite loss.
    double logInfinite = 0;
    /// Dominated by the pair: what lies around a grid point is merged (a post-processing), with just so much
    /// of the half interval below it that the merged loss is not below the point, and then lowered to it.
    LossGrid optimistic;
};

/// O(number of grid points). Error of the cumulants of either rounding: about step^2 / 12.
DiscretisedLoss discretise(const LossPair& pair, const GridSettings& settings);

} // namespace undertone::privacy
