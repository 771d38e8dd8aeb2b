#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace undertone::store {

/// A table whose rows belong to a study.
struct BundleTable
{
    const char* name;
    const char* rows; ///< condition on the rows of study ?1
};

/// In an order in which they can be inserted; `experiment` is first.
const std::vector<BundleTable>& bundleTables();

/// New numbers of trials and cells, by those in the bundle.
struct BundleNumbers
{
    std::int64_t experiment = 0;
    std::map<std::int64_t, std::int64_t> trials;
    std::map<std::int64_t, std::int64_t> cells;
};

/// The study's rows as JSON.
std::string tableText(SQLite::Database& connection, const BundleTable& table, std::int64_t experiment);

/// Inserts rows as tableText() gave them; notes the numbers that rows of experiment, trial and cell get.
/// Columns that the text lacks take their defaults. @throws std::exception for what cannot be understood.
void insertTable(SQLite::Database& connection, const BundleTable& table, const std::string& text,
                 BundleNumbers& numbers);

} // namespace undertone::store
