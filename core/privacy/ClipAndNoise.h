#pragma once

#include "core/base/SeedTree.h"

#include <span>

namespace undertone::privacy {

/// Euclidean norm, summed in double in one fixed order.
double euclideanNorm(std::span<const float> values);

/// values / max(1, ||values|| / clip), so that the norm is not above `clip` after rounding either. Returns
/// the norm before. `clip` > 0, infinite: nothing is done. Values that are not finite stay as they are.
double clipNorm(std::span<float> values, double clip);

/// Adds N(0, deviation^2) to every value, the normals that `stream` gives one after the other.
void addGaussianNoise(std::span<float> values, double deviation, base::RandomStream stream);

} // namespace undertone::privacy
