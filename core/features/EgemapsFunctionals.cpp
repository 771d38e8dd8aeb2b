#include "core/features/EgemapsFunctionals.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

namespace undertone::features {

std::vector<float> knownValues(std::span<const float> contour)
{
    std::vector<float> values;
    std::ranges::copy_if(contour, std::back_inserter(values), [](float x) { return !std::isnan(x); });
    return values;
}

std::vector<float> smoothedWhereKnown(std::span<const float> contour)
{
    std::vector<float> smoothed(contour.begin(), contour.end());
    for (std::size_t t = 0; t < contour.size(); ++t) {
        if (std::isnan(contour[t]))
            continue;
        const std::size_t first = t == 0 ? 0 : t - 1;
        const auto known = knownValues(contour.subspan(first, std::min(contour.size(), t + 2) - first));
        smoothed[t] = static_cast<float>(mean(known));
    }
    return smoothed;
}

double mean(std::span<const float> values)
{
    if (values.empty())
        return 0;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standardDeviation(std::span<const float> values)
{
    const double middle = mean(values);
    double squares = 0;
    for (const float x : values)
        squares += (static_cast<double>(x) - middle) * (static_cast<double>(x) - middle);
    return values.empty() ? 0 : std::sqrt(squares / static_cast<double>(values.size()));
}

double coefficientOfVariation(std::span<const float> values)
{
    constexpr double largest = 10;
    const double spread = standardDeviation(values);
    if (spread == 0)
        return 0;
    const double middle = mean(values);
    return std::copysign(spread / std::max(std::abs(middle), spread / largest), middle);
}

double percentile(std::span<const float> sorted, double fraction)
{
    if (sorted.empty())
        return 0;
    const double place = fraction * static_cast<double>(sorted.size() - 1);
    const auto left = static_cast<std::size_t>(place);
    const std::size_t right = std::min(left + 1, sorted.size() - 1);
    const double share = place - static_cast<double>(left);
    return (1 - share) * static_cast<double>(sorted[left]) + share * static_cast<double>(sorted[right]);
}

PartSlopes partSlopes(std::span<const float> contour, double hopSeconds)
{
    std::vector<float> rising, falling;
    for (std::size_t begin = 0; begin + 1 < contour.size();) {
        // A step to or from NaN goes neither way.
        const auto direction = [&](std::size_t t) {
            return (contour[t + 1] > contour[t]) - (contour[t + 1] < contour[t]);
        };
        const int way = direction(begin);
        std::size_t end = begin + 1;
        while (end + 1 < contour.size() && direction(end) == way)
            ++end;
        const double seconds = static_cast<double>(end - begin) * hopSeconds;
        if (way != 0)
            (way > 0 ? rising : falling)
                .push_back(static_cast<float>(static_cast<double>(contour[end] - contour[begin]) / seconds));
        begin = end;
    }
    return {mean(rising), standardDeviation(rising), mean(falling), standardDeviation(falling)};
}

int countPeaks(std::span<const float> contour)
{
    constexpr float share = 0.1F;
    if (contour.empty())
        return 0;
    const auto [lowest, highest] = std::ranges::minmax(contour);
    const float least = share * (highest - lowest);
    if (!(least > 0))
        return 0;
    int peaks = 0;
    bool climbing =
        false; // the contour has risen by `least` from `valley`, and not yet fallen by it from `top`
    float valley = contour.front();
    float top = contour.front();
    for (const float x : contour) {
        valley = std::min(valley, x);
        top = std::max(top, x);
        if (!climbing && x - valley >= least) {
            climbing = true;
            top = x;
        } else if (climbing && top - x >= least) {
            climbing = false;
            valley = x;
            ++peaks;
        }
    }
    return peaks;
}

std::vector<float> runLengths(const std::vector<bool>& flags, bool wanted)
{
    std::vector<float> lengths;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i] != wanted)
            continue;
        if (i == 0 || flags[i - 1] != wanted)
            lengths.push_back(0);
        ++lengths.back();
    }
    return lengths;
}

} // namespace undertone::features
