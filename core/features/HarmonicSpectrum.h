#pragma once

#include "core/features/FormantFinder.h"

#include <array>
#include <span>
#include <vector>

namespace undertone::features {

/// Levels of the voice's harmonics relative to each other, in dB.
struct HarmonicLevels
{
    double h1h2 = 0; ///< the first harmonic over the second
    double h1a3 = 0; ///< the first harmonic over the strongest one within 10 % of F3, or the nearest to F3
    std::array<double, formantCount> formants{}; ///< the harmonic nearest to each formant over the first
};

/// Reads harmonics from the power spectrum of a long frame. The level of harmonic n is that of the highest
/// peak within a quarter of F0 around n F0, refined by a parabola through the logarithms, which is exact for
/// a Gaussian window.
class HarmonicSpectrum
{
public:
    /// `power`: |X_k|^2, all above 0; bin k lies at k hertzPerBin. `f0` above 0.
    HarmonicSpectrum(std::span<const float> power, double hertzPerBin, double f0);

    /// In dB, of arbitrary reference. n from 1 on; harmonics above the spectrum count as its last bin.
    double level(int n) const;
    /// Formants that were not found (0 Hz) give 0.
    HarmonicLevels levels(const Formants& formants) const;

private:
    int nearest(double hertz) const;

    std::span<const float> m_power;
    double m_hertzPerBin;
    double m_f0;
};

} // namespace undertone::features
