#pragma once

#include "core/experiment/ExperimentSpec.h"

#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// A swept path and the JSON text of the value it takes at one point.
using SweepPoint = std::vector<std::pair<std::string, std::string>>;

/// "model.dropout = 0.2, evaluation.folds = 1".
std::string pointText(const SweepPoint& point);

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

/// Every trial, in the order: points (last axis fastest), folds, seeds. The id is that of the trial's own
/// canonical document without its name and description, with its fold and seed: the same trial has the same
/// id in every study.
std::vector<TrialSpec> expandTrials(const ExperimentSpec& spec);

/// The points of the grid, last axis fastest; one empty point without a sweep.
/// @throws Error InvalidSpecification when paths overlap, cannot be swept, or give too many points.
std::vector<SweepPoint> sweepPoints(const ExperimentSpec& spec, const std::string& source);

/// The specification with the point's values set and no sweep, validated. A learning rate that is the
/// published one of the algorithm follows the algorithm when that is swept; so do the defaults of the defence
/// its mechanism, and those of the threat its observer.
/// @throws Error InvalidSpecification that names the point.
ExperimentSpec specAtPoint(const ExperimentSpec& spec, const SweepPoint& point, const std::string& source);

} // namespace undertone::experiment
