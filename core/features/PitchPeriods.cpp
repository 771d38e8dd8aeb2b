#include "core/features/PitchPeriods.h"

#include "core/audio/DotProduct.h"
#include "core/features/PeakVertex.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace undertone::features {

namespace {

constexpr double shortestPeriod = 0.8; ///< of the period that the pitch says
constexpr double longestPeriod = 1.25;
constexpr double leastCorrelation = 0.4;
constexpr double leastAmplitude = 1e-7; ///< far below one step of 24-bit samples

/// From one mark to the next.
struct Interval
{
    double begin = 0;
    double length = 0;
    bool periodic = false;
};

/// Highest value of sign x samples, between samples too.
double peak(std::span<const float> samples, double sign)
{
    std::size_t best = 0;
    for (std::size_t n = 0; n < samples.size(); ++n)
        if (sign * samples[n] > sign * samples[best])
            best = n;
    const auto value = [&](std::size_t n) { return sign * static_cast<double>(samples[n]); };
    if (best == 0 || best + 1 == samples.size())
        return value(best);
    return peakVertex(value(best - 1), value(best), value(best + 1)).height;
}

/// Walks through one voiced stretch, frames first ... last of the pitch.
class Walk
{
public:
    Walk(std::span<const float> samples, double sampleRate, double firstCentre, double hop)
        : m_samples(samples), m_rate(sampleRate), m_firstCentre(firstCentre), m_hop(hop)
    {
    }

    std::vector<Interval> run(std::span<const PitchFrame> pitch, std::size_t first, std::size_t last)
    {
        m_stretch = pitch.subspan(first, last - first + 1);
        m_stretchCentre = m_firstCentre + static_cast<double>(first) * m_hop;
        m_begin = std::max(0.0, m_stretchCentre - m_hop / 2);
        m_end = std::min(static_cast<double>(m_samples.size()) - 1,
                         m_firstCentre + (static_cast<double>(last) + 0.5) * m_hop);
        const double start = strongestNearTheMiddle();
        std::vector<Interval> intervals = follow(start, -1);
        std::ranges::reverse(intervals);
        std::ranges::copy(follow(start, +1), std::back_inserter(intervals));
        return intervals;
    }

private:
    double expectedPeriod(double sample) const
    {
        const auto lastFrame = static_cast<double>(m_stretch.size() - 1);
        const double place = std::clamp((sample - m_stretchCentre) / m_hop, 0.0, lastFrame);
        const auto left = static_cast<std::size_t>(place);
        const std::size_t right = std::min(left + 1, m_stretch.size() - 1);
        const double share = place - static_cast<double>(left);
        return m_rate / ((1 - share) * static_cast<double>(m_stretch[left].hertz) +
                         share * static_cast<double>(m_stretch[right].hertz));
    }

    double strongestNearTheMiddle() const
    {
        const double middle = (m_begin + m_end) / 2;
        const double half = expectedPeriod(middle) / 2;
        const auto first = static_cast<std::size_t>(std::max(m_begin, middle - half));
        const auto last = static_cast<std::size_t>(std::max(m_begin, std::min(m_end, middle + half)));
        std::size_t best = first;
        for (std::size_t n = first; n <= last; ++n)
            if (std::abs(m_samples[n]) > std::abs(m_samples[best]))
                best = n;
        return static_cast<double>(best);
    }

    std::vector<Interval> follow(double mark, int direction)
    {
        std::vector<Interval> intervals;
        for (;;) {
            const double expected = expectedPeriod(mark);
            const auto lag = bestLag(mark, expected, direction);
            const double length = lag.value_or(expected);
            const double next = mark + direction * length;
            if (next < m_begin || next > m_end)
                return intervals;
            intervals.push_back({std::min(mark, next), length, lag.has_value()});
            mark = next;
        }
    }

