#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::learning {

/// The emotion classifier: input -> hidden... -> emotions, ReLU, dropout after each hidden layer,
/// log-softmax.
struct ModelSpec
{
    std::vector<std::size_t> hidden = {256, 128};
    double dropout = 0.2; ///< after the first layer; 0.2 after the others
    bool operator==(const ModelSpec&) const = default;
};

} // namespace undertone::learning
