#include "core/figure/Figures.h"

#include "core/figure/RepresentationView.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace undertone::figure {

namespace {

/// From this ratio of the largest to the smallest value on, an axis is logarithmic.
constexpr double logarithmicRatio = 20;
/// What the points at one category take up, in widths of a category.
constexpr double categoryWidth = 0.7;

} // namespace

Axis axisOf(const std::string& label, const std::vector<std::string>& values, bool numeric)
{
    Axis axis;
    axis.label = label;
    axis.scale = AxisScale::Category;
    if (numeric && values.size() > 1) {
        const double low = std::stod(valueWords(values.front()));
        const double high = std::stod(valueWords(values.back()));
        if (std::isinf(high))
            axis.unbounded = "no noise";
        axis.scale = low > 0 && high / low >= logarithmicRatio ? AxisScale::Log : AxisScale::Linear;
        return axis;
    }
    for (const auto& value : values)
        axis.categories.push_back(valueWords(value));
    return axis;
}

double placeOn(const Axis& axis, const std::vector<std::string>& values, const std::string& value)
{
    if (axis.scale != AxisScale::Category)
        return std::stod(valueWords(value));
    return static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
}

void standApart(FigureSpec& figure)
{
    if (figure.x.scale != AxisScale::Category)
        return;
    std::vector<int> styles;
    for (const auto& series : figure.series)
        if (series.role == SeriesRole::Measured)
            styles.push_back(series.style);
    for (auto& series : figure.series) {
        if (series.spansWidth())
            continue;
        const auto place = std::find(styles.begin(), styles.end(), series.style) - styles.begin();
        const double step = categoryWidth / static_cast<double>(styles.size());
        const double offset =
            step * (static_cast<double>(place) - (static_cast<double>(styles.size()) - 1) / 2);
        series.pattern = LinePattern::None;
        for (auto& point : series.points)
            point.x = std::round(point.x) + offset;
    }
}

Axis uarAxis(const std::string& label)
{
    Axis axis;
    axis.label = label;
    axis.low = 0;
    axis.high = 1;
    return axis;
}

void addChance(FigureSpec& figure, const std::string& name, SeriesAxis axis, double chance)
{
    if (chance <= 0)
        return;
    Series series;
    series.name = fmt::format("{} ({:.3g})", name, chance);
    series.role = SeriesRole::Chance;
    series.axis = axis;
    series.markers = false;
    Point point;
    point.y = chance;
    series.points.push_back(point);
    figure.series.push_back(std::move(series));
}

void addAttackChances(FigureSpec& figure, const std::string& name, SeriesAxis axis,
                      const std::vector<experiment::ResultRow>& rows,
                      const experiment::ExperimentRecord& record)
{
    std::map<double, std::set<std::string>> attributes;
    for (const auto& row : rows)
        if (hasAttack(row))
            attributes[chanceOf(row, record)].insert(row.attribute);
    for (const auto& [chance, names] : attributes)
        addChance(figure,
                  attributes.size() == 1 ? name : fmt::format("{}, {}", name, fmt::join(names, " and ")),
                  axis, chance);
}

void addCeilings(FigureSpec& figure, SeriesAxis axis, const experiment::ExperimentRecord& record)
{
    const auto rows = ceilingRows(record);
    const RowNaming naming(rows);
    for (const auto& row : rows) {
        Series series;
        series.name = (isOnRepresentation(row) ? "raw input" : "data, no federation") +
                      (naming.name(row).empty() ? "" : ", " + naming.name(row));
        if (isOnRepresentation(row)) // there are several, all drawn alike
            series.name += fmt::format(" ({:.3g})", row.attackUar.value);
        series.role = SeriesRole::Reference;
        series.axis = axis;
        series.markers = false;
        series.points.push_back(
            pointOf(0, row.attackUar, attackDetail(row), referenceTo(record.summary.id, row)));
        figure.series.push_back(std::move(series));
    }
}

std::string publishedWords(const PublishedResult& result)
{
    return fmt::format("published ({}), same marks", result.corpus);
}

Point publishedPoint(double x, const PublishedResult& result)
{
    Point point;
    point.x = x;
    point.y = result.uar;
    point.detail =
        fmt::format("published ({}): UAR {:.3f}{}\nnominal epsilon {:g}\n{}", result.corpus, result.uar,
                    result.leakedUpdates ? " at n = " + leakedWords(*result.leakedUpdates) : "",
                    result.nominalEpsilon, result.source);
    return point;
}

std::string publishedCaption(const FigureSpec& figure, const std::vector<PublishedResult>& published)
{
    const bool any = std::any_of(figure.series.begin(), figure.series.end(),
                                 [](const Series& series) { return series.role == SeriesRole::Published; });
    if (!any)
        return {};
    std::set<std::string> sources;
    for (const auto& result : published)
        sources.insert(result.source);
    return fmt::format(" Grey: published results on {} ({}; attacks under noise read off figures).",
                       published.front().corpus, fmt::join(sources, ", "));
}

Point pointOf(double x, const experiment::Interval& interval, const std::string& detail,
              const std::string& reference)
{
    Point point;
    point.x = x;
    point.y = interval.value;
    point.low = interval.low;
    point.high = interval.high;
    point.detail = detail;
    point.reference = reference;
    return point;
}

} // namespace undertone::figure
