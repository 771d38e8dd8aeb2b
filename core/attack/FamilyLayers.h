#pragma once

#include "core/attack/AttributeInferenceAttack.h"

#include <string>
#include <vector>

namespace undertone::attack {

/// "first[f0]": the first layer as far as it weighs one family of features.
std::string familyLayer(const std::string& family);
bool isFamilyLayer(const std::string& layer);

/// The federation with a layer more for each family: the first layer's A with the family's columns alone (the
/// rows of probes are of unit length again) and, last, the bias column. A federation without updates stays.
/// @throws Error InvalidRequest when a family has a column that the layer does not have.
ObservedFederation withFamilies(ObservedFederation observed, const std::vector<ColumnFamily>& families);

} // namespace undertone::attack
