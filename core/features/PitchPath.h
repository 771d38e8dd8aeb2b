#pragma once

#include "core/features/PitchCandidates.h"

#include <span>
#include <vector>

namespace undertone::features {

/// Chooses one candidate, or none (unvoiced), for every frame so that the sum of strengths minus costs is
/// greatest (Viterbi). `levels`: of each frame, relative to the loudest.
std::vector<PitchFrame> cheapestPath(std::span<const FrameCandidates> frames, std::span<const float> levels,
                                     const PitchOptions& options);

} // namespace undertone::features
