#include "core/experiment/Bootstrap.h"

#include <algorithm>

namespace undertone::experiment {

namespace {

double quantile(const std::vector<double>& sorted, double share)
{
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

Interval percentileInterval(double value, std::vector<double> resamples)
{
    std::sort(resamples.begin(), resamples.end());
    return {value, quantile(resamples, (1 - confidenceLevel) / 2),
            quantile(resamples, (1 + confidenceLevel) / 2)};
}

} // namespace undertone::experiment
