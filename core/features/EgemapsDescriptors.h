#pragma once

#include "core/audio/AudioFile.h"
#include "core/features/Contours.h"

#include <cstddef>
#include <vector>

namespace undertone::features {

/// The 25 low-level descriptors of the extended Geneva minimalistic acoustic parameter set (F. Eyben et al.,
/// "The Geneva minimalistic acoustic parameter set (GeMAPS) for voice research and affective computing", IEEE
/// Transactions on Affective Computing 7, 2016).
enum class EgemapsDescriptor : std::size_t {
    F0,       ///< semitones above 27.5 Hz
    Loudness, ///< this and the rest by SpectralBalance.h, on 20 ms under a Hamming window
    SpectralFlux,
    Mfcc1,
    Mfcc2,
    Mfcc3,
    Mfcc4,
    Jitter,      ///< this and Shimmer by PitchPeriods.h, on 60 ms
    Shimmer,     ///< dB
    Hnr,         ///< dB, Harmonicity.h, on 60 ms
    H1H2,        ///< dB, this and the next by HarmonicSpectrum.h, on 60 ms under a Gaussian window
    H1A3,        ///< dB
    F1Frequency, ///< Hz, FormantFinder.h
    F1Bandwidth, ///< Hz
    F1Amplitude, ///< dB over the first harmonic
    F2Frequency,
    F2Bandwidth,
    F2Amplitude,
    F3Frequency,
    F3Bandwidth,
    F3Amplitude,
    AlphaRatio,      ///< dB
    HammarbergIndex, ///< dB
    Slope500,        ///< dB per kHz
    Slope1500,       ///< dB per kHz
};

inline constexpr std::size_t egemapsDescriptorCount = 25;

struct EgemapsContours
{
    static constexpr double hopSeconds = 0.010;

    /// A contour for each descriptor, not smoothed; NaN where it has no value: those of the voice in unvoiced
    /// frames, jitter and shimmer where no two periods follow each other, formants that were not found.
    Contours contours;
    std::vector<bool> voiced; ///< of each frame
    double meanPower = 0;     ///< mean square of the clip

    std::span<const float> operator[](EgemapsDescriptor descriptor) const
    {
        return contours[static_cast<std::size_t>(descriptor)];
    }
};

/// The clip's mean is removed first. Frames every 10 ms, at least one.
EgemapsContours egemapsDescriptors(const audio::Signal& signal);

} // namespace undertone::features
