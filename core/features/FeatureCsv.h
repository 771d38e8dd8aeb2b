#pragma once

#include "core/features/FeatureTable.h"

#include <string>
#include <string_view>
#include <vector>

namespace undertone::features {

/// A CSV with a header row, separated by ',', ';' or tabs, and one text column that names the file: one
/// called path, file, name, filename, utterance, wav or id, else the only column that is not numeric.
/// openSMILE's frameTime, start and end are left out. @throws Error InvalidFeatures naming row and column of
/// `source`.
FeatureTable parseFeatureCsv(std::string_view text, const std::string& source);

/// `path`, then the columns; floats in the shortest form that reads back as the same float.
std::string featureCsv(const std::vector<std::string>& keys, const FeatureMatrix& matrix);

} // namespace undertone::features
