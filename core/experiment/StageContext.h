#pragma once

#include "core/base/Progress.h"
#include "core/experiment/ResultSink.h"
#include "core/experiment/StageCache.h"
#include "core/experiment/StageGraph.h"

#include <string>
#include <utility>
#include <vector>

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

    /// Adds a stage that is expected to take so long; what another trial has added already is there once.
    StageGraph::StageId addStage(const std::string& key, const std::vector<StageGraph::StageId>& needs,
                                 double seconds, StageGraph::Work work) const
    {
        const auto before = graph.size();
        const auto stage = graph.add(key, needs, std::move(work));
        if (graph.size() > before)
            progress.addTotal(seconds);
        return stage;
    }
};

} // namespace undertone::experiment
