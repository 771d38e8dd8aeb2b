#pragma once

#include "core/features/MelFilterbank.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// What the short-time spectrum of one frame says.
struct SpectralShape
{
    double loudness = 0;
    double alphaRatio = 0;      ///< dB
    double hammarbergIndex = 0; ///< dB
    double slope500 = 0;        ///< dB per kHz
    double slope1500 = 0;       ///< dB per kHz
    double flux = 0;
    std::array<double, 4> mfcc{};
};

/// Measures one power spectrum after another of one signal:
/// - loudness: sum over 26 mel bands (20 to 8000 Hz) of (E(f_b) energy_b)^0.33, E the equal-loudness curve of
///   H. Hermansky, "Perceptual linear predictive analysis of speech", JASA 87, 1990
/// - alpha ratio: energy from 50 to 1000 Hz over that from 1 to 5 kHz
/// - Hammarberg index: highest bin below 2 kHz over the highest from 2 to 5 kHz
/// - spectral slopes: of the straight line through the levels (dB) of the bins in (0, 500] and [500, 1500] Hz
/// - spectral flux: sum up to 5 kHz of (A_k / |A| - B_k / |B|)^2, A and B the magnitude spectra of this frame
///   and the one before (of the first frame: 0); 0 to 2
/// - MFCC 1 to 4: of the logarithms (natural) of the 26 bands' energies
class SpectralBalance
{
public:
    SpectralBalance(std::size_t fftSize, double sampleRate);

    /// `power`: at least fftSize / 2 + 1 values, all above 0.
    SpectralShape measure(std::span<const float> power);

private:
    struct Range
    {
        std::size_t first, end;
    };

    Range bins(double lowestHertz, double highestHertz) const;
    double slope(std::span<const float> power, Range range) const;
    double flux(std::span<const float> power);

    double m_hertzPerBin;
    MelFilterbank m_mel;
    CosineTransform m_cosine;
    std::vector<double> m_equalLoudness; ///< of each mel band
    std::vector<float> m_energies;
    std::vector<float> m_magnitudes;
    std::vector<float> m_lastMagnitudes; ///< of unit length; empty before the first frame
};

} // namespace undertone::features
