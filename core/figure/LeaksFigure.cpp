#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

Series seriesOf(const std::string& name, const std::vector<ResultRow>& rows, const RowNaming& naming,
                const std::vector<attack::LeakedUpdates>& counts, const ExperimentRecord& record)
{
    Series series;
    series.name = name.empty() ? termsOf(rows).leakage : name;
    for (const auto& row : rows) {
        if (naming.name(row) != name)
            continue;
        const auto place = std::find(counts.begin(), counts.end(), row.leakedUpdates) - counts.begin();
        series.points.push_back(pointOf(static_cast<double>(place), row.attackUar,
                                        attackDetail(row) + trialWords(record, row.sweep),
                                        referenceTo(record.summary.id, row)));
    }
    std::stable_sort(series.points.begin(), series.points.end(),
                     [](const auto& a, const auto& b) { return a.x < b.x; });
    return series;
}

/// A grey line for each budget that the study has too, in the order of the study's.
void addPublished(FigureSpec& figure, const std::vector<attack::LeakedUpdates>& counts,
                  const std::vector<double>& budgets, const std::vector<PublishedResult>& published)
{
    for (std::size_t i = 0; i < budgets.size(); ++i) {
        Series line;
        line.role = SeriesRole::Published;
        line.style = static_cast<int>(i);
        for (const auto& result : published) {
            const auto place = std::find(counts.begin(), counts.end(), result.leakedUpdates);
            if (!result.leakedUpdates || place == counts.end() || result.nominalEpsilon != budgets[i])
                continue;
            line.legend = publishedWords(result);
            line.name = fmt::format("published ({}): {}", result.corpus,
                                    std::isinf(budgets[i]) ? std::string("no noise")
                                                           : fmt::format("epsilon {:g}", budgets[i]));
            line.points.push_back(publishedPoint(static_cast<double>(place - counts.begin()), result));
        }
        if (!line.points.empty())
            figure.series.push_back(std::move(line));
    }
}

/// Nominal budgets of a study, as they are swept; without a sweep the one without noise.
std::vector<double> nominalBudgets(const ExperimentRecord& record)
{
    std::vector<double> budgets;
    for (const auto& axis : sweptAxes(record))
        if (axis.path == "privacy.epsilon")
            for (const auto& value : axis.values)
                budgets.push_back(std::stod(valueWords(value)));
    if (sweptAxes(record).empty())
        budgets.push_back(std::numeric_limits<double>::infinity());
    return budgets;
}

std::string captionOf(const FigureSpec& figure, const std::vector<ResultRow>& rows,
                      const ExperimentRecord& record)
{
    std::string caption =
        fmt::format("Attack UAR against the number of {}: {}.", figure.x.label, settingWords(rows));
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
    return caption + fmt::format("{} {}; dashed: chance ({}).", ceilingWords(record), basisWords(rows),
                                 chanceWords(rows, record));
}

} // namespace

FigureSpec leaksFigure(const ExperimentRecord& record)
{
    FigureSpec figure;
    figure.id = "leaks";
    figure.title = "Leaked updates";
    figure.warnings = briefWarningsOf(record);
    const auto rows = attackedRows(leadingRows(record));
    const auto terms = termsOf(rows);
    figure.left = uarAxis(terms.leakage);
    const auto counts = leakedUpdates(rows);
    figure.x.label = terms.leaked;
    figure.x.scale = AxisScale::Category;
    for (const auto n : counts)
        figure.x.categories.push_back(leakedWords(n));
    if (rows.empty())
        return figure;
    const RowNaming naming(rows);
    for (const auto& name : naming.names()) {
        figure.series.push_back(seriesOf(name, rows, naming, counts, record));
        figure.series.back().style = static_cast<int>(figure.series.size()) - 1;
    }
    addCeilings(figure, SeriesAxis::Left, record);
    addAttackChances(figure, "chance", SeriesAxis::Left, rows, record);
    const auto published = publishedFor(record);
    addPublished(figure, counts, nominalBudgets(record), published);
    figure.caption = captionOf(figure, rows, record) + publishedCaption(figure, published);
    return figure;
}

} // namespace undertone::figure
