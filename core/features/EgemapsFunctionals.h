#pragma once

#include <span>
#include <vector>

namespace undertone::features {

/// Functionals of contours in which NaN marks frames without a value. An empty contour gives 0 throughout.

/// The values alone.
std::vector<float> knownValues(std::span<const float> contour);

/// Mean of each value and its neighbours, as far as these have values; frames without one stay so.
std::vector<float> smoothedWhereKnown(std::span<const float> contour);

double mean(std::span<const float> values);

/// Of the population.
double standardDeviation(std::span<const float> values);

/// Deviation over the mean, with its sign. The mean's magnitude counts as at least a tenth of the deviation:
/// the variation of descriptors around zero (MFCC, level differences) would be without bounds. -10 to 10.
double coefficientOfVariation(std::span<const float> values);

/// With linear interpolation at fraction (n - 1) of the sorted values.
double percentile(std::span<const float> sorted, double fraction);

/// Slopes of the rising and the falling parts, per second: of the straight lines between the ends of the
/// longest stretches of frames whose values go up (down) without a break. Deviations are the population's.
struct PartSlopes
{
    double meanRising = 0, stddevRising = 0;
    double meanFalling = 0, stddevFalling = 0;
};

PartSlopes partSlopes(std::span<const float> contour, double hopSeconds);

/// Number of peaks: maxima from which the contour falls by a tenth of its range or more, to both sides,
/// before it rises above them.
int countPeaks(std::span<const float> contour);

/// Lengths in frames of the stretches in which `flags` is `wanted`.
std::vector<float> runLengths(const std::vector<bool>& flags, bool wanted);

} // namespace undertone::features
