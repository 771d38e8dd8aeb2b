#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace undertone::features {

inline constexpr std::size_t functionalCount = 19;

/// Suffixes of the columns, in order.
inline constexpr std::array<std::string_view, functionalCount> functionalNames = {
    "max",       "min",         "range",          "maxPos", "minPos",   "mean",     "slope",
    "offset",    "linearError", "quadraticError", "stddev", "skewness", "kurtosis", "quartile1",
    "quartile2", "quartile3",   "iqr12",          "iqr23",  "iqr13"};

/// What 19 numbers say about a contour x_0 ... x_(T-1), T >= 1:
/// - max, min, range; maxPos, minPos: frames from the start to the first such frame
/// - mean; slope and offset of the least-squares line a t + b over frames t (slope 0 for one frame);
///   linearError and quadraticError: mean of |x_t - a t - b| and of its square
/// - stddev of the population; skewness m3 / m2^1.5 and kurtosis m4 / m2^2, both 0 for a constant contour
/// - quartiles, with linear interpolation at p (T - 1); iqr12 = quartile2 - quartile1 and so on
class Functionals
{
public:
    void compute(std::span<const float> contour, std::span<float, functionalCount> result);

private:
    std::vector<float> m_sorted;
};

} // namespace undertone::features
