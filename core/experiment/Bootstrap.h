#pragma once

#include "core/base/SeedTree.h"
#include "core/experiment/ExperimentResult.h"

#include <cstdint>
#include <vector>

namespace undertone::experiment {

/// Of every interval in results, unless it says otherwise.
inline constexpr double confidenceLevel = 0.95;
/// Of all resamples and permutations.
inline constexpr std::uint64_t statisticsSeed = 1;

/// As many as there are, drawn with replacement.
template <typename Value>
std::vector<Value> resampled(const std::vector<Value>& from, base::RandomStream& stream)
{
    std::vector<Value> drawn;
    for (std::size_t i = 0; i < from.size(); ++i)
        drawn.push_back(from[stream.below(from.size())]);
    return drawn;
}

/// The percentile interval of a bootstrap (Efron 1979) at confidenceLevel, by linear interpolation between
/// order statistics. `resamples`: the values of the resamples, one or more.
Interval percentileInterval(double value, std::vector<double> resamples);

} // namespace undertone::experiment
