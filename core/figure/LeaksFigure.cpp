#include "core/figure/Figures.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

Series seriesOf(const std::string& name, const std::vector<ResultRow>& rows, const RowNaming& naming,
                const std::vector<attack::LeakedUpdates>& counts, const std::string& experiment)
{
    Series series;
    series.name = name.empty() ? "attack UAR" : name;
    for (const auto& row : rows) {
        if (naming.name(row) != name)
            continue;
        const auto place = std::find(counts.begin(), counts.end(), row.leakedUpdates) - counts.begin();
        series.points.push_back(
            pointOf(static_cast<double>(place), row.attackUar, attackDetail(row), experiment));
    }
    std::stable_sort(series.points.begin(), series.points.end(),
                     [](const auto& a, const auto& b) { return a.x < b.x; });
    return series;
}

std::string captionOf(const FigureSpec& figure, const std::vector<ResultRow>& rows,
                      const ExperimentRecord& record)
{
    std::string caption =
        fmt::format("Attack UAR against the number of leaked updates: {}.", settingWords(rows));
    for (const auto& series : figure.series) {
        if (series.role != SeriesRole::Measured)
            continue;
        const auto words = [&](const Point& point) {
            return fmt::format("{:.3f} ({:.3f} to {:.3f}) at n = {}", point.y, *point.low, *point.high,
                               figure.x.categories[static_cast<std::size_t>(point.x)]);
        };
        caption += fmt::format(" {}: {}", series.name, words(series.points.front()));
        caption += series.points.size() > 1 ? ", " + words(series.points.back()) + "." : ".";
    }
    return caption + fmt::format("{} {}; dashed: chance ({:.3g}).", ceilingWords(record), basisWords(rows),
                                 record.chanceAttack);
}

} // namespace

FigureSpec leaksFigure(const ExperimentRecord& record)
{
    FigureSpec figure;
    figure.id = "leaks";
    figure.title = "Leaked updates";
    figure.left = uarAxis("attack UAR");
    figure.warnings = warningsOf(record);
    const auto rows = attackedRows(leadingRows(record));
    const auto counts = leakedUpdates(rows);
    figure.x.label = "leaked updates of one client";
    figure.x.scale = AxisScale::Category;
    for (const auto n : counts)
        figure.x.categories.push_back(leakedWords(n));
    if (rows.empty())
        return figure;
    const RowNaming naming(rows);
    for (const auto& name : naming.names()) {
        figure.series.push_back(seriesOf(name, rows, naming, counts, record.summary.id));
        figure.series.back().style = static_cast<int>(figure.series.size()) - 1;
    }
    addCeilings(figure, SeriesAxis::Left, record);
    addChance(figure, "chance", SeriesAxis::Left, record.chanceAttack);
    figure.caption = captionOf(figure, rows, record);
    return figure;
}

} // namespace undertone::figure
