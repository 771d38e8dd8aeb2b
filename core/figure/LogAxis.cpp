#include "core/figure/LogAxisSpec.h"

#include <algorithm>
#include <cmath>

namespace undertone::figure {

namespace {

constexpr double fewDecades = 2.6;
constexpr double leastGap = 0.18; ///< decades between the numbers and a named place
constexpr double gapShare = 0.3;  ///< of the decades that the numbers span

/// Numbers that have places of their own on a log axis, as far as they were added.
struct Numbers
{
    double low = HUGE_VAL;
    double high = 0;

    void add(double value)
    {
        if (value <= 0 || !std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }

    NamedPlace named(const std::string& name, bool isBelow) const
    {
        const Numbers own = high > 0 ? *this : Numbers{1, 1};
        const double gap = std::pow(10, std::max(leastGap, gapShare * std::log10(own.high / own.low)));
        return {isBelow ? own.low / gap : own.high * gap, name, own.low, own.high};
    }
};

void placeInfinity(PlacedFigure& result)
{
    FigureSpec& figure = result.figure;
    Numbers numbers;
    for (const auto& series : figure.series)
        for (const auto& point : series.points)
            if (!series.spansWidth())
                numbers.add(point.x);
    const auto infinity = numbers.named(*figure.x.unbounded, figure.x.reversed);
    for (auto& series : figure.series) {
        for (auto& point : series.points)
            if (std::isinf(point.x)) {
                point.x = infinity.place;
                result.unbounded = infinity;
            }
        std::stable_sort(series.points.begin(), series.points.end(),
                         [](const Point& a, const Point& b) { return a.x < b.x; });
    }
    for (auto& mark : figure.marks)
        if (std::isinf(mark.x))
            mark.x = infinity.place;
}

/// Calls visit(y) for the values and the ends of the intervals on the left axis.
template <typename Visit>
void visitLeft(FigureSpec& figure, Visit visit)
{
    for (auto& series : figure.series)
        for (auto& point : series.points) {
            if (series.axis != SeriesAxis::Left)
                continue;
            visit(point.y);
            for (auto* bound : {&point.low, &point.high})
                if (*bound)
                    visit(**bound);
        }
}

void placeZero(PlacedFigure& result)
{
    Numbers numbers;
    visitLeft(result.figure, [&](double y) { numbers.add(y); });
    const auto zero = numbers.named("0", true);
    visitLeft(result.figure, [&](double& y) {
        if (y > 0)
            return;
        y = zero.place;
        result.zero = zero;
    });
}

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
    PlacedFigure result{figure, {}, {}};
    if (figure.x.unbounded)
        placeInfinity(result);
    if (figure.left.scale == AxisScale::Log)
        placeZero(result);
    return result;
}

} // namespace undertone::figure
