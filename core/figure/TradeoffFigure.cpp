#include "core/figure/FigureStyleSpec.h"
#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/TradeoffAxis.h"
#include "core/figure/TradeoffBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

struct Tradeoff
{
    const ExperimentRecord& record;
    const TradeoffOptions& options;
    TradeoffAxis axis;
    std::vector<ResultRow> rows;
    RowNaming naming;
    Terms terms;
};

template <typename IsIn, typename Value, typename Detail>
std::vector<Point> pointsOf(const Tradeoff& tradeoff, IsIn isIn, Value value, Detail detail)
{
    std::vector<Point> points;
    std::set<double> seen;
    for (const auto& row : tradeoff.rows)
        if (isIn(row) && seen.insert(tradeoff.axis.place(row)).second)
            points.push_back(pointOf(tradeoff.axis.place(row), value(row),
                                     detail(row) + trialWords(tradeoff.record, row.sweep),
                                     referenceTo(tradeoff.record.summary.id, row)));
    std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
    return points;
}

std::string qualified(const std::string& name, const std::string& group)
{
    return group.empty() ? name : name + ", " + group;
}

/// Of a line: what it shows, its group, and its study where there are several.
std::string lineName(const std::string& name, const std::string& group, const TradeoffOptions& options)
{
    return qualified(qualified(name, group), options.study);
}

/// Utility does not depend on the attack: settings that differ in the attack alone share one line.
ResultRow withoutAttack(ResultRow row)
{
    row.sweep = defenceOf(row.sweep);
    row.attribute.clear();
    row.attack.clear();
    row.adversary.clear();
    row.part.clear();
    return row;
}

/// "attack UAR, n = 5"; without n where one number alone is drawn.
std::string leakageName(const Tradeoff& tradeoff, attack::LeakedUpdates n)
{
    const auto& name = tradeoff.terms.leakage;
    return tradeoff.options.onlyLeaked ? name : name + ", n = " + leakedWords(n);
}

void addUtility(FigureSpec& figure, const Tradeoff& tradeoff)
{
    std::vector<ResultRow> bare;
    std::transform(tradeoff.rows.begin(), tradeoff.rows.end(), std::back_inserter(bare), withoutAttack);
    const RowNaming naming(bare, tradeoff.axis.path());
    int style = 0;
    for (const auto& group : naming.names()) {
        Series series;
        series.name = lineName(tradeoff.terms.utility, group, tradeoff.options);
        series.style = style;
        style += paletteSize;
        series.points = pointsOf(
            tradeoff,
            [&](const auto& row) {
                return naming.name(withoutAttack(row)) == group && tradeoff.axis.showsUtility(row);
            },
            [](const auto& row) { return row.serUar; }, utilityDetail);
        figure.series.push_back(std::move(series));
    }
}

/// Colours tell the numbers of leaked updates, the first being that of recognition; strokes the groups.
int attackStyle(std::size_t group, std::size_t count)
{
    return static_cast<int>(group) * paletteSize + 1 + static_cast<int>(count) % (paletteSize - 1);
}

void addAttacks(FigureSpec& figure, const Tradeoff& tradeoff, std::size_t place)
{
    const auto& group = tradeoff.naming.names()[place];
    const auto& only = tradeoff.options.onlyLeaked;
    const auto counts = only ? std::vector{*only} : leakedUpdates(tradeoff.rows);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto n = counts[i];
        Series series;
        series.style = attackStyle(place, i);
        series.name = lineName(leakageName(tradeoff, n), group, tradeoff.options);
        series.axis = SeriesAxis::Right;
        series.points = pointsOf(
            tradeoff,
            [&](const auto& row) {
                return hasAttack(row) && row.leakedUpdates == n && tradeoff.naming.name(row) == group;
            },
            [](const auto& row) { return row.attackUar; }, attackDetail);
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
    addPublishedLine(figure, tradeoff, tradeoff.terms.utility, std::nullopt, published);
    const auto& only = tradeoff.options.onlyLeaked;
    for (const auto n : leakedUpdates(tradeoff.rows))
        if (!only || n == *only)
            addPublishedLine(figure, tradeoff, leakageName(tradeoff, n), n, published);
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
        caption += fmt::format(" {}: {} {}", name, tradeoff.terms.utility, intervalWords(row.serUar));
        caption += hasAttack(row) ? fmt::format(", {} {} at n = {}.", tradeoff.terms.leakage,
                                                intervalWords(row.attackUar), leakedWords(row.leakedUpdates))
                                  : ".";
    }
    return caption + fmt::format("{} {}; dashed: chance ({:.3g} and {}).", ceilingWords(record),
                                 basisWords(tradeoff.rows), record.chanceUtility,
                                 chanceWords(tradeoff.rows, record));
}

