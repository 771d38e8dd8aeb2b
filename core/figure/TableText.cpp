#include "core/base/AlignedTable.h"
#include "core/base/Csv.h"
#include "core/figure/FigureText.h"
#include "core/figure/TableLayout.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace undertone::figure {

using Json = nlohmann::ordered_json;

namespace {

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
    const auto shared = layout.shared.empty() ? layout.shared : layout.shared + "\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : table.rows)
        rows.push_back(chosen(row, layout.columns));
    std::string text = shared + base::alignedTable(columns, rows, base::HeaderRule::Dashes);
    for (const auto& warning : table.warnings)
        text += warning + "\n";
    return text;
}

} // namespace undertone::figure
