#include "core/features/FeatureTable.h"

#include "core/base/Error.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace undertone::features {

namespace {

enum class NumberKind { None, Finite, NotFinite };

NumberKind parseNumber(std::string_view field, double& value)
{
    field = corpus::trim(field);
    if (field.starts_with('+') && !field.substr(1).starts_with('-'))
        field.remove_prefix(1);
    const auto [end, code] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (field.empty() || end != field.data() + field.size() || code == std::errc::invalid_argument)
        return NumberKind::None;
    if (code == std::errc::result_out_of_range)
        return NumberKind::NotFinite;
    return std::isfinite(static_cast<float>(value)) ? NumberKind::Finite : NumberKind::NotFinite;
}

void refuseZeroByte(const std::string& text, const std::string& source)
{
    if (text.find('\0') != std::string::npos)
        throw Error(ErrorCode::InvalidFeatures, "A name in the table holds a zero byte.", source,
                    "Save the table as text in UTF-8.");
}

void checkColumns(const std::vector<std::string>& names, const std::string& source)
{
    if (names.empty())
        throw Error(ErrorCode::InvalidFeatures, "The table has no column of numbers.", source,
                    "Give it one column that names the file and one column for each feature.");
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (corpus::trim(names[i]).empty())
            throw Error(ErrorCode::InvalidFeatures, fmt::format("Feature column {} has no name.", i + 1),
                        source, "Name every column; a row index does not belong in the table.");
        refuseZeroByte(names[i], source);
        if (!seen.insert(names[i]).second)
            throw Error(ErrorCode::InvalidFeatures, fmt::format("Two columns are named '{}'.", names[i]),
                        source, "Give every column a name of its own.");
    }
}

} // namespace

void checkTable(const FeatureTable& table, const std::string& source)
{
    checkColumns(table.matrix.names, source);
    if (table.matrix.rows == 0)
        throw Error(ErrorCode::InvalidFeatures, "The table has no rows.", source,
                    "Give it one row for each utterance.");
    std::unordered_map<std::string_view, std::size_t> rowOf;
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
        const std::string& key = table.keys[i];
        if (key.empty())
            throw Error(ErrorCode::InvalidFeatures, fmt::format("Row {} of the data names no file.", i + 1),
                        source, "Name the utterance's file in every row.");
        refuseZeroByte(key, source);
        const auto [found, isNew] = rowOf.emplace(key, i);
        if (!isNew)
            throw Error(
                ErrorCode::InvalidFeatures,
                fmt::format("'{}' has two rows: {} and {} of the data.", key, found->second + 1, i + 1),
                source, "Give one row for each utterance; tables of frames must be summarised first.");
    }
}

bool isNumber(std::string_view field)
{
    double ignored = 0;
    return parseNumber(field, ignored) != NumberKind::None;
}

float tableNumber(std::string_view field, std::size_t row, std::string_view column, const std::string& source)
{
    double value = 0;
    const NumberKind kind = parseNumber(field, value);
    if (kind == NumberKind::Finite)
        return static_cast<float>(value);
    throw Error(
        ErrorCode::InvalidFeatures,
        fmt::format("Row {}, column '{}': '{}' is not {}.", row, column, corpus::trim(field).substr(0, 60),
                    kind == NumberKind::None ? "a number" : "a finite number of single precision"),
        source,
        kind == NumberKind::None
            ? "Leave numbers alone beside the one column that names the file, and fill missing values."
            : "Replace infinite, too large and undefined values before the import.");
}

bool isKeyName(std::string_view column)
{
    static constexpr std::array names{"path",     "file",      "name",      "filename", "file_name",
                                      "filepath", "file_path", "utterance", "wav",      "id"};
    return std::find(names.begin(), names.end(), corpus::lowerCase(corpus::trim(column))) != names.end();
}

bool isTimeName(std::string_view column)
{
    static constexpr std::array names{"frametime", "start", "end"};
    return std::find(names.begin(), names.end(), corpus::lowerCase(corpus::trim(column))) != names.end();
}

std::string tableKey(std::string_view field)
{
    field = corpus::trim(field);
    const bool quoted =
        field.size() >= 2 && (field.front() == '\'' || field.front() == '"') && field.back() == field.front();
    return std::string(quoted ? field.substr(1, field.size() - 2) : field);
}

} // namespace undertone::features
