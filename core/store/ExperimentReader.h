#pragma once

#include "core/experiment/StudyComparison.h"
#include "core/experiment/TrialResult.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

namespace undertone::store {

// Reading of what experiments left in the tables.

experiment::ExperimentRecord selectRecord(SQLite::Database& connection, std::int64_t number);
/// The record with its finished trials.
experiment::StudyEvidence selectEvidence(SQLite::Database& connection, std::int64_t number);
std::vector<experiment::TrialResult> selectTrialResults(SQLite::Database& connection, std::int64_t number);

} // namespace undertone::store
