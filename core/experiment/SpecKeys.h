#pragma once

#include <string>
#include <vector>

namespace undertone::experiment {

/// Every key of the format, such as "federation.rounds"; sections themselves ("federation") are there too.
const std::vector<std::string>& knownKeys();

/// Keys of a section; "" is the document itself.
std::vector<std::string> keysOfSection(const std::string& section);

/// The known key that is closest to `key` in `section`, by edit distance; one that belongs to another section
/// counts a little further away and is given with its section.
std::string nearestKey(const std::string& section, const std::string& key);

/// Levenshtein distance, transposed neighbours counting as one edit.
std::size_t editDistance(const std::string& a, const std::string& b);

} // namespace undertone::experiment
