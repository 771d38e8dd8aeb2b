#pragma once

#include "core/features/FeatureMatrix.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::features {

enum class Normalization { Speaker, Global, None };

/// @throws Error InvalidSpecification.
Normalization normalizationFromName(const std::string& name);
const char* normalizationName(Normalization normalization);

/// z-normalisation: (x - mean) / (population deviation + 1e-5).
/// `Speaker`: with the statistics of each speaker's own rows. `Global`: with those of the rows in `fitRows`
/// alone (the side that may be looked at). `None`: as it is. `speakerOfRow[i]` is the speaker's index of row
/// i.
void normalize(FeatureMatrix& matrix, Normalization normalization,
               const std::vector<std::size_t>& speakerOfRow, const std::vector<std::size_t>& fitRows);

} // namespace undertone::features
