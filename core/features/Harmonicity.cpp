#include "core/features/Harmonicity.h"

#include "core/audio/DotProduct.h"
#include "core/audio/Framing.h"
#include "core/features/PeakVertex.h"

#include <algorithm>
#include <cmath>

namespace undertone::features {

namespace {

constexpr double searched = 0.08;    ///< of the period, to both sides
constexpr double strongest = 0.9999; ///< 40 dB

float correlationAt(std::span<const float> x, std::size_t lag)
{
    return audio::dotProduct(x.first(x.size() - lag), x.subspan(lag));
}

} // namespace

Harmonicity::Harmonicity(std::size_t length)
    : m_window(audio::makeWindow(audio::WindowShape::Hann, length)), m_windowCorrelation(length)
{
    for (std::size_t lag = 0; lag < length; ++lag)
        m_windowCorrelation[lag] = correlationAt(m_window, lag) / correlationAt(m_window, 0);
}

double Harmonicity::decibels(std::span<float> frame, double period)
{
    audio::applyWindow(frame, m_window);
    const auto longest = frame.size() / 2 + 1;
    const auto first =
        std::clamp<std::size_t>(static_cast<std::size_t>(period * (1 - searched)), 1, longest - 2);
    const auto last = std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(period * (1 + searched))),
                                              first + 2, longest);
    const auto energy = static_cast<double>(correlationAt(frame, 0));
    if (!(energy > 0))
        return 10 * std::log10((1 - strongest) / strongest);
    m_correlation.clear();
    for (std::size_t lag = first; lag <= last; ++lag)
        m_correlation.push_back(static_cast<double>(correlationAt(frame, lag)) / energy /
                                static_cast<double>(m_windowCorrelation[lag]));
    const auto best = std::max_element(m_correlation.begin() + 1, m_correlation.end() - 1);
    const double r = std::clamp(peakVertex(*(best - 1), *best, *(best + 1)).height, 1 - strongest, strongest);
    return 10 * std::log10(r / (1 - r));
}

} // namespace undertone::features
