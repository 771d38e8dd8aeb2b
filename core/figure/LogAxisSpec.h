#pragma once

#include "core/figure/FigureSpec.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

/// Numbers to label between two of them above 0: 1, 2 and 5 times powers of ten where there are few decades,
/// else powers of ten.
std::vector<double> logTicks(double low, double high);

/// Where on a log axis something stands that has no place among its numbers.
struct NamedPlace
{
    double place = 0;
    std::string name;
    double low = 0, high = 0; ///< the numbers that have places of their own
};

/// A figure whose points all have a place to be drawn at.
struct PlacedFigure
{
    FigureSpec figure;
    std::optional<NamedPlace> unbounded; ///< infinity: right of all finite x (reversed: below them)
    std::optional<NamedPlace> zero;      ///< below all y above 0
};

/// Moves points at x = infinity on an axis with a name for it (Axis::unbounded) to the place of that name,
/// and points and intervals at y = 0 on a log left axis below the others.
PlacedFigure placed(const FigureSpec& figure);

} // namespace undertone::figure
