#pragma once

#include "core/audio/Fft.h"
#include "core/features/PitchTracker.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

struct PitchCandidate
{
    float octave = 0;   ///< log2 of the frequency in Hz
    float strength = 0; ///< height of the peak, 0 to 1
};

/// What one frame offers to the path.
struct FrameCandidates
{
    static constexpr std::size_t most = 8;

    std::array<PitchCandidate, most> peaks{};
    std::size_t count = 0;
    float level = 0;   ///< root mean square
    float highest = 0; ///< strength of the strongest peak, also where it is too weak for a candidate
};

/// Finds the peaks of the normalised autocorrelation of one frame after another.
class CandidateFinder
{
public:
    CandidateFinder(int sampleRate, const PitchOptions& options);

    /// `centre`: index of the sample in the frame's middle.
    void find(std::span<const float> samples, std::ptrdiff_t centre, FrameCandidates& result);

private:
    void correlate();
    float interpolated(double lag) const;
    PitchCandidate refined(std::size_t lag) const;
    static void keep(FrameCandidates& result, const PitchCandidate& candidate, double octaveCost);

    double m_rate;
    double m_octaveCost;
    std::size_t m_shortestLag;
    std::size_t m_longestLag;
    std::vector<float> m_window;
    std::vector<float> m_frame;
    std::vector<float> m_scale;       ///< 1 / autocorrelation of the window
    std::vector<float> m_correlation; ///< lags -margin ... longest + margin, offset by the margin
    audio::RealFft m_fft;
    std::vector<float> m_bandLimit;
};

} // namespace undertone::features
