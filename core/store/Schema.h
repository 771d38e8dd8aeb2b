#pragma once

#include "core/store/Database.h"

#include <string>
#include <vector>

namespace undertone::store {

/// The scripts of resources/sql in order; script i takes a database from schema i to schema i + 1.
const std::vector<std::string>& schemaScripts();

/// Brings the database to the newest schema. An older one is copied to NAME.schemaN.db beside it first.
/// @throws Error NewerStore (nothing is changed), StorageFailed.
void migrate(Database& database);

} // namespace undertone::store