void addBound(FigureSpec& figure, const std::string& name, SeriesAxis axis, double value)
{
    Series series;
    series.name = name;
    series.role = SeriesRole::Bound;
    series.axis = axis;
    series.markers = false;
    series.points.emplace_back().y = value;
    figure.series.push_back(std::move(series));
}

/// Lines at the bounds, and a mark at each setting that meets them: on an axis where the numbers of leaked
/// updates have places of their own, where recognition stands.
void addBounds(FigureSpec& figure, const Tradeoff& tradeoff, const Bounds& bounds)
{
    const auto judgement = judge(tradeoff.rows, bounds);
    addBound(figure, fmt::format("bound, SER ({:.3f})", judgement.baseline - bounds.uarLoss),
             SeriesAxis::Left, judgement.baseline - bounds.uarLoss);
    addBound(figure, fmt::format("bound, attack ({:g})", bounds.attackUar), SeriesAxis::Right,
             bounds.attackUar);
    for (const auto& setting : judgement.settings)
        for (const auto& row : setting.rows) {
            if (setting.verdict == Verdict::Fails || !tradeoff.axis.showsUtility(row))
                continue;
            const bool isSure = setting.verdict == Verdict::ByIntervals;
            figure.marks.push_back(
                {tradeoff.axis.place(row), isSure,
                 fmt::format("meets the bounds {}\nattack {:.3f}, up to {:.3f}\nSER UAR {}",
                             isSure ? "by the 95 % intervals" : "by the estimates alone", setting.attackUar,
                             setting.attackHigh, intervalWords(setting.serUar)),
                 referenceTo(tradeoff.record.summary.id, row.sweep)});
            break;
        }
    figure.notes.push_back(figure.marks.empty() ? "No setting meets the bounds."
                                                : "Marked: meets the bounds (filled: by the 95 % intervals; "
                                                  "hollow: by the estimates alone).");
    figure.caption += judgementWords(judgement, bounds);
}

} // namespace

FigureSpec tradeoffFigure(const ExperimentRecord& record, const TradeoffOptions& options)
{
    FigureSpec figure;
    figure.id = "tradeoff";
    figure.title = "Trade-off";
    const auto rows = leadingRows(record);
    const TradeoffAxis shown(options.axis, record, rows);
    figure.x = shown.axis();
    const auto terms = termsOf(rows);
    figure.left = uarAxis(terms.utility);
    figure.right = uarAxis(terms.leakage);
    figure.warnings = briefWarningsOf(record);
    if (rows.empty())
        return figure;
    const Tradeoff tradeoff{record, options, shown, rows, RowNaming(rows, shown.path()), terms};
    addUtility(figure, tradeoff);
    for (std::size_t group = 0; group < tradeoff.naming.names().size(); ++group)
        addAttacks(figure, tradeoff, group);
    addCeilings(figure, SeriesAxis::Right, record);
    addChance(figure, isOnRepresentation(rows.front()) ? "chance, emotion" : "chance, SER", SeriesAxis::Left,
              record.chanceUtility);
    addAttackChances(figure, "chance, attack", SeriesAxis::Right, rows, record);
    const auto published = publishedFor(record);
    addPublished(figure, tradeoff, published);
    standApart(figure);
    figure.caption =
        captionOf(figure, tradeoff, record) + shown.words() + publishedCaption(figure, published);
    if (options.bounds)
        addBounds(figure, tradeoff, *options.bounds);
    return figure;
}

} // namespace undertone::figure
