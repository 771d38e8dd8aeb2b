#pragma once

#include "core/privacy/LossGrid.h"

#include <cstddef>
#include <span>

namespace undertone::privacy {

/// `count` independent losses like `grid`.
struct LossGroup
{
    LossGrid grid;
    std::size_t count = 1;
    double logInfinite = 0; ///< log of the mass of one that counts as an infinite loss
};

/// Where the sum of all groups' losses lies, but for `windowTail` of its tilted mass on either side.
struct LossWindow
{
    double lower = 0;
    double upper = 0;
};

inline constexpr double windowTail = 1e-16;

/// By Chernoff's bound; the grids' tilted masses are 1. O(number of grid points).
LossWindow chernoffWindow(std::span<const LossGroup> groups, double step);

} // namespace undertone::privacy
