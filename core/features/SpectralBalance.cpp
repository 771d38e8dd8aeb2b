#include "core/features/SpectralBalance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace undertone::features {

namespace {

constexpr std::size_t melBands = 26;
constexpr double lowestMelHertz = 20;
constexpr double highestMelHertz = 8000;
constexpr double compression = 0.33;
constexpr double fluxHertz = 5000;

/// Hermansky's approximation for signals above 5 kHz, equations 7 and 8: relative to nothing in particular.
double equalLoudness(double hertz)
{
    const double w = 2 * std::numbers::pi * hertz;
    const double w2 = w * w;
    const double low = (w2 + 56.8e6) * w2 * w2 / ((w2 + 6.3e6) * (w2 + 6.3e6) * (w2 + 0.38e9));
    return low * 9.58e26 / (w2 * w2 * w2 + 9.58e26);
}

double sum(std::span<const float> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double ratio(double numerator, double denominator)
{
    return 10 * std::log10(numerator / denominator);
}

} // namespace

SpectralBalance::SpectralBalance(std::size_t fftSize, double sampleRate)
    : m_hertzPerBin(sampleRate / static_cast<double>(fftSize)),
      m_mel(melBands, lowestMelHertz, highestMelHertz, fftSize, sampleRate), m_cosine(melBands, 1, 4),
      m_energies(melBands), m_magnitudes(bins(0, fluxHertz).end)
{
    for (const auto& band : m_mel.bands())
        m_equalLoudness.push_back(equalLoudness(band.centre));
}

SpectralBalance::Range SpectralBalance::bins(double lowestHertz, double highestHertz) const
{
    return {static_cast<std::size_t>(std::ceil(lowestHertz / m_hertzPerBin)),
            static_cast<std::size_t>(std::floor(highestHertz / m_hertzPerBin)) + 1};
}

double SpectralBalance::slope(std::span<const float> power, Range range) const
{
    const auto count = static_cast<double>(range.end - range.first);
    const double middle = static_cast<double>(range.first) + (count - 1) / 2;
    double products = 0, squares = 0;
    for (std::size_t k = range.first; k < range.end; ++k) {
        const double distance = static_cast<double>(k) - middle;
        products += distance * 10 * std::log10(static_cast<double>(power[k]));
        squares += distance * distance;
    }
    return 1000 * products / squares / m_hertzPerBin;
}

double SpectralBalance::flux(std::span<const float> power)
{
    const double scale = 1 / std::sqrt(sum(power.first(m_magnitudes.size())));
    for (std::size_t k = 0; k < m_magnitudes.size(); ++k)
        m_magnitudes[k] = std::sqrt(power[k]) * static_cast<float>(scale);
    double result = 0;
    for (std::size_t k = 0; k < m_lastMagnitudes.size(); ++k) {
        const double change = static_cast<double>(m_magnitudes[k] - m_lastMagnitudes[k]);
        result += change * change;
    }
    m_lastMagnitudes = m_magnitudes;
    return result;
}

SpectralShape SpectralBalance::measure(std::span<const float> power)
{
    const auto part = [&](double lowest, double highest) {
        const Range range = bins(lowest, highest);
        return power.subspan(range.first, range.end - range.first);
    };
    SpectralShape shape;
    m_mel.apply(power, m_energies);
    for (std::size_t b = 0; b < melBands; ++b) {
        shape.loudness += std::pow(m_equalLoudness[b] * static_cast<double>(m_energies[b]), compression);
        m_energies[b] = std::log(m_energies[b]);
    }
    std::array<float, 4> cepstrum{};
    m_cosine.apply(m_energies, cepstrum);
    std::ranges::copy(cepstrum, shape.mfcc.begin());
    shape.alphaRatio = ratio(sum(part(50, 999.999)), sum(part(1000, 5000)));
    shape.hammarbergIndex = ratio(std::ranges::max(part(0, 1999.999)), std::ranges::max(part(2000, 5000)));
    shape.slope500 = slope(power, bins(0.001, 500));
    shape.slope1500 = slope(power, bins(500, 1500));
    shape.flux = flux(power);
    return shape;
}

} // namespace undertone::features
