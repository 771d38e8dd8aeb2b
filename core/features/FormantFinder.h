#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

inline constexpr std::size_t formantCount = 3;

struct FormantEstimate
{
    double hertz = 0;     ///< 0 where none was found
    double bandwidth = 0; ///< Hz
};

using Formants = std::array<FormantEstimate, formantCount>;

/// The resonances of the vocal tract from a power spectrum. Linear prediction of order 12 on the band from 0
/// to 5.5 kHz alone (selective linear prediction, J. Makhoul, "Spectral linear prediction", IEEE Trans. ASSP
/// 23, 1975) after pre-emphasis of 6 dB an octave from 50 Hz; a zero r exp(i w) of the predictor is a
/// resonance at
///
///     w rate / 2 pi Hz with a bandwidth of -ln(r) rate / pi Hz,  rate = 11 kHz.
///
/// Of the resonances between 150 and 5400 Hz that are narrower than 1 kHz, the three (in order) with the
/// least sum of |F_i - (2 i - 1) 525 Hz| / 1 kHz + B_i / 500 Hz are the formants.
class FormantFinder
{
public:
    /// `fftSize` x 11000 / (2 sampleRate) bins are used.
    FormantFinder(std::size_t fftSize, double sampleRate);

    /// `power`: |X_k|^2 of a windowed frame, at least up to 5.5 kHz.
    Formants find(std::span<const float> power) const;

private:
    static constexpr std::size_t order = 12;

    std::array<double, order + 1> autocorrelation(std::span<const float> power) const;

    std::vector<double> m_emphasis; ///< weight of each bin
    std::vector<double> m_cosine;   ///< order + 1 values for each bin: cos(pi lag k / last bin)
};

} // namespace undertone::features
