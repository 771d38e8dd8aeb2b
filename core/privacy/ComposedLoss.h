#pragma once

#include <cstdint>
#include <vector>

namespace undertone::privacy {

/// The privacy loss of a composition on a grid, tilted: mass[i] e^(logScale - lambda e_(first+i)) is the
/// probability of the loss e_(first+i).
struct ComposedLoss
{
    double step = 0;
    double lambda = 0;
    double origin = 0;
    std::int64_t first = 0;
    std::vector<double> mass;
    double logScale = 0;
    /// Log of the mass that counts as an infinite loss (pessimistic): what lies above the grids of the single
    /// releases, and what the window of the composition leaves out.
    double logInfinite = 0;
    /// Tilted mass that the rounding errors of the transform may amount to: what lies above a point is known
    /// up to this.
    double noise = 0;
};

/// Whether the noise counts for or against.
enum class Bound { Upper, Lower };

/// delta(epsilon) of a composed loss, exactly on the grid: E[(1 - e^(epsilon - L))_+]. Natural logarithm. A
/// lower bound leaves the infinite losses out.
double logDeltaOf(const ComposedLoss& loss, double epsilon, Bound bound);

/// Where a search for epsilon ended.
struct EpsilonReading
{
    double epsilon = 0;   ///< may be negative, +-inf
    bool isInside = true; ///< false: below the window of a tilted composition, not valid; tilt less
};

/// Smallest epsilon with delta(epsilon) <= delta.
EpsilonReading epsilonOf(const ComposedLoss& loss, double logDelta, Bound bound);

} // namespace undertone::privacy
