#include "core/features/HarmonicSpectrum.h"

#include "core/features/PeakVertex.h"

#include <algorithm>
#include <cmath>

namespace undertone::features {

namespace {

constexpr double thirdFormantRange = 0.1; ///< of F3, to both sides

double decibels(float power)
{
    return 10 * std::log10(static_cast<double>(power));
}

} // namespace

HarmonicSpectrum::HarmonicSpectrum(std::span<const float> power, double hertzPerBin, double f0)
    : m_power(power), m_hertzPerBin(hertzPerBin), m_f0(f0)
{
}

double HarmonicSpectrum::level(int n) const
{
    const auto highest = static_cast<double>(m_power.size() - 2);
    const auto bin = [&](double hertz) {
        return static_cast<std::size_t>(std::clamp(std::round(hertz / m_hertzPerBin), 1.0, highest));
    };
    std::size_t best = bin((n - 0.25) * m_f0);
    for (std::size_t k = best, last = bin((n + 0.25) * m_f0); k <= last; ++k)
        if (m_power[k] > m_power[best])
            best = k;
    return peakVertex(decibels(m_power[best - 1]), decibels(m_power[best]), decibels(m_power[best + 1]))
        .height;
}

int HarmonicSpectrum::nearest(double hertz) const
{
    return std::max(1, static_cast<int>(std::lround(hertz / m_f0)));
}

HarmonicLevels HarmonicSpectrum::levels(const Formants& formants) const
{
    HarmonicLevels result;
    const double first = level(1);
    result.h1h2 = first - level(2);
    for (std::size_t i = 0; i < formantCount; ++i)
        if (formants[i].hertz > 0)
            result.formants[i] = level(nearest(formants[i].hertz)) - first;
    const double third = formants[2].hertz;
    if (third <= 0)
        return result;
    double strongest = level(nearest(third));
    const auto begin = static_cast<int>(std::ceil((1 - thirdFormantRange) * third / m_f0));
    for (int n = std::max(1, begin); n * m_f0 <= (1 + thirdFormantRange) * third; ++n)
        strongest = std::max(strongest, level(n));
    result.h1a3 = first - strongest;
    return result;
}

} // namespace undertone::features
