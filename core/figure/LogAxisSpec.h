#pragma once

#include "core/figure/FigureSpec.h"

#include <optional>
#include <vector>

namespace undertone::figure {

/// Numbers to label between two of them above 0: 1, 2 and 5 times powers of ten where there are few decades,
/// else powers of ten.
std::vector<double> logTicks(double low, double high);

/// A figure whose points all have a place to be drawn at, and where infinity stands.
struct PlacedFigure
{
    FigureSpec figure;
    std::optional<double> unbounded; ///< on the x axis, right of all finite points (reversed: below them)
    double low = 0, high = 0;        ///< finite x, when there is an unbounded place
};

/// Moves points at x = infinity on an axis with a name for it (Axis::unbounded) to the place of that name.
PlacedFigure placed(const FigureSpec& figure);

} // namespace undertone::figure
