#pragma once

#include "core/experiment/ExperimentSpec.h"

#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// A swept path and the JSON text of the value it takes at one point.
using SweepPoint = std::vector<std::pair<std::string, std::string>>;

/// One point of the grid x fold x seed.
struct TrialSpec
{
    std::string id;   ///< SHA-256 of its own specification
    SweepPoint point; ///< empty without a sweep
    std::size_t pointIndex = 0;
    std::size_t fold = 0;
    std::uint64_t seed = 0;
    ExperimentSpec spec; ///< with the point's values set and no sweep
};

/// Every trial, in the order: points (last axis fastest), folds, seeds.
std::vector<TrialSpec> expandTrials(const ExperimentSpec& spec);

} // namespace undertone::experiment
