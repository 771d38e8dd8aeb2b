#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace undertone::tests {

/// A file of reference values beside the project (../shared/golden/NAME, or $UNDERTONE_TEST_GOLDEN/NAME), if
/// it is there: the tests that need it say "skipped" where it is not.
std::optional<std::filesystem::path> sharedGolden(const std::string& name);

/// One row of a reference table: column name -> text.
class GoldenRow
{
public:
    explicit GoldenRow(std::map<std::string, std::string> cells) : m_cells(std::move(cells)) {}
    bool has(const std::string& column) const { return !m_cells.at(column).empty(); }
    const std::string& text(const std::string& column) const { return m_cells.at(column); }
    double number(const std::string& column) const;

private:
    std::map<std::string, std::string> m_cells;
};

/// The rows of a table with a header.
std::vector<GoldenRow> goldenRows(const std::filesystem::path& file);

} // namespace undertone::tests
