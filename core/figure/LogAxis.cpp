#include "core/figure/LogAxisSpec.h"

#include <algorithm>
#include <cmath>

namespace undertone::figure {

namespace {

constexpr double fewDecades = 2.6;
constexpr double leastGap = 0.18; ///< decades between the largest number and the unbounded place
constexpr double gapShare = 0.3;  ///< of the decades that the numbers span

} // namespace

std::vector<double> logTicks(double low, double high)
{
    std::vector<double> ticks;
    const bool few = std::log10(high / low) <= fewDecades;
    for (double decade = std::floor(std::log10(low)); decade <= std::log10(high); ++decade)
        for (const double mantissa : {1, 2, 5}) {
            const double tick = mantissa * std::pow(10, decade);
            if ((few || mantissa == 1) && tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9))
                ticks.push_back(tick);
        }
    return ticks;
}

PlacedFigure placed(const FigureSpec& figure)
{
    PlacedFigure result{figure, {}, HUGE_VAL, 0};
    if (!figure.x.unbounded)
        return result;
    for (const auto& series : figure.series)
        for (const auto& point : series.points)
            if (!series.spansWidth() && std::isfinite(point.x)) {
                result.low = std::min(result.low, point.x);
                result.high = std::max(result.high, point.x);
            }
    if (result.high == 0)
        result.low = result.high = 1;
    const double gap = std::pow(10, std::max(leastGap, gapShare * std::log10(result.high / result.low)));
    const double place = figure.x.reversed ? result.low / gap : result.high * gap;
    for (auto& series : result.figure.series) {
        for (auto& point : series.points)
            if (std::isinf(point.x)) {
                point.x = place;
                result.unbounded = place;
            }
        std::stable_sort(series.points.begin(), series.points.end(),
                         [](const Point& a, const Point& b) { return a.x < b.x; });
    }
    for (auto& mark : result.figure.marks)
        if (std::isinf(mark.x))
            mark.x = place;
    return result;
}

} // namespace undertone::figure