    /// The lag at which the piece around the mark repeats; nothing where it does not, or at the signal's end.
    std::optional<double> bestLag(double mark, double expected, int direction)
    {
        const auto shortest = static_cast<std::ptrdiff_t>(std::floor(shortestPeriod * expected));
        const auto longest = static_cast<std::ptrdiff_t>(std::ceil(longestPeriod * expected));
        const auto half = static_cast<std::ptrdiff_t>(std::lround(expected / 2));
        const auto begin = static_cast<std::ptrdiff_t>(std::lround(mark)) - half;
        m_correlation.clear();
        for (std::ptrdiff_t lag = shortest - 1; lag <= longest + 1; ++lag)
            m_correlation.push_back(correlation(begin, begin + direction * lag, 2 * half));
        const auto best = std::max_element(m_correlation.begin() + 1, m_correlation.end() - 1);
        if (*best < leastCorrelation)
            return std::nullopt;
        const double offset = peakVertex(*(best - 1), *best, *(best + 1)).offset;
        return static_cast<double>(shortest - 1 + (best - m_correlation.begin())) + offset;
    }

    /// Normalised; -1 where a piece leaves the signal or is silent.
    double correlation(std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t length) const
    {
        if (std::min(a, b) < 0 || std::max(a, b) + length > static_cast<std::ptrdiff_t>(m_samples.size()))
            return -1;
        const auto piece = [&](std::ptrdiff_t begin) {
            return m_samples.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(length));
        };
        const double energy = static_cast<double>(audio::dotProduct(piece(a), piece(a))) *
                              static_cast<double>(audio::dotProduct(piece(b), piece(b)));
        return energy > 0 ? static_cast<double>(audio::dotProduct(piece(a), piece(b))) / std::sqrt(energy)
                          : -1;
    }

    std::span<const float> m_samples;
    double m_rate;
    double m_firstCentre;
    double m_hop;
    std::span<const PitchFrame> m_stretch;
    double m_stretchCentre = 0; ///< of its first frame
    double m_begin = 0;         ///< of the stretch, in samples
    double m_end = 0;
    std::vector<double> m_correlation;
};

/// Measured around the mark with which the period begins, so that the mark's extreme lies well within.
double amplitudeOf(const Interval& interval, std::span<const float> samples)
{
    const auto size = static_cast<double>(samples.size());
    const auto first =
        static_cast<std::size_t>(std::max(0.0, std::round(interval.begin - interval.length / 2)));
    const auto end =
        static_cast<std::size_t>(std::min(size, std::round(interval.begin + interval.length / 2)));
    const auto piece = samples.subspan(first, end - first);
    return std::max(leastAmplitude, peak(piece, 1) + peak(piece, -1));
}

} // namespace

std::vector<PitchPeriod> findPeriods(std::span<const float> samples, double sampleRate,
                                     std::span<const PitchFrame> pitch, double firstCentre, double hop)
{
    std::vector<PitchPeriod> periods;
    Walk walk(samples, sampleRate, firstCentre, hop);
    for (std::size_t first = 0; first < pitch.size(); ++first) {
        if (pitch[first].hertz <= 0)
            continue;
        std::size_t last = first;
        while (last + 1 < pitch.size() && pitch[last + 1].hertz > 0)
            ++last;
        bool continues = false;
        for (const Interval& interval : walk.run(pitch, first, last)) {
            if (interval.periodic)
                periods.push_back({interval.begin + interval.length / 2, interval.length,
                                   amplitudeOf(interval, samples), continues});
            continues = interval.periodic;
        }
        first = last;
    }
    return periods;
}

Perturbation perturbation(std::span<const PitchPeriod> periods, double begin, double end)
{
    const auto first = std::ranges::lower_bound(periods, begin, {}, &PitchPeriod::centre);
    const auto last = std::ranges::lower_bound(periods, end, {}, &PitchPeriod::centre);
    double lengths = 0, lengthChanges = 0, levelChanges = 0;
    int pairs = 0;
    for (auto period = first; period != last; ++period) {
        lengths += period->length;
        if (period == first || !period->continues)
            continue;
        const PitchPeriod& before = *std::prev(period);
        lengthChanges += std::abs(period->length - before.length);
        levelChanges += std::abs(20 * std::log10(period->amplitude / before.amplitude));
        ++pairs;
    }
    if (pairs == 0)
        return {};
    const double meanLength = lengths / static_cast<double>(last - first);
    return {true, lengthChanges / pairs / meanLength, levelChanges / pairs};
}

} // namespace undertone::features
