#pragma once

#include <algorithm>

namespace undertone::features {

/// The vertex of the parabola through three neighbouring samples.
struct PeakVertex
{
    double offset = 0; ///< from the middle sample, in samples
    double height = 0;
};

/// The vertex lies within half a sample when the middle one is a maximum; otherwise it is looked for no
/// farther than `farthest`. Without a peak it is the middle sample.
inline PeakVertex peakVertex(double left, double middle, double right, double farthest = 0.5)
{
    const double curvature = left - 2 * middle + right;
    if (!(curvature < 0))
        return {0, middle};
    const double offset = std::clamp(0.5 * (left - right) / curvature, -farthest, farthest);
    return {offset, middle - 0.25 * (left - right) * offset};
}

} // namespace undertone::features
