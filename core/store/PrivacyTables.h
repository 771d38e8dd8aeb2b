#pragma once

#include "core/experiment/PrivacyResult.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

namespace undertone::store {

// The tables `privacy_event` and `privacy_reading`. Errors as RunStore says.

/// Replaces what was said before of the same round.
void insertPrivacy(SQLite::Database& connection, std::int64_t trial, const experiment::RoundPrivacy& round);
/// Of every trial that has one, in the order of the study.
std::vector<experiment::TrialLedger> selectLedgers(SQLite::Database& connection, std::int64_t experiment);

} // namespace undertone::store
