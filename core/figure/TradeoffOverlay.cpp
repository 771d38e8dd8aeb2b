#include "core/figure/FigureStyleSpec.h"
#include "core/figure/Figures.h"
#include "core/figure/ResultView.h"
#include "core/figure/TradeoffAxis.h"
#include "core/figure/WarningText.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::figure {

using experiment::ExperimentRecord;

namespace {

/// The most leaked updates of one client that every study has; nullopt without any.
std::optional<attack::LeakedUpdates> sharedCount(const std::vector<const ExperimentRecord*>& records)
{
    auto counts = leakedUpdates(attackedRows(records.front()->rows));
    for (const auto* record : records) {
        const auto own = leakedUpdates(attackedRows(record->rows));
        std::erase_if(counts, [&](auto n) { return std::find(own.begin(), own.end(), n) == own.end(); });
    }
    return counts.empty() ? std::nullopt : std::optional(counts.back());
}

/// Names that tell the studies apart.
std::vector<std::string> namesOf(const std::vector<const ExperimentRecord*>& records)
{
    std::vector<std::string> names;
    for (const auto* record : records) {
        const auto alike = std::count_if(records.begin(), records.end(), [&](const auto* other) {
            return other->summary.name == record->summary.name;
        });
        const auto& summary = record->summary;
        names.push_back(alike > 1 ? fmt::format("{} {}", summary.name, summary.id.substr(0, 4))
                                  : summary.name);
    }
    return names;
}

bool fits(const Axis& own, const Axis& other)
{
    const bool bothCategories = own.scale == AxisScale::Category && other.scale == AxisScale::Category;
    if (bothCategories || own.scale == AxisScale::Category || other.scale == AxisScale::Category)
        return bothCategories && own.categories == other.categories;
    return own.reversed == other.reversed;
}

bool hasLine(const FigureSpec& figure, const Series& line)
{
    return std::any_of(figure.series.begin(), figure.series.end(), [&](const Series& series) {
        return series.role == line.role && series.axis == line.axis && series.spansWidth() &&
               series.points.front().y == line.points.front().y;
    });
}

/// The most of style % paletteSize, or of the rounds style / paletteSize, among measured lines.
template <typename Part>
int most(const FigureSpec& figure, Part part)
{
    int result = 0;
    for (const auto& series : figure.series)
        if (series.role == SeriesRole::Measured)
            result = std::max(result, part(series.style));
    return result;
}

/// What to add to the styles of another study's lines: other colours while there are enough, else other
/// strokes.
int freeStyle(const FigureSpec& figure, const FigureSpec& other)
{
    const auto colour = [](int style) { return style % paletteSize; };
    const int next = most(figure, colour) + 1;
    if (next + most(other, colour) < paletteSize)
        return next;
    return paletteSize * (1 + most(figure, [](int style) { return style / paletteSize; }));
}

void add(FigureSpec& figure, const FigureSpec& other, const std::string& name)
{
    const int style = freeStyle(figure, other);
    for (auto series : other.series) {
        if (series.role == SeriesRole::Published || (series.spansWidth() && hasLine(figure, series)))
            continue;
        if (series.spansWidth())
            series.name += ", " + name;
        else
            series.style += style;
        figure.series.push_back(std::move(series));
    }
    if (other.x.scale == AxisScale::Log)
        figure.x.scale = AxisScale::Log;
    if (!figure.x.unbounded)
        figure.x.unbounded = other.x.unbounded;
    figure.caption += fmt::format(" Beside it, {}: {}", name, other.caption);
    for (const auto& warning : other.warnings)
        if (std::find(figure.warnings.begin(), figure.warnings.end(), warning) == figure.warnings.end())
            figure.warnings.push_back(warning);
}

/// Whether both axes show the same: the swept one shows another thing in each study.
bool isSameThing(BudgetAxis axis, const ExperimentRecord& own, const ExperimentRecord& other)
{
    return axis != BudgetAxis::Swept || TradeoffAxis(axis, own, leadingRows(own)).path() ==
                                            TradeoffAxis(axis, other, leadingRows(other)).path();
}

/// One axis for several studies: its label says of their epsilons what is true of all, and a note what
/// differs.
void sayWhatEpsilonsAreWorth(FigureSpec& figure, BudgetAxis axis,
                             const std::vector<const ExperimentRecord*>& drawn)
{
    const BudgetPromises promises(drawn);
    figure.x.label = promises.label(axis);
    if (isAccounted(axis) && figure.x.label != BudgetPromises({drawn.front()}).label(axis))
        figure.notes.push_back(promises.accountedWords().substr(1));
}

} // namespace

FigureSpec overlaidTradeoff(const ExperimentRecord& own, const std::vector<ExperimentRecord>& others,
                            TradeoffOptions options)
{
    std::vector<const ExperimentRecord*> records = {&own};
    for (const auto& other : others)
        records.push_back(&other);
    const auto names = namesOf(records);
    options.onlyLeaked = sharedCount(records);
    options.study = names.front();
    auto figure = tradeoffFigure(own, options);
    options.bounds.reset();
    if (options.onlyLeaked)
        figure.notes.push_back(fmt::format("Attacks at n = {}.", leakedWords(*options.onlyLeaked)));
    std::vector<const ExperimentRecord*> drawn = {&own};
    for (std::size_t i = 1; i < records.size(); ++i) {
        const auto& other = *records[i];
        options.study = names[i];
        const bool isThere = hasBudgets(options.axis, other.rows) && isSameThing(options.axis, own, other);
        const auto lines = isThere ? tradeoffFigure(other, options) : FigureSpec{};
        if (isThere && fits(figure.x, lines.x)) {
            add(figure, lines, names[i]);
            drawn.push_back(&other);
        } else {
            figure.notes.push_back(
                fmt::format("Not drawn: {}, which has no numbers for this axis.", names[i]));
        }
    }
    if (options.axis != BudgetAxis::Swept)
        sayWhatEpsilonsAreWorth(figure, options.axis, drawn);
    standApart(figure);
    return figure;
}

} // namespace undertone::figure
