#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

/// Places of names in order of first appearance.
class Places
{
public:
    std::size_t of(const std::string& name)
    {
        const auto found = std::find(m_names.begin(), m_names.end(), name);
        if (found == m_names.end())
            m_names.push_back(name);
        return static_cast<std::size_t>(std::find(m_names.begin(), m_names.end(), name) - m_names.begin());
    }
    const std::vector<std::string>& names() const { return m_names; }

private:
    std::vector<std::string> m_names;
};

std::string layerName(const ResultRow& row, bool severalParts)
{
    if (row.layer.empty())
        return row.attack;
    return severalParts ? row.layer + " (" + row.part + ")" : row.layer;
}

HeatmapCell cellOf(const ResultRow& row, std::size_t column, std::size_t line, double chance)
{
    HeatmapCell cell;
    cell.column = column;
    cell.row = line;
    cell.value = row.attackUar.value;
    cell.low = row.attackUar.low;
    cell.high = row.attackUar.high;
    cell.text = fmt::format("{:.2f}", row.attackUar.value);
    cell.crossesChance = row.attackUar.low <= chance && row.attackUar.high >= chance;
    cell.detail = attackDetail(row);
    return cell;
}

std::string captionOf(const Heatmap& heatmap, const FigureSpec& figure, const std::vector<ResultRow>& rows,
                      const std::string& fixed)
{
    const auto& cells = heatmap.cells;
    const auto strongest = std::max_element(cells.begin(), cells.end(),
                                            [](const auto& a, const auto& b) { return a.value < b.value; });
    const auto hatched =
        std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return cell.crossesChance; });
    return fmt::format("Attack UAR on {} by {} against {}{}. Highest: {:.3f} ({:.3f} to {:.3f}), {} {}, {} "
                       "{}. Hatched: the 95 % "
                       "interval crosses chance ({:.3g}), {} of {} cells. {}.",
                       attributeWords(rows), figure.left.label, figure.x.label, fixed, strongest->value,
                       *strongest->low, *strongest->high, figure.left.label,
                       figure.left.categories[strongest->row], figure.x.label,
                       figure.x.categories[strongest->column], heatmap.centre, hatched, cells.size(),
                       speakerWords(rows.front()));
}

/// Columns are the settings that tell rows apart; the numbers of leaked updates where nothing is swept.
struct Columns
{
    std::vector<ResultRow> rows;
    std::string label;
    std::string fixed; ///< what the figure holds constant, in words
    bool byLeaks = false;
};

std::string columnLabel(const ExperimentRecord& record)
{
    const auto axes = sweptAxes(record);
    return axes.size() == 1 ? pathWords(axes.front().path) : "setting";
}

/// Without what tells lines apart.
ResultRow inColumn(ResultRow row)
{
    row.part.clear();
    if (isOnRepresentation(row)) {
        row.attack.clear();
        row.attribute.clear();
    }
    return row;
}

std::vector<ResultRow> inColumns(const std::vector<ResultRow>& rows)
{
    std::vector<ResultRow> result;
    std::transform(rows.begin(), rows.end(), std::back_inserter(result), inColumn);
    return result;
}

Columns columnsOf(const ExperimentRecord& record, const std::vector<ResultRow>& rows)
{
    const auto onePart = inColumns(rows);
    Columns columns;
    columns.byLeaks = RowNaming(onePart).names().size() < 2;
    const auto counts = leakedUpdates(rows);
    columns.label = columns.byLeaks ? termsOf(rows).leaked : columnLabel(record);
    for (const auto n : counts)
        for (const auto& row : rows)
            if (row.leakedUpdates == n && (columns.byLeaks || n == counts.front()))
                columns.rows.push_back(row);
    if (!columns.byLeaks)
        columns.fixed = ", n = " + leakedWords(counts.front());
    return columns;
}

std::string columnName(const ResultRow& row, const Columns& columns, const RowNaming& naming,
                       const std::vector<SweptAxis>& axes)
{
    if (columns.byLeaks)
        return leakedWords(row.leakedUpdates);
    if (axes.size() != 1)
        return naming.name(row);
    const auto value = valueAt(row.sweep, axes.front().path);
    return value == "\"inf\"" ? "no noise" : valueWords(value);
}

std::string lineName(const ResultRow& row, bool severalParts)
{
    if (isOnRepresentation(row))
        return row.attribute + ", " + row.attack;
    const auto family = familyOf(row);
    return family.empty() ? layerName(row, severalParts) : family;
}

/// A line of the heatmap for each layer or family.
void addHeatmap(FigureSpec& figure, const ExperimentRecord& record, const std::vector<ResultRow>& rows)
{
    const auto columns = columnsOf(record, rows);
    figure.x.label = columns.label;
    std::set<std::string> parts;
    for (const auto& row : columns.rows)
        parts.insert(row.part);
    const auto unnamedPart = inColumns(columns.rows);
    const RowNaming naming(unnamedPart);
    Heatmap heatmap;
    heatmap.centre = record.chanceAttack;
    heatmap.reach = 1 - record.chanceAttack;
    heatmap.valueLabel = termsOf(rows).leakage;
    Places across, down;
    const auto axes = sweptAxes(record);
    for (std::size_t i = 0; i < columns.rows.size(); ++i) {
        const auto& row = columns.rows[i];
        heatmap.cells.push_back(cellOf(row, across.of(columnName(unnamedPart[i], columns, naming, axes)),
                                       down.of(lineName(row, parts.size() > 1)), chanceOf(row, record)));
        heatmap.cells.back().detail += trialWords(record, row.sweep);
        heatmap.cells.back().reference = referenceTo(record.summary.id, row);
    }
    figure.x.categories = across.names();
    figure.left.categories = down.names();
    figure.caption = captionOf(heatmap, figure, columns.rows, columns.fixed) + ceilingWords(record);
    figure.heatmap = std::move(heatmap);
}

FigureSpec emptyHeatmap(const char* id, const char* title, const char* lines, const ExperimentRecord& record)
{
    FigureSpec figure;
    figure.id = id;
    figure.title = title;
    figure.x.scale = figure.left.scale = AxisScale::Category;
    figure.left.label = lines;
    figure.warnings = briefWarningsOf(record);
    return figure;
}

} // namespace

FigureSpec layersFigure(const ExperimentRecord& record)
{
    auto figure = emptyHeatmap("layers", "Layers", "layer", record);
    auto rows = attackedRows(record.rows);
    if (std::all_of(rows.begin(), rows.end(), isOnRepresentation))
        figure.left.label = "attacker";
    else // an encoder trained in a federation: what clients send
        std::erase_if(rows, isOnRepresentation);
    if (rows.empty())
        return figure;
    addHeatmap(figure, record, rows);
    if (const auto chances = chanceWords(rows, record); chances.find('(') != std::string::npos)
        figure.notes.push_back("Chance: " + chances + "; each cell is hatched by its own.");
    return figure;
}

FigureSpec featuresFigure(const ExperimentRecord& record)
{
    auto figure = emptyHeatmap("features", "Features", "family of features", record);
    std::vector<ResultRow> rows;
    std::copy_if(record.rows.begin(), record.rows.end(), std::back_inserter(rows),
                 [](const auto& row) { return !familyOf(row).empty(); });
    if (rows.empty())
        return figure;
    addHeatmap(figure, record, rows);
    figure.caption += " Each family: the attack on the first layer's weights of its columns alone.";
    return figure;
}

} // namespace undertone::figure
