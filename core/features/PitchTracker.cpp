#include "core/features/PitchTracker.h"

#include "core/audio/Framing.h"
#include "core/audio/Resample.h"
#include "core/features/PitchCandidates.h"
#include "core/features/PitchPath.h"

#include <algorithm>
#include <cmath>

namespace undertone::features {

namespace {

/// High enough for the harmonics that carry the pitch, low enough to keep most of the noise out.
constexpr int pitchRate = 4000;

std::vector<float> frameLevels(const std::vector<FrameCandidates>& frames)
{
    float loudest = 0;
    for (const FrameCandidates& frame : frames)
        loudest = std::max(loudest, frame.level);
    std::vector<float> levels(frames.size(), 0.0F);
    if (loudest > 0)
        std::ranges::transform(frames, levels.begin(),
                               [&](const auto& frame) { return frame.level / loudest; });
    return levels;
}

} // namespace

std::vector<PitchFrame> trackPitch(std::span<const float> samples, int sampleRate, std::size_t frames,
                                   const PitchOptions& options)
{
    const std::vector<float> low = audio::resample(samples, sampleRate, pitchRate);
    CandidateFinder finder(pitchRate, options);
    std::vector<FrameCandidates> candidates(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const double centre = options.firstCentre + static_cast<double>(i) * options.hopSeconds;
        finder.find(low, std::lround(centre * pitchRate), candidates[i]);
    }
    return cheapestPath(candidates, frameLevels(candidates), options);
}

std::vector<PitchFrame> trackPitch(std::span<const float> samples, int sampleRate,
                                   const PitchOptions& options)
{
    const auto length = static_cast<std::size_t>(std::lround(2 * options.firstCentre * sampleRate));
    const auto hop = static_cast<std::size_t>(std::lround(options.hopSeconds * sampleRate));
    return trackPitch(samples, sampleRate, audio::frameCount(samples.size(), {length, hop, 0}), options);
}

} // namespace undertone::features
