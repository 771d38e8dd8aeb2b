#pragma once

#include "core/privacy/ComposedLoss.h"
#include "core/privacy/LossWindow.h"

#include <vector>

namespace undertone::privacy {

/// Losses add. All grids have one step and one tilt. By FFT on a window that Chernoff's bound gives; O(n log
/// n) in its length, whatever the counts. Where that is more than `mostPoints` (the step is coarse beside the
/// losses and their number is enormous) all mass counts as infinite.
ComposedLoss compose(std::vector<LossGroup> groups, double step, double lambda, std::size_t mostPoints);

} // namespace undertone::privacy
