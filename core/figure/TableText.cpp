#include "core/base/Csv.h"
#include "core/figure/FigureText.h"
#include "core/figure/Latex.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace undertone::figure {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t rowsOfAPage = 40; ///< of LaTeX

Json objectOf(const TableSpec& table, const std::vector<std::string>& record)
{
    Json object = Json::object();
    for (std::size_t i = 0; i < table.keys.size(); ++i)
        object[table.keys[i]] = Json::parse(record[i]);
    return object;
}

/// Members of an object become columns of their own: "sweep" -> "sweep.model.dropout".
Json flattened(const Json& object)
{
    Json flat = Json::object();
    for (const auto& [key, value] : object.items()) {
        if (!value.is_object())
            flat[key] = value;
        else
            for (const auto& [member, inner] : value.items())
                flat[key + "." + member] = inner;
    }
    return flat;
}

std::string csvValue(const Json& value)
{
    if (value.is_null())
        return {};
    return base::csvField(value.is_string() ? value.get<std::string>() : value.dump());
}

std::string csvLine(const std::vector<std::string>& fields)
{
    return fmt::format("{}\n", fmt::join(fields, ","));
}

/// Code points, which is columns for the text that occurs here.
std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::vector<std::size_t> widths(const std::vector<std::string>& columns,
                                const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> result;
    for (const auto& column : columns)
        result.push_back(widthOf(column));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            result[i] = std::max(result[i], widthOf(row[i]));
    return result;
}

std::string padded(const std::vector<std::string>& cells, const std::vector<std::size_t>& columnWidths)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line.append(i ? 2 : 0, ' ').append(cells[i]).append(columnWidths[i] - widthOf(cells[i]), ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string markdownCell(const std::string& text)
{
    std::string escaped;
    for (const char c : text)
        escaped.append(c == '|' || c == '\\' ? 1 : 0, '\\').push_back(c);
    return escaped;
}

std::string markdownLine(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const auto& cell : cells)
        line += fmt::format(" {} |", markdownCell(cell));
    return line + "\n";
}

std::string latexLine(const std::vector<std::string>& cells)
{
    std::vector<std::string> escaped;
    for (const auto& cell : cells)
        escaped.push_back(latexText(cell));
    return fmt::format("    {} \\\\\n", fmt::join(escaped, " & "));
}

std::string latexCaption(const TableSpec& table)
{
    std::string text = latexText(table.title);
    for (const auto& warning : table.warnings)
        text.append(1, ' ').append(latexText(warning));
    return fmt::format("  \\caption{{{}}}", text);
}

std::string latexRows(const TableSpec& table)
{
    std::string text;
    for (const auto& row : table.rows)
        text += latexLine(row);
    return text;
}

std::string shortTex(const TableSpec& table)
{
    return "% Needs \\usepackage{booktabs}.\n\\begin{table}\n  \\centering\n" + latexCaption(table) +
           "\n  \\begin{tabular}{" + std::string(table.columns.size(), 'l') + "}\n    \\toprule\n" +
           latexLine(table.columns) + "    \\midrule\n" + latexRows(table) +
           "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n";
}

std::string longTex(const TableSpec& table)
{
    const auto head = "    \\toprule\n" + latexLine(table.columns) + "    \\midrule\n";
    return "% Needs \\usepackage{booktabs} and \\usepackage{longtable}.\n\\begin{longtable}{" +
           std::string(table.columns.size(), 'l') + "}\n" + latexCaption(table) + " \\\\\n" + head +
           "    \\endfirsthead\n" + head + "    \\endhead\n    \\bottomrule\n    \\endfoot\n" +
           latexRows(table) + "\\end{longtable}\n";
}

/// What a terminal has room for.
struct TextLayout
{
    std::vector<std::size_t> columns;
    std::string shared; ///< one line of what is the same in all rows
};

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

TextLayout layoutOf(const TableSpec& table)
{
    TextLayout layout;
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
    if (!shared.empty())
        layout.shared = fmt::format("{}\n", fmt::join(shared, ", "));
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

} // namespace

std::string tableAsCsv(const TableSpec& table)
{
    std::vector<Json> records;
    std::vector<std::string> header;
    for (const auto& record : table.records) {
        records.push_back(flattened(objectOf(table, record)));
        for (const auto& [key, value] : records.back().items())
            if (std::find(header.begin(), header.end(), key) == header.end())
                header.push_back(key);
    }
    std::vector<std::string> names;
    for (const auto& key : header)
        names.push_back(base::csvField(key));
    std::string text = csvLine(names);
    for (const auto& record : records) {
        std::vector<std::string> fields;
        for (const auto& key : header)
            fields.push_back(record.contains(key) ? csvValue(record.at(key)) : "");
        text += csvLine(fields);
    }
    return text;
}

std::string tableAsJson(const TableSpec& table)
{
    std::vector<std::string> objects;
    for (const auto& record : table.records)
        objects.push_back(objectOf(table, record).dump());
    return fmt::format("[{}]\n", fmt::join(objects, ",\n "));
}

std::string tableAsTex(const TableSpec& table)
{
    return table.rows.size() > rowsOfAPage ? longTex(table) : shortTex(table);
}

std::string tableAsMarkdown(const TableSpec& table)
{
    std::string text = "**" + table.title + "**\n\n" + markdownLine(table.columns);
    text += markdownLine(std::vector<std::string>(table.columns.size(), "---"));
    for (const auto& row : table.rows)
        text += markdownLine(row);
    for (const auto& warning : table.warnings)
        text += fmt::format("\n> {}\n", warning);
    return text;
}

std::string tableAsText(const TableSpec& table)
{
    const auto layout = layoutOf(table);
    const auto columns = chosen(table.columns, layout.columns);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : table.rows)
        rows.push_back(chosen(row, layout.columns));
    const auto columnWidths = widths(columns, rows);
    std::vector<std::string> rule;
    for (const auto width : columnWidths)
        rule.push_back(std::string(width, '-'));
    std::string text = layout.shared + padded(columns, columnWidths) + padded(rule, columnWidths);
    for (const auto& row : rows)
        text += padded(row, columnWidths);
    for (const auto& warning : table.warnings)
        text += warning + "\n";
    return text;
}

} // namespace undertone::figure
