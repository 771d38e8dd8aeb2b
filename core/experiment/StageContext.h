#pragma once

#include "core/base/Progress.h"
#include "core/experiment/ResultSink.h"
#include "core/experiment/StageCache.h"
#include "core/experiment/StageGraph.h"

#include <string>

namespace undertone::experiment {

/// What every stage of a running study works with.
struct StageContext
{
    StageCache& cache;
    ResultSink& sink;
    base::Progress& progress;
    StageGraph& graph;
    std::string device;           ///< cpu | cuda
    std::string machine;          ///< machineIdentity(device): part of every key
    double checkpointSeconds = 1; ///< between two checkpoints, at least
};

} // namespace undertone::experiment
