#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/PrivacyResult.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Speakers of one value of the attribute, below which every result carries a warning.
inline constexpr std::size_t fewSpeakers = 6;

/// That the smallest class of a side ("private", "shadow") has `count` speakers, fewer than fewSpeakers.
std::string fewSpeakersWarning(const std::string& side, const std::string& attribute, std::size_t count);
/// That its largest class has over twice the speakers of its smallest.
std::string unbalancedSideWarning(const std::string& side, const std::string& attribute, std::size_t fewest,
                                  std::size_t most);
std::string syntheticSpeechWarning();

/// What is wrong with what a defence claims, each with what to change; `clients` of the private federation.
std::vector<std::string> defenceWarnings(const ExperimentSpec& spec, std::size_t clients,
                                         const PrivacySpent& spent);
/// That a federation ended because another round might take a client over its budget.
std::string budgetSpentWarning(std::size_t rounds, std::size_t planned, double epsilon);

} // namespace undertone::experiment
