#include "tests/support/SharedGolden.h"

#include "core/base/Csv.h"

#include <cstdlib>

namespace undertone::tests {

std::optional<std::filesystem::path> sharedGolden(const std::string& name)
{
    const char* chosen = std::getenv("UNDERTONE_TEST_GOLDEN");
    const std::filesystem::path file =
        (chosen ? std::filesystem::path(chosen)
                : std::filesystem::path(UNDERTONE_SOURCE_DIR) / ".." / "shared" / "golden") /
        name;
    if (!std::filesystem::exists(file))
        return std::nullopt;
    return file;
}

double GoldenRow::number(const std::string& column) const
{
    return std::strtod(m_cells.at(column).c_str(), nullptr);
}

std::vector<GoldenRow> goldenRows(const std::filesystem::path& file)
{
    const auto table = base::readCsv(file);
    std::vector<GoldenRow> rows;
    for (const auto& fields : table.rows) {
        std::map<std::string, std::string> cells;
        for (std::size_t i = 0; i < fields.size(); ++i)
            cells[table.header[i]] = fields[i];
        rows.emplace_back(std::move(cells));
    }
    return rows;
}

} // namespace undertone::tests
