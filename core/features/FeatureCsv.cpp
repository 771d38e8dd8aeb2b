#include "core/features/FeatureCsv.h"

#include "core/base/Csv.h"
#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace undertone::features {

namespace {

char separatorOf(std::string_view text)
{
    const std::string_view header = text.substr(0, text.find('\n'));
    const auto count = [&](char c) { return std::count(header.begin(), header.end(), c); };
    if (count(';') > count(',') && count(';') > count('\t'))
        return ';';
    return count('\t') > count(',') ? '\t' : ',';
}

base::CsvTable parsed(std::string_view text, const std::string& source)
{
    try {
        return base::parseCsv(text, source, separatorOf(text));
    } catch (const Error& error) {
        throw Error(ErrorCode::InvalidFeatures, error.happened(), error.where(), error.remedy());
    }
}

void refuseMissingHeader(const base::CsvTable& table)
{
    const auto measured = [](const std::string& name) {
        return isNumber(name) && name.find_first_of(".eE") != std::string::npos;
    };
    if (std::any_of(table.header.begin(), table.header.end(), measured))
        throw Error(ErrorCode::InvalidFeatures, "Row 1 holds numbers where the names of the columns belong.",
                    table.source, "Put a row with the names of the columns first.");
}

std::size_t keyColumn(const base::CsvTable& table)
{
    const auto named = std::find_if(table.header.begin(), table.header.end(), isKeyName);
    if (named != table.header.end())
        return static_cast<std::size_t>(named - table.header.begin());
    for (std::size_t c = 0; c < table.header.size(); ++c) {
        const auto isText = [c](const auto& row) { return !isNumber(row[c]); };
        if (!isTimeName(table.header[c]) && !table.rows.empty() &&
            std::all_of(table.rows.begin(), table.rows.end(), isText))
            return c;
    }
    throw Error(ErrorCode::InvalidFeatures, "No column names the file of each row.", table.source,
                "Add a column 'path' with the utterances' file names.");
}

std::vector<std::size_t> featureColumns(const base::CsvTable& table, std::size_t key)
{
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < table.header.size(); ++c)
        if (c != key && !isTimeName(table.header[c]))
            columns.push_back(c);
    return columns;
}

} // namespace

FeatureTable parseFeatureCsv(std::string_view text, const std::string& source)
{
    const base::CsvTable csv = parsed(text, source);
    refuseMissingHeader(csv);
    const std::size_t key = keyColumn(csv);
    const auto columns = featureColumns(csv, key);
    FeatureTable table;
    table.matrix.rows = csv.rows.size();
    table.matrix.values.reserve(csv.rows.size() * columns.size());
    for (const std::size_t c : columns)
        table.matrix.names.push_back(csv.header[c]);
    for (std::size_t r = 0; r < csv.rows.size(); ++r) {
        table.keys.push_back(tableKey(csv.rows[r][key]));
        for (const std::size_t c : columns)
            table.matrix.values.push_back(tableNumber(csv.rows[r][c], csv.lines[r], csv.header[c], source));
    }
    checkTable(table, source);
    return table;
}

std::string featureCsv(const std::vector<std::string>& keys, const FeatureMatrix& matrix)
{
    fmt::memory_buffer text;
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "path");
    for (const auto& name : matrix.names)
        fmt::format_to(out, ",{}", base::csvField(name));
    fmt::format_to(out, "\n");
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        fmt::format_to(out, "{}", base::csvField(keys[r]));
        for (const float value : matrix.row(r))
            fmt::format_to(out, ",{}", value);
        fmt::format_to(out, "\n");
    }
    return fmt::to_string(text);
}

} // namespace undertone::features
