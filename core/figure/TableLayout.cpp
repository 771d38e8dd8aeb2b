#include "core/figure/TableLayout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::figure {

namespace {

bool isSameInAllRows(const TableSpec& table, std::size_t column)
{
    return std::all_of(table.rows.begin(), table.rows.end(),
                       [&](const auto& row) { return row[column] == table.rows.front()[column]; });
}

/// The algorithm, when the study varies it.
bool repeatsASweptColumn(const TableSpec& table, std::size_t column)
{
    for (std::size_t swept = 0; swept < table.sweptColumns; ++swept)
        if (std::all_of(table.rows.begin(), table.rows.end(),
                        [&](const auto& row) { return row[column] == row[swept]; }))
            return true;
    return false;
}

} // namespace

TableLayout layoutOf(const TableSpec& table)
{
    TableLayout layout;
    std::vector<std::string> shared;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool isFixed = i >= table.sweptColumns && table.rows.size() > 1;
        if (isFixed && repeatsASweptColumn(table, i))
            continue;
        if (!isFixed || !isSameInAllRows(table, i))
            layout.columns.push_back(i);
        else if (!table.rows.front()[i].empty())
            shared.push_back(table.columns[i] + " " + table.rows.front()[i]);
    }
    if (layout.columns.empty() && !table.columns.empty())
        layout.columns.push_back(0);
    layout.shared = fmt::format("{}", fmt::join(shared, ", "));
    return layout;
}

std::vector<std::string> chosen(const std::vector<std::string>& cells,
                                const std::vector<std::size_t>& columns)
{
    std::vector<std::string> kept;
    for (const auto column : columns)
        kept.push_back(cells[column]);
    return kept;
}

} // namespace undertone::figure
