#include "core/figure/Figures.h"
#include "core/figure/TradeoffAxis.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

struct Tradeoff
{
    std::string experiment;
    TradeoffAxis axis;
    std::vector<ResultRow> rows;
    RowNaming naming;
};

template <typename Value, typename Detail>
std::vector<Point> pointsOf(const Tradeoff& tradeoff, const std::string& name,
                            std::optional<attack::LeakedUpdates> n, Value value, Detail detail)
{
    std::vector<Point> points;
    std::set<double> seen;
    for (const auto& row : tradeoff.rows)
        if (tradeoff.naming.name(row) == name &&
            (n ? hasAttack(row) && row.leakedUpdates == *n : tradeoff.axis.showsUtility(row)) &&
            seen.insert(tradeoff.axis.place(row)).second)
            points.push_back(pointOf(tradeoff.axis.place(row), value(row), detail(row), tradeoff.experiment));
    std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
    return points;
}

std::string qualified(const std::string& name, const std::string& group)
{
    return group.empty() ? name : name + ", " + group;
}

bool samePoints(const Series& series, const std::vector<Point>& points)
{
    return std::equal(series.points.begin(), series.points.end(), points.begin(), points.end(),
                      [](const Point& a, const Point& b) {
                          return a.x == b.x && a.y == b.y && a.low == b.low && a.high == b.high;
                      });
}

/// Utility does not depend on the attack: groups that differ in the attack alone share one line.
void addUtility(FigureSpec& figure, const Tradeoff& tradeoff, const std::string& group)
{
    auto points = pointsOf(
        tradeoff, group, {}, [](const auto& row) { return row.serUar; }, utilityDetail);
    for (const auto& series : figure.series)
        if (series.axis == SeriesAxis::Left && samePoints(series, points))
            return;
    Series series;
    series.name = qualified("SER UAR", group);
    series.points = std::move(points);
    figure.series.push_back(std::move(series));
}

void addAttacks(FigureSpec& figure, const Tradeoff& tradeoff, const std::string& group)
{
    for (const auto n : leakedUpdates(tradeoff.rows)) {
        Series series;
        series.name = qualified("attack UAR, n = " + leakedWords(n), group);
        series.axis = SeriesAxis::Right;
        series.points = pointsOf(
            tradeoff, group, n, [](const auto& row) { return row.attackUar; }, attackDetail);
        if (!series.points.empty())
            figure.series.push_back(std::move(series));
    }
}

std::string settingName(const Tradeoff& tradeoff, const ResultRow& row)
{
    const auto& path = tradeoff.axis.path();
    return qualified(path.empty() ? "This setting"
                                  : pathWords(path) + " " + valueWords(valueAt(row.sweep, path)),
                     tradeoff.naming.name(row));
}

/// A grey line with the marker of the first line that it is to be compared with.
void addPublishedLine(FigureSpec& figure, const Tradeoff& tradeoff, const std::string& measured,
                      std::optional<attack::LeakedUpdates> n, const std::vector<PublishedResult>& published)
{
    const auto like = std::find_if(figure.series.begin(), figure.series.end(),
                                   [&](const Series& series) { return series.name.starts_with(measured); });
    if (like == figure.series.end())
        return;
    Series line;
    line.role = SeriesRole::Published;
    line.axis = like->axis;
    line.style = like->style;
    for (const auto& result : published)
        if (const auto place = tradeoff.axis.place(result); place && result.leakedUpdates == n) {
            line.name = fmt::format("published ({}): ", result.corpus) + measured;
            line.legend = publishedWords(result);
            line.points.push_back(publishedPoint(*place, result));
        }
    if (!line.points.empty())
        figure.series.push_back(std::move(line));
}

void addPublished(FigureSpec& figure, const Tradeoff& tradeoff, const std::vector<PublishedResult>& published)
{
    addPublishedLine(figure, tradeoff, "SER UAR", std::nullopt, published);
    for (const auto n : leakedUpdates(tradeoff.rows))
        addPublishedLine(figure, tradeoff, "attack UAR, n = " + leakedWords(n), n, published);
}

std::string captionOf(const FigureSpec& figure, const Tradeoff& tradeoff, const ExperimentRecord& record)
{
    std::string caption =
        fmt::format("Utility and leakage against {}: {}.", figure.x.label, settingWords(tradeoff.rows));
    std::set<std::string> named;
    for (const auto& row : tradeoff.rows) {
        const auto name = settingName(tradeoff, row);
        if (!named.insert(name).second)
            continue;
        caption += fmt::format(" {}: SER UAR {}", name, intervalWords(row.serUar));
        caption += hasAttack(row) ? fmt::format(", attack UAR {} at n = {}.", intervalWords(row.attackUar),
                                                leakedWords(row.leakedUpdates))
                                  : ".";
    }
    return caption + fmt::format("{} {}; dashed: chance ({:.3g} and {:.3g}).", ceilingWords(record),
                                 basisWords(tradeoff.rows), record.chanceUtility, record.chanceAttack);
}

} // namespace

FigureSpec tradeoffFigure(const ExperimentRecord& record, BudgetAxis axis)
{
    FigureSpec figure;
    figure.id = "tradeoff";
    figure.title = "Trade-off";
    const auto rows = leadingRows(record);
    const TradeoffAxis shown(axis, record, rows);
    figure.x = shown.axis();
    figure.left = uarAxis("SER UAR");
    figure.right = uarAxis("attack UAR");
    figure.warnings = warningsOf(record);
    if (rows.empty())
        return figure;
    const Tradeoff tradeoff{record.summary.id, shown, rows, RowNaming(rows, shown.path())};
    for (const auto& group : tradeoff.naming.names()) {
        addUtility(figure, tradeoff, group);
        addAttacks(figure, tradeoff, group);
    }
    for (std::size_t i = 0; i < figure.series.size(); ++i)
        figure.series[i].style = static_cast<int>(i);
    addCeilings(figure, SeriesAxis::Right, record);
    addChance(figure, "chance, SER", SeriesAxis::Left, record.chanceUtility);
    addChance(figure, "chance, attack", SeriesAxis::Right, record.chanceAttack);
    const auto published = publishedFor(record);
    addPublished(figure, tradeoff, published);
    figure.caption =
        captionOf(figure, tradeoff, record) + shown.words() + publishedCaption(figure, published);
    return figure;
}

} // namespace undertone::figure
