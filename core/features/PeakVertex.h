#pragma once

#include <algorithm>

namespace undertone::features {

/// The vertex of the parabola through three neighbouring samples, the middle one a maximum.
struct PeakVertex
{
    double offset = 0; ///< from the middle sample, within half a sample
    double height = 0;
};

inline PeakVertex peakVertex(double left, double middle, double right)
{
    const double curvature = left - 2 * middle + right;
    if (!(curvature < 0))
        return {0, middle};
    const double offset = std::clamp(0.5 * (left - right) / curvature, -0.5, 0.5);
    return {offset, middle - 0.25 * (left - right) * offset};
}

} // namespace undertone::features
