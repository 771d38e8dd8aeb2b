#pragma once

#include "core/base/Error.h"
#include "core/experiment/ExperimentResult.h"
#include "core/store/ProcessIdentity.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace undertone::store {

// The table `experiment` with its tags and note. An `id` may be an unambiguous prefix. Errors as RunStore
// says.

std::string insertExperiment(SQLite::Database& connection, const std::string& name,
                             const std::string& specification, const ProcessIdentity& holder);
std::string selectSpecification(SQLite::Database& connection, std::int64_t number);
std::int64_t numberOf(SQLite::Database& connection, const std::string& id);
std::string fullId(SQLite::Database& connection, const std::string& id);
void deleteExperiment(SQLite::Database& connection, std::int64_t number);

experiment::ExperimentState stateFromName(const std::string& name);
experiment::ExperimentState selectState(SQLite::Database& connection, std::int64_t number);
void updateState(SQLite::Database& connection, std::int64_t number, experiment::ExperimentState state,
                 const Error* error);
std::optional<Error> selectFailure(SQLite::Database& connection, std::int64_t number);
void updateExtent(SQLite::Database& connection, std::int64_t number, std::size_t trials, bool synthetic);

/// @throws Error Conflict when another living process holds it.
void takeHold(SQLite::Database& connection, std::int64_t number, const ProcessIdentity& holder);
/// @throws Error Conflict when any living process holds it.
void checkNotHeld(SQLite::Database& connection, std::int64_t number);
void dropHold(SQLite::Database& connection, std::int64_t number, const ProcessIdentity& holder);
/// Those that ran in a process that is no more; what waited keeps waiting.
std::vector<std::string> interruptOrphans(SQLite::Database& connection);

void insertTag(SQLite::Database& connection, std::int64_t number, const std::string& tag);
void replaceNote(SQLite::Database& connection, std::int64_t number, const std::string& text);
void updateDeleted(SQLite::Database& connection, std::int64_t number, bool deleted);

} // namespace undertone::store
