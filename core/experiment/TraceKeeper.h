#pragma once

#include "core/base/Progress.h"
#include "core/experiment/UpdateKeeper.h"

namespace undertone::experiment {

/// Updates of a segment: some megabytes of a usual model.
inline constexpr std::size_t updatesOfASegment = 128;

/// Keeps reduced updates in segments of equal numbers, the last of which may be shorter: the entries KEY.0,
/// KEY.1,
/// ... of the cache. What does not fill a segment yet goes into the checkpoint, so that neither the memory
/// that keeping takes nor the cost of a checkpoint grows with the rounds, and a resumed run stores the same
/// segments.
std::unique_ptr<UpdateKeeper> keepTrace(StageCache& cache, const std::string& key, attack::ProbeSet probes,
                                        std::size_t segmentSize = updatesOfASegment);

/// What such a keeper's finish() stands for, read segment by segment; nullopt when one is missing.
/// @throws Cancelled.
std::optional<attack::UpdateTrace> keptTrace(StageCache& cache, const std::string& key,
                                             const std::string& standing, const base::Progress& progress);

} // namespace undertone::experiment
