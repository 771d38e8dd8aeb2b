#pragma once

#include "core/features/FeatureSet.h"

namespace undertone::features {

/// "functionals": the 26 low-level descriptors, smoothed over three frames, and their deltas, each summarised
/// by 19 functionals: 988 columns named DESCRIPTOR_sma_FUNCTIONAL and DESCRIPTOR_sma_de_FUNCTIONAL, such as
/// loudness_sma_de_quartile1. (The composition is that of B. Schuller's group's base set for emotions.)
const FeatureSet& functionalsSet();

} // namespace undertone::features
