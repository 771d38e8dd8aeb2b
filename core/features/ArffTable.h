#pragma once

#include "core/features/FeatureTable.h"

#include <string>
#include <string_view>

namespace undertone::features {

/// An ARFF file, as Weka defines it and openSMILE writes it. The key is the string attribute called name,
/// path, file, ... else the first string attribute. Features are the numeric attributes; nominal, date and
/// further string attributes, openSMILE's frameTime and the attribute `class` are not features and are left
/// out.
/// @throws Error InvalidFeatures naming the line of `source`: sparse rows, missing values ('?'), relational
/// attributes, syntax.
FeatureTable parseArff(std::string_view text, const std::string& source);

} // namespace undertone::features
