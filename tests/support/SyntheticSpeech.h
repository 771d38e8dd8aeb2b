#pragma once

#include "core/audio/AudioFile.h"

#include <cstdint>
#include <vector>

namespace undertone::tests {

struct Formant
{
    double hertz = 500;
    double bandwidth = 80;
};

/// A vowel whose pitch, formants, jitter and shimmer are known.
struct VowelOptions
{
    double f0 = 120;  ///< Hz, at the start
    double f0End = 0; ///< Hz, at the end (linear glide); 0 = as at the start
    double seconds = 1;
    double jitter = 0;  ///< each period's length is multiplied by 1 +- this, in turn
    double shimmer = 0; ///< each pulse's height is multiplied by 1 +- this, in turn
    std::vector<Formant> formants = {{730, 90}, {1090, 110}, {2440, 170}, {3400, 250}}; ///< [a]
    double peak = 0.5; ///< largest absolute sample
};

struct Vowel
{
    audio::Signal signal;            ///< 16 kHz
    std::vector<double> pulseStarts; ///< seconds
};

/// Glottal pulses after Rosenberg (1971), a cascade of second-order resonators after Klatt (1980), and the
/// first difference for the lips' radiation; made at 128 kHz and resampled.
Vowel makeVowel(const VowelOptions& options);

/// sum_i sin(2 pi f_i t), each of amplitude `amplitude`, at 16 kHz.
audio::Signal makeTones(const std::vector<double>& hertz, double seconds, double amplitude = 0.25);

/// White Gaussian noise at 16 kHz.
audio::Signal makeNoise(double seconds, double deviation, std::uint64_t seed = 1);

/// The signal with white Gaussian noise so that the ratio of their powers over the whole is `decibels`.
audio::Signal withNoise(const audio::Signal& signal, double decibels, std::uint64_t seed = 1);

/// The five cardinal vowels of an adult man's voice, i e a o u (Peterson and Barney 1952, rounded).
std::vector<std::vector<Formant>> cardinalVowels();

} // namespace undertone::tests
