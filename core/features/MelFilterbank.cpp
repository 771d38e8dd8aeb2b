#include "core/features/MelFilterbank.h"

#include "core/audio/DotProduct.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace undertone::features {

namespace {

MelFilterbank::Band makeBand(double lowest, double centre, double highest, double hertzPerBin,
                             std::size_t bins)
{
    MelFilterbank::Band band{lowest, centre, highest, 0, {}};
    band.firstBin = static_cast<std::size_t>(std::floor(lowest / hertzPerBin)) + 1;
    for (std::size_t k = band.firstBin; k < bins; ++k) {
        const double hertz = static_cast<double>(k) * hertzPerBin;
        if (hertz >= highest)
            break;
        band.weights.push_back(static_cast<float>(hertz <= centre ? (hertz - lowest) / (centre - lowest)
                                                                  : (highest - hertz) / (highest - centre)));
    }
    return band;
}

} // namespace

double melOfHertz(double hertz)
{
    return 2595 * std::log10(1 + hertz / 700);
}

double hertzOfMel(double mel)
{
    return 700 * (std::pow(10, mel / 2595) - 1);
}

MelFilterbank::MelFilterbank(std::size_t bands, double lowestHertz, double highestHertz, std::size_t fftSize,
                             double sampleRate)
{
    const double lowest = melOfHertz(lowestHertz);
    const double step = (melOfHertz(highestHertz) - lowest) / static_cast<double>(bands + 1);
    const auto edge = [&](std::size_t i) { return hertzOfMel(lowest + static_cast<double>(i) * step); };
    for (std::size_t b = 0; b < bands; ++b)
        m_bands.push_back(makeBand(edge(b), edge(b + 1), edge(b + 2),
                                   sampleRate / static_cast<double>(fftSize), fftSize / 2 + 1));
}

void MelFilterbank::apply(std::span<const float> spectrum, std::span<float> energies) const
{
    for (std::size_t b = 0; b < m_bands.size(); ++b)
        energies[b] = audio::dotProduct(m_bands[b].weights,
                                        spectrum.subspan(m_bands[b].firstBin, m_bands[b].weights.size()));
}

CosineTransform::CosineTransform(std::size_t bands, std::size_t first, std::size_t last) : m_bands(bands)
{
    const double count = static_cast<double>(bands);
    for (std::size_t i = first; i <= last; ++i)
        for (std::size_t j = 0; j < bands; ++j)
            m_matrix.push_back(
                static_cast<float>(std::sqrt(2 / count) * std::cos(std::numbers::pi * static_cast<double>(i) *
                                                                   (static_cast<double>(j) + 0.5) / count)));
}

void CosineTransform::apply(std::span<const float> bands, std::span<float> coefficients) const
{
    for (std::size_t i = 0; i < coefficients.size(); ++i)
        coefficients[i] = audio::dotProduct(std::span(m_matrix).subspan(i * m_bands, m_bands), bands);
}

} // namespace undertone::features
