#pragma once

#include <string>
#include <vector>

namespace undertone::tests {

struct Source
{
    std::string path; ///< relative to the tree, '/' separated
    std::string text;
};

/// Every rule of the layers that the source breaks, in words.
std::vector<std::string> violations(const Source& source);

/// Headers and sources of core/, widgets/ and app/.
std::vector<Source> sourcesOfTheTree();

} // namespace undertone::tests
