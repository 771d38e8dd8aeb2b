#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/store/HistorySpec.h"
#include "core/store/ProcessIdentity.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <vector>

namespace undertone::store {

// Studies as the history lists them. Errors as RunStore says.

/// @throws Error InvalidRequest for a filter that cannot be understood (FilterParser.h).
std::vector<experiment::ExperimentSummary> selectSummaries(SQLite::Database& connection,
                                                           const HistoryQuery& query);
experiment::ExperimentSummary selectSummary(SQLite::Database& connection, std::int64_t number);

void updateStarred(SQLite::Database& connection, std::int64_t number, bool starred);
/// Its name, and that in its specification. @throws Error InvalidSpecification for one that cannot be.
void updateName(SQLite::Database& connection, std::int64_t number, const std::string& name);
void deleteTag(SQLite::Database& connection, std::int64_t number, const std::string& tag);
/// Every tag in use, by name.
std::vector<std::string> selectTags(SQLite::Database& connection);
/// Removes studies of the bin for good. @throws Error Conflict when one is not in the bin, or runs in a
/// living process.
void deleteBinned(SQLite::Database& connection, const std::vector<std::string>& ids);

} // namespace undertone::store
