#pragma once

#include <string>
#include <vector>

namespace undertone::figure {

/// Texts that differ in their numbers alone become one, each number that differs as "LOW to HIGH"; the order
/// of first appearance stays.
std::vector<std::string> merged(const std::vector<std::string>& texts);

/// The first sentence of each: what is wrong, without what to do about it. Those that come to the same text
/// appear once.
std::vector<std::string> firstSentences(const std::vector<std::string>& texts);

} // namespace undertone::figure
