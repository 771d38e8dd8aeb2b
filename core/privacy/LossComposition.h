#pragma once

#include "core/privacy/LossGrid.h"

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

/// `count` independent losses like `grid`.
struct LossGroup
{
    LossGrid grid;
    std::size_t count = 1;
    double logInfinite = 0; ///< of one
};

/// Losses add. All grids have one step and one tilt. By FFT on a window that Chernoff's bound gives (tilted
/// mass at most 1e-16 on either side); O(n log n) in its length, whatever the counts.
ComposedLoss compose(std::vector<LossGroup> groups, double step, double lambda);

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
