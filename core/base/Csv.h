#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::base {

/// A CSV document (RFC 4180; read by libcsv): one header row, then rows of the same number of fields. A UTF-8
/// byte order mark and blank lines are skipped.
struct CsvTable
{
    std::string source; ///< file name, for messages
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> lines; ///< 1-based line of the text on which each row begins

    std::optional<std::size_t> column(std::string_view name) const;
};

/// @throws Error InvalidCorpus with file and row (the line on which it begins) when a row's number of fields
/// differs from the header's, when a quote is not closed, or when there is no header.
CsvTable parseCsv(std::string_view text, const std::string& source, char separator = ',');
CsvTable readCsv(const std::filesystem::path& file, char separator = ',');

/// The field, quoted when it needs to be.
std::string csvField(std::string_view text);

} // namespace undertone::base
