#pragma once

#include "core/features/FeatureMatrix.h"

#include <string>
#include <string_view>
#include <vector>

namespace undertone::features {

/// A table of features from outside and the key (path, name or stem of an utterance's file) of each row.
struct FeatureTable
{
    std::vector<std::string> keys;
    FeatureMatrix matrix;
};

/// Checks what every reader promises: columns with names that are not empty and do not repeat, at least one
/// row, a key for each row, none twice. @throws Error InvalidFeatures.
void checkTable(const FeatureTable& table, const std::string& source);

/// A number as a table holds it, surrounding blanks allowed. @throws Error InvalidFeatures naming row and
/// column for anything that is not a finite float.
float tableNumber(std::string_view field, std::size_t row, std::string_view column,
                  const std::string& source);

/// True when the whole field, blanks aside, is a number (finite or not).
bool isNumber(std::string_view field);

/// True for the names that tables give to the column of file names: path, file, name, filename, ...
bool isKeyName(std::string_view column);

/// True for columns that tell when a row was measured rather than what: frameTime, start, end.
bool isTimeName(std::string_view column);

/// The key without surrounding blanks and quotation marks, as openSMILE writes it.
std::string tableKey(std::string_view field);

} // namespace undertone::features
