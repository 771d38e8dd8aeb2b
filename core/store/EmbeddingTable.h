#pragma once

#include "core/experiment/EmbeddingResult.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

namespace undertone::store {

// The tables `embedding_map` and `embedded_utterance`. Errors as RunStore says.

/// Replaces what was said before of the same trial.
void insertMap(SQLite::Database& connection, std::int64_t trial, const experiment::EmbeddingMap& map);
/// Of every trial that has one, in the order of points, folds and seeds.
std::vector<experiment::TrialMap> selectMaps(SQLite::Database& connection, std::int64_t experiment);

} // namespace undertone::store
