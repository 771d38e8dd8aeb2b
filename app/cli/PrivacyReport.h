#pragma once

#include "core/session/PrivacyAnalysis.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace undertone::cli {

/// A number; an infinite one is the string "inf".
nlohmann::ordered_json numberDocument(double value);
nlohmann::ordered_json numberDocument(const std::optional<double>& value);

nlohmann::ordered_json warningsDocument(const std::vector<privacy::PrivacyWarning>& warnings);
/// A paragraph for each; empty without warnings.
std::string warningsText(const std::vector<privacy::PrivacyWarning>& warnings);

/// Names and values.
using Fields = std::vector<std::pair<std::string, std::string>>;
/// In two columns.
std::string fieldsText(const Fields& fields);

/// "guaranteed" or "nominal".
const char* boundName(privacy::BoundKind kind);

} // namespace undertone::cli
