#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// The fundamental frequency of one frame.
struct PitchFrame
{
    float hertz = 0; ///< 0 where the frame is unvoiced
    float voicing =
        0; ///< height of the chosen (unvoiced: highest) peak of the normalised autocorrelation, 0 to 1
};

struct PitchOptions
{
    double lowestHertz = 50;   ///< the frame spans three periods of it
    double highestHertz = 600; ///< at most 1000
    double hopSeconds = 0.010;
    double firstCentre = 0.0125;     ///< seconds: that of a first frame of 25 ms
    double voicingThreshold = 0.45;  ///< of the normalised autocorrelation
    double silenceThreshold = 0.03;  ///< level of a frame relative to the loudest one
    double octaveCost = 0.02;        ///< per octave, in favour of high candidates
    double octaveJumpCost = 0.35;    ///< per octave between neighbouring frames
    double voicingChangeCost = 0.14; ///< between a voiced and an unvoiced neighbour
};

/// F0 and voicing of `frames` frames, frame i centred at firstCentre + i hopSeconds. Candidates are the peaks
/// of the short-time autocorrelation divided by that of its Hann window, below 2 kHz; dynamic programming
/// chooses the cheapest path (P. Boersma, "Accurate short-term analysis of the fundamental frequency and the
/// harmonics-to-noise ratio of a sampled sound", Proc. Institute of Phonetic Sciences Amsterdam 17, 1993).
std::vector<PitchFrame> trackPitch(std::span<const float> samples, int sampleRate, std::size_t frames,
                                   const PitchOptions& options = {});

/// As above, with the frames of the low-level descriptors: as many as frames of 25 ms fit into the signal.
std::vector<PitchFrame> trackPitch(std::span<const float> samples, int sampleRate,
                                   const PitchOptions& options = {});

} // namespace undertone::features
