#pragma once

#include "core/experiment/AuditResult.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

namespace undertone::store {

// The table `membership_audit`. Errors as RunStore says.

/// Replaces what was said before of the same trial.
void insertAudit(SQLite::Database& connection, std::int64_t trial, const experiment::MembershipAudit& audit);
/// Of every point of the sweep that has one, in the order of the study, over its folds and seeds.
std::vector<experiment::AuditRow> selectAudits(SQLite::Database& connection, std::int64_t experiment);

} // namespace undertone::store
