#include "core/corpus/LabelTable.h"

#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/corpus/Text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace undertone::corpus {

namespace {

std::string unquoted(std::string_view field)
{
    if (field.size() < 2 || field.front() != '"' || field.back() != '"')
        return std::string(field);
    std::string text;
    for (std::size_t i = 1; i + 1 < field.size(); ++i) {
        text += field[i];
        if (field[i] == '"' && field[i + 1] == '"' && i + 2 < field.size())
            ++i;
    }
    return text;
}

} // namespace

LabelTable::LabelTable(base::CsvTable table, const std::vector<std::string>& required)
    : m_table(std::move(table))
{
    for (std::size_t i = 0; i < m_table.header.size(); ++i)
        if (!m_columns.emplace(m_table.header[i], i).second)
            throw Error(ErrorCode::InvalidCorpus,
                        fmt::format("The column \"{}\" occurs twice.", toUtf8(m_table.header[i])),
                        m_table.source, "Give every column its own name.");
    for (const auto& column : required)
        if (!m_columns.contains(column))
            throw Error(ErrorCode::InvalidCorpus,
                        fmt::format("The column \"{}\" is missing; the header is: {}.", column,
                                    toUtf8(fmt::format("{}", fmt::join(m_table.header, ", ")))),
                        m_table.source,
                        fmt::format("Add it; the columns needed are {}.", fmt::join(required, ", ")));
    if (m_table.rows.empty())
        throw Error(ErrorCode::InvalidCorpus, "The file has a header, but no rows.", m_table.source,
                    "Add one row for each utterance.");
    for (auto& row : m_table.rows)
        for (auto& field : row)
            field = toUtf8(field);
}

const std::string& LabelTable::at(std::size_t row, const std::string& column) const
{
    return m_table.rows[row][m_columns.at(column)];
}

std::string LabelTable::genderAt(std::size_t row, const std::string& column) const
{
    const auto word = lowerCase(at(row, column));
    if (word == "f" || word == "female")
        return "F";
    if (word == "m" || word == "male")
        return "M";
    refuse(row, fmt::format("{} is \"{}\"; it must be F or M", column, at(row, column)),
           "Write F or M, or leave the row out.");
}

void LabelTable::refuse(std::size_t row, const std::string& happened, const std::string& remedy) const
{
    throw Error(ErrorCode::InvalidCorpus, fmt::format("Row {}: {}.", m_table.lines[row], happened),
                m_table.source, remedy);
}

std::size_t countBelow(const FolderListing& listing, const std::string& prefix)
{
    const auto& files = listing.audioFiles();
    return static_cast<std::size_t>(std::count_if(
        files.begin(), files.end(), [&](const std::string& path) { return path.starts_with(prefix); }));
}

base::CsvTable readTabSeparated(const std::filesystem::path& file)
{
    const auto content = base::readFile(file);
    base::CsvTable table;
    table.source = file.string();
    std::size_t number = 0;
    for (const auto line : splitLines(base::withoutByteOrderMark(content))) {
        ++number;
        if (line.empty())
            continue;
        std::vector<std::string> fields;
        for (const auto field : split(line, '\t'))
            fields.push_back(unquoted(field));
        if (table.header.empty()) {
            table.header = std::move(fields);
            continue;
        }
        table.lines.push_back(number);
        if (fields.size() != table.header.size())
            throw Error(ErrorCode::InvalidCorpus,
                        fmt::format("Row {} has {} fields, the header has {}.", table.lines.back(),
                                    fields.size(), table.header.size()),
                        table.source, "Give every row one field for each column, with tabs between.");
        table.rows.push_back(std::move(fields));
    }
    return table;
}

} // namespace undertone::corpus
