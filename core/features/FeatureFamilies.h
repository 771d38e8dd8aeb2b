#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::features {

/// Columns that measure one side of the voice.
struct FeatureFamily
{
    std::string
        name; ///< "f0", "energy", "voicing", "voice quality", "formants", "spectral", "mfcc", "lsf", ...
    std::vector<std::size_t> columns;
};

/// The family of a column, by its name as openSMILE and this program write it (any functional of any
/// contour);
/// "" where the name tells none.
std::string familyOf(const std::string& column);
/// The families that the columns fall into, in a fixed order; columns of no family are in none.
std::vector<FeatureFamily> familiesOf(const std::vector<std::string>& columns);

} // namespace undertone::features
