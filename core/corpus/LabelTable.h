#pragma once

#include "core/base/Csv.h"
#include "core/corpus/FolderListing.h"

#include <map>
#include <string>
#include <vector>

namespace undertone::corpus {

/// A label file with known columns. Texts are made valid UTF-8.
class LabelTable
{
public:
    /// @throws Error InvalidCorpus naming the missing column and the header that was found, or when a column
    /// occurs twice or there is no row.
    LabelTable(base::CsvTable table, const std::vector<std::string>& required);

    std::size_t rows() const { return m_table.rows.size(); }
    const base::CsvTable& table() const { return m_table; }
    const std::string& at(std::size_t row, const std::string& column) const;
    /// "F" or "M" for F, M, female and male in any case.
    /// @throws Error InvalidCorpus naming file and row for anything else.
    std::string genderAt(std::size_t row, const std::string& column) const;
    /// @throws Error InvalidCorpus with the file and the row's number.
    [[noreturn]] void refuse(std::size_t row, const std::string& happened, const std::string& remedy) const;

private:
    base::CsvTable m_table;
    std::map<std::string, std::size_t> m_columns;
};

/// A file of tab-separated values: a tab always separates and a line end always ends a row, whatever quotes a
/// text holds; a field that is quoted as a whole is unquoted. @throws Error InvalidCorpus.
base::CsvTable readTabSeparated(const std::filesystem::path& file);

/// The audio files whose path starts with `prefix`.
std::size_t countBelow(const FolderListing& listing, const std::string& prefix);

} // namespace undertone::corpus
