#include "core/features/PitchCandidates.h"

#include "core/audio/Framing.h"
#include "core/features/PeakVertex.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace undertone::features {

namespace {

/// Lags on each side that the interpolation looks at.
constexpr std::size_t margin = 8;
/// Fractional positions at which the interpolation is tabulated.
constexpr std::size_t fractions = 64;
constexpr float weakestPeak = 0.15F;

using Taps = std::array<float, 2 * margin>;

/// sin(pi x)/(pi x) under a Hann window, at lags 1 - margin ... margin from the integer part.
Taps makeTaps(double fraction)
{
    Taps taps{};
    for (std::size_t i = 0; i < taps.size(); ++i) {
        const double x = fraction - (static_cast<double>(i) - static_cast<double>(margin - 1));
        const double phase = std::numbers::pi * x;
        const double sinc = std::abs(x) < 1e-9 ? 1 : std::sin(phase) / phase;
        taps[i] = static_cast<float>(sinc * (0.5 + 0.5 * std::cos(phase / (margin + 1))));
    }
    return taps;
}

const std::array<Taps, fractions>& tapTable()
{
    static const auto table = [] {
        std::array<Taps, fractions> made{};
        for (std::size_t i = 0; i < fractions; ++i)
            made[i] = makeTaps(static_cast<double>(i) / fractions);
        return made;
    }();
    return table;
}

std::vector<float> inverseWindowCorrelation(const std::vector<float>& window, std::size_t lags)
{
    std::vector<float> scale(lags);
    double atZero = 0;
    for (std::size_t lag = 0; lag < lags; ++lag) {
        double sum = 0;
        for (std::size_t n = 0; n + lag < window.size(); ++n)
            sum += static_cast<double>(window[n]) * window[n + lag];
        atZero = lag == 0 ? sum : atZero;
        scale[lag] = static_cast<float>(atZero / sum);
    }
    return scale;
}

/// Weight of each bin of the power spectrum: the interpolation between lags needs a band below half the rate.
std::vector<float> bandLimit(std::size_t bins)
{
    constexpr double passed = 0.7;
    constexpr double stopped = 0.9;
    std::vector<float> weights(bins);
    for (std::size_t k = 0; k < bins; ++k) {
        const double position = static_cast<double>(k) / static_cast<double>(bins - 1);
        const double fall = std::clamp((position - passed) / (stopped - passed), 0.0, 1.0);
        weights[k] = static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * fall));
    }
    return weights;
}

} // namespace

CandidateFinder::CandidateFinder(int sampleRate, const PitchOptions& options)
    : m_rate(sampleRate), m_octaveCost(options.octaveCost),
      m_shortestLag(static_cast<std::size_t>(m_rate / options.highestHertz)),
      m_longestLag(static_cast<std::size_t>(std::ceil(m_rate / options.lowestHertz))),
      m_window(audio::makeWindow(audio::WindowShape::Hann,
                                 static_cast<std::size_t>(std::lround(3 * m_rate / options.lowestHertz)))),
      m_frame(m_window.size()), m_scale(inverseWindowCorrelation(m_window, m_longestLag + margin + 1)),
      m_correlation(m_scale.size() + margin),
      m_fft(audio::nextPowerOfTwo(m_window.size() + m_longestLag + margin + 1)),
      m_bandLimit(bandLimit(m_fft.bins()))
{
}

/// The frame's normalised autocorrelation (Wiener-Khinchin), divided by that of the window.
void CandidateFinder::correlate()
{
    m_fft.forward(m_frame);
    const auto spectrum = m_fft.spectrum();
    for (std::size_t k = 0; k < spectrum.size(); ++k)
        spectrum[k] = {std::norm(spectrum[k]) * m_bandLimit[k], 0.0F};
    m_fft.inverse();
    const auto raw = m_fft.signal();
    const float scale = 1 / raw[0];
    for (std::size_t lag = 0; lag < m_scale.size(); ++lag)
        m_correlation[margin + lag] = raw[lag] * scale * m_scale[lag];
    for (std::size_t lag = 1; lag <= margin; ++lag)
        m_correlation[margin - lag] = m_correlation[margin + lag];
}

float CandidateFinder::interpolated(double lag) const
{
    const double steps = std::round(lag * fractions);
    const auto whole = static_cast<std::size_t>(steps / fractions);
    const Taps& taps = tapTable()[static_cast<std::size_t>(steps) % fractions];
    const float* values = m_correlation.data() + whole + 1;
    float sum = 0;
    for (std::size_t i = 0; i < taps.size(); ++i)
        sum += taps[i] * values[i];
    return sum;
}

PitchCandidate CandidateFinder::refined(std::size_t lag) const
{
    const float* r = m_correlation.data() + margin + lag;
    constexpr double step = 8.0 / fractions;
    const double rough =
        std::round((static_cast<double>(lag) + peakVertex(r[-1], r[0], r[1], 1).offset) * fractions) /
        fractions;
    const auto peak =
        peakVertex(interpolated(rough - step), interpolated(rough), interpolated(rough + step), 1);
    const double best = rough + peak.offset * step;
    return {static_cast<float>(std::log2(m_rate / best)),
            static_cast<float>(std::clamp(peak.height > 1 ? 1 / peak.height : peak.height, 0.0, 1.0))};
}

void CandidateFinder::keep(FrameCandidates& result, const PitchCandidate& candidate, double octaveCost)
{
    const auto worth = [&](const PitchCandidate& c) { return c.strength + octaveCost * c.octave; };
    if (result.count < FrameCandidates::most) {
        result.peaks[result.count++] = candidate;
        return;
    }
    auto& worst = *std::ranges::min_element(result.peaks, {}, worth);
    if (worth(candidate) > worth(worst))
        worst = candidate;
}

void CandidateFinder::find(std::span<const float> samples, std::ptrdiff_t centre, FrameCandidates& result)
{
    const auto start = centre - static_cast<std::ptrdiff_t>(m_frame.size() / 2);
    audio::copyFrame(samples, {m_frame.size(), 1, start}, 0, m_frame);
    float mean = 0;
    for (const float x : m_frame)
        mean += x;
    mean /= static_cast<float>(m_frame.size());
    float power = 0;
    for (float& x : m_frame) {
        x -= mean;
        power += x * x;
    }
    result = {};
    result.level = std::sqrt(power / static_cast<float>(m_frame.size()));
    if (result.level < 1e-7F)
        return;
    audio::applyWindow(m_frame, m_window);
    correlate();
    const float* r = m_correlation.data() + margin;
    for (std::size_t lag = std::max<std::size_t>(m_shortestLag, 2); lag <= m_longestLag; ++lag) {
        if (r[lag] < weakestPeak || r[lag] <= r[lag - 1] || r[lag] < r[lag + 1])
            continue;
        const PitchCandidate candidate = refined(lag);
        result.highest = std::max(result.highest, candidate.strength);
        keep(result, candidate, m_octaveCost);
    }
}

} // namespace undertone::features
