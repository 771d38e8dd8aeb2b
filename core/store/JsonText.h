#pragma once

#include "core/base/Error.h"
#include "core/corpus/ImportReport.h"
#include "core/experiment/Sweep.h"
#include "core/learning/ClassificationMetrics.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace undertone::store {

// Values as the JSON texts that columns hold, and back.

std::string toJson(const experiment::SweepPoint& point); ///< an object: path -> value
experiment::SweepPoint pointFromJson(const std::string& text);
std::string toJson(const learning::ConfusionMatrix& confusion); ///< rows of counts
learning::ConfusionMatrix confusionFromJson(const std::string& text);
std::string toJson(const std::vector<std::string>& texts);
std::vector<std::string> textsFromJson(const std::string& text);
std::string toJson(const std::vector<std::vector<double>>& scores); ///< a repeat, per class
std::vector<std::vector<double>> scoresFromJson(const std::string& text);
std::string toJson(const std::vector<std::size_t>& counts);
std::vector<std::size_t> countsFromJson(const std::string& text);
std::string toJson(const std::map<std::string, std::string>& attributes);
std::map<std::string, std::string> attributesFromJson(const std::string& text);
std::string toJson(const corpus::ImportReport& report);
corpus::ImportReport reportFromJson(const std::string& text);
std::string toJson(const Error& error);
Error errorFromJson(const std::string& text);

/// What the study's models tell apart (experiment::targetClasses).
std::vector<std::string> targetsOfSpecification(const std::string& text);

} // namespace undertone::store
