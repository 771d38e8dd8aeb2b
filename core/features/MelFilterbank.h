#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace undertone::features {

/// mel = 2595 log10(1 + f / 700), f in Hz.
double melOfHertz(double hertz);
double hertzOfMel(double mel);

/// Triangular bands of equal width on the mel scale, each rising from its left neighbour's centre to 1 at its
/// own and falling to its right neighbour's (Davis and Mermelstein 1980).
class MelFilterbank
{
public:
    struct Band
    {
        double lowest, centre, highest; ///< Hz
        std::size_t firstBin = 0;
        std::vector<float> weights; ///< from firstBin on
    };

    /// The first band begins at `lowestHertz`, the last ends at `highestHertz`. Bin k lies at k rate /
    /// fftSize.
    MelFilterbank(std::size_t bands, double lowestHertz, double highestHertz, std::size_t fftSize,
                  double sampleRate);

    const std::vector<Band>& bands() const { return m_bands; }
    /// energies[b] = sum_k weight_b(k) spectrum[k].
    void apply(std::span<const float> spectrum, std::span<float> energies) const;

private:
    std::vector<Band> m_bands;
};

/// Cepstral coefficients first ... last of `bands` logarithmic band energies (type II cosine transform):
///
///     c_i = sqrt(2 / N) sum_j m_j cos(pi i (j + 1/2) / N),  j = 0 ... N-1
class CosineTransform
{
public:
    CosineTransform(std::size_t bands, std::size_t first, std::size_t last);
    void apply(std::span<const float> bands, std::span<float> coefficients) const;

private:
    std::size_t m_bands;
    std::vector<float> m_matrix; ///< a row for each coefficient
};

} // namespace undertone::features
