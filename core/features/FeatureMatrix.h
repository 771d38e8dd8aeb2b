#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace undertone::features {

/// One row of features per utterance, row-major.
struct FeatureMatrix
{
    std::vector<std::string> names; ///< one per column
    std::size_t rows = 0;
    std::vector<float> values; ///< rows x names.size()

    std::size_t columns() const { return names.size(); }
    std::span<const float> row(std::size_t i) const { return {values.data() + i * columns(), columns()}; }
    std::span<float> row(std::size_t i) { return {values.data() + i * columns(), columns()}; }
};

} // namespace undertone::features
