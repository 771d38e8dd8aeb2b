#pragma once

#include <cstddef>
#include <vector>

namespace undertone::features {

/// A clip as a picture: what the program's own analysis makes of it. Hamming windows of 25 ms every 10 ms,
/// 512 points; F0 by trackPitch(). A clip shorter than a frame has one.
struct ClipReport
{
    double seconds = 0;
    std::vector<float> lowest;  ///< of the samples in equal stretches of time
    std::vector<float> highest; ///< the same
    std::size_t frames = 0;     ///< of the spectrogram and of F0, every hopSeconds
    std::size_t bins = 0;       ///< from 0 to highestHertz
    double hopSeconds = 0;
    double firstCentre = 0; ///< seconds
    double highestHertz = 0;
    std::vector<float> decibels; ///< frames x bins: power below the loudest value, at least -80
    std::vector<float> f0;       ///< Hz of each frame, 0 where it is unvoiced
};

} // namespace undertone::features
