#pragma once

#include "core/features/FeatureTable.h"

#include <string>
#include <string_view>

namespace undertone::features {

/// How an imported table lies in the workspace: one file, so that it is there whole or not at all. A line
/// "undertone-table 1 ROWS COLUMNS TEXTBYTES", then the names of the columns and the keys, each closed by a
/// zero byte, then the values as float32, row-major, little-endian.
std::string storedTableBytes(const FeatureTable& table);

/// @throws Error InvalidFeatures when `bytes` are not what storedTableBytes() gives.
FeatureTable parseStoredTable(std::string_view bytes, const std::string& source);

} // namespace undertone::features
