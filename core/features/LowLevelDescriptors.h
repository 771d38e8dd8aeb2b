#pragma once

#include "core/audio/AudioFile.h"
#include "core/features/Contours.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace undertone::features {

inline constexpr std::size_t descriptorCount = 26;

inline constexpr std::array<std::string_view, descriptorCount> descriptorNames = {
    "intensity", "loudness", "mfcc1",  "mfcc2",  "mfcc3",  "mfcc4", "mfcc5",   "mfcc6", "mfcc7",
    "mfcc8",     "mfcc9",    "mfcc10", "mfcc11", "mfcc12", "f0",    "voicing", "f0env", "lsf1",
    "lsf2",      "lsf3",     "lsf4",   "lsf5",   "lsf6",   "lsf7",  "lsf8",    "zcr"};

/// The descriptors of descriptorNames, one contour each, over frames of 25 ms every 10 ms (a shorter clip is
/// one frame, filled with zeros). The clip's mean is removed first.
/// - intensity: sum w_n x_n^2 / sum w_n under a Hamming window w
/// - loudness: (intensity / 1e-6)^0.3, Stevens' law of loudness
/// - mfcc1 ... mfcc12: of 40 mel bands from 20 to 6500 Hz (corpora differ in what is left above) of the power
///   spectrum after pre-emphasis (0.97) and a Hamming window (Davis and Mermelstein 1980); band energies
///   below that of 16-bit rounding count as that
/// - f0 in Hz (0: unvoiced) and voicing (0 to 1): trackPitch(); f0env: f0 carried through the unvoiced frames
/// - lsf1 ... lsf8: line spectral frequencies in radians of linear prediction of order 8, on that spectrum
/// - zcr: changes of sign within the frame, per sample
Contours lowLevelDescriptors(const audio::Signal& signal);

} // namespace undertone::features
