#include "core/base/Csv.h"
#include "core/figure/FigureText.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace undertone::figure {

using Json = nlohmann::ordered_json;

namespace {

std::string roleName(SeriesRole role)
{
    switch (role) {
    case SeriesRole::Measured:
        return "measured";
    case SeriesRole::Chance:
        return "chance";
    case SeriesRole::Reference:
        return "reference";
    case SeriesRole::Published:
        return "published";
    case SeriesRole::Bound:
        return "bound";
    case SeriesRole::Frontier:
        return "frontier";
    }
    return "measured";
}

std::string patternName(LinePattern pattern)
{
    constexpr const char* names[] = {"solid", "dotted", "none", "bars"};
    return names[static_cast<std::size_t>(pattern)];
}

std::string scaleName(AxisScale scale)
{
    return scale == AxisScale::Log ? "log" : scale == AxisScale::Category ? "category" : "linear";
}

std::string optional(const std::optional<double>& value)
{
    return value ? fmt::format("{}", *value) : "";
}

/// On an axis from much to little, what lies beyond its end is none.
double written(const Axis& axis, double x)
{
    return std::isinf(x) && axis.reversed ? 0 : x;
}

Json placeJson(const Axis& axis, double x)
{
    const double value = written(axis, x);
    return std::isinf(value) ? Json("inf") : Json(value);
}

std::string place(const Axis& axis, double x)
{
    const auto index = static_cast<std::size_t>(std::max(std::lround(x), 0L));
    if (axis.scale != AxisScale::Category || index >= axis.categories.size())
        return fmt::format("{}", written(axis, x));
    return base::csvField(axis.categories[index]);
}

bool hasIntervalsOfX(const FigureSpec& figure)
{
    return std::any_of(figure.series.begin(), figure.series.end(), [](const Series& series) {
        return !series.points.empty() && series.points.front().xLow.has_value();
    });
}

std::string seriesRows(const FigureSpec& figure, const Series& series, bool withIntervalsOfX)
{
    std::string text;
    for (const auto& point : series.points) {
        const bool hasPlace = !series.spansWidth() || series.isUpright;
        text += fmt::format(
            "{},{},{},{},{},{},{}", base::csvField(series.name), roleName(series.role),
            series.axis == SeriesAxis::Left ? "left" : "right", hasPlace ? place(figure.x, point.x) : "",
            series.isUpright ? "" : fmt::format("{}", point.y), optional(point.low), optional(point.high));
        if (withIntervalsOfX)
            text += fmt::format(",{},{}", optional(point.xLow), optional(point.xHigh));
        text += '\n';
    }
    return text;
}

Json number(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

Json axisJson(const Axis& axis)
{
    return {{"label", axis.label},           {"scale", scaleName(axis.scale)},
            {"categories", axis.categories}, {"low", number(axis.low)},
            {"high", number(axis.high)},     {"unbounded", axis.unbounded ? Json(*axis.unbounded) : Json()},
            {"reversed", axis.reversed}};
}

Json seriesJson(const Axis& x, const Series& series)
{
    Json points = Json::array();
    for (const auto& point : series.points) {
        points.push_back({{"x", placeJson(x, point.x)},
                          {"y", point.y},
                          {"low", number(point.low)},
                          {"high", number(point.high)},
                          {"detail", point.detail},
                          {"reference", point.reference}});
        if (point.xLow)
            points.back().update({{"x_low", *point.xLow}, {"x_high", number(point.xHigh)}});
    }
    return {{"name", series.name},
            {"legend", series.entry()},
            {"role", roleName(series.role)},
            {"axis", series.axis == SeriesAxis::Left ? "left" : "right"},
            {"style", series.style},
            {"markers", series.markers},
            {"pattern", patternName(series.pattern)},
            {"points", points}};
}

Json marksJson(const Axis& x, const std::vector<Mark>& marks)
{
    Json list = Json::array();
    for (const auto& mark : marks)
        list.push_back({{"x", placeJson(x, mark.x)},
                        {"by", mark.isSure ? "intervals" : "estimates"},
                        {"detail", mark.detail},
                        {"reference", mark.reference}});
    return list;
}

Json heatmapJson(const Heatmap& heatmap)
{
    Json cells = Json::array();
    for (const auto& cell : heatmap.cells)
        cells.push_back({{"column", cell.column},
                         {"row", cell.row},
                         {"value", cell.value},
                         {"low", number(cell.low)},
                         {"high", number(cell.high)},
                         {"text", cell.text},
                         {"crosses_chance", cell.crossesChance},
                         {"detail", cell.detail},
                         {"reference", cell.reference}});
    return {{"centre", heatmap.centre},
            {"reach", heatmap.reach},
            {"value_label", heatmap.valueLabel},
            {"cells", cells}};
}

} // namespace

std::string figureAsCsv(const FigureSpec& figure)
{
    if (!figure.heatmap) {
        const bool withIntervalsOfX = hasIntervalsOfX(figure);
        std::string text = "series,role,axis,x,y,low,high";
        text += withIntervalsOfX ? ",x_low,x_high\n" : "\n";
        for (const auto& series : figure.series)
            text += seriesRows(figure, series, withIntervalsOfX);
        for (const auto& mark : figure.marks)
            text += fmt::format("meets the bounds,{},,{},,,\n", mark.isSure ? "by-intervals" : "by-estimates",
                                place(figure.x, mark.x));
        return text;
    }
    std::string text = "column,row,value,low,high,crosses_chance\n";
    for (const auto& cell : figure.heatmap->cells)
        text += fmt::format("{},{},{},{},{},{}\n", place(figure.x, static_cast<double>(cell.column)),
                            place(figure.left, static_cast<double>(cell.row)), cell.value, optional(cell.low),
                            optional(cell.high), cell.crossesChance);
    return text;
}

std::string figureCaption(const FigureSpec& figure)
{
    std::string text = figure.title + ". " + figure.caption + "\n";
    for (const auto& texts : {figure.notes, figure.warnings})
        for (const auto& one : texts)
            text += one + "\n";
    return text;
}

std::string figureAsJson(const FigureSpec& figure)
{
    Json series = Json::array();
    for (const auto& one : figure.series)
        series.push_back(seriesJson(figure.x, one));
    const Json document = {{"id", figure.id},
                           {"title", figure.title},
                           {"x", axisJson(figure.x)},
                           {"left", axisJson(figure.left)},
                           {"right", figure.right ? axisJson(*figure.right) : Json()},
                           {"series", series},
                           {"marks", marksJson(figure.x, figure.marks)},
                           {"heatmap", figure.heatmap ? heatmapJson(*figure.heatmap) : Json()},
                           {"notes", figure.notes},
                           {"warnings", figure.warnings},
                           {"caption", figure.caption}};
    return document.dump(2) + "\n";
}

} // namespace undertone::figure
