#pragma once

#include <cstddef>
#include <string>

namespace undertone::experiment {

/// Speakers of one value of the attribute, below which every result carries a warning.
inline constexpr std::size_t fewSpeakers = 6;

/// That the smallest class of a side ("private", "shadow") has `count` speakers, fewer than fewSpeakers.
std::string fewSpeakersWarning(const std::string& side, const std::string& attribute, std::size_t count);
std::string syntheticSpeechWarning();

} // namespace undertone::experiment
