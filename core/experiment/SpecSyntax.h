#pragma once

#include <string>

namespace undertone::experiment {

/// Checks that the text is one JSON document whose top is an object, without a key given twice.
/// @throws Error InvalidSpecification; where = source:line:column, or source and JSON pointer.
void checkSyntax(const std::string& json, const std::string& source);

/// "source#/federation/rounds".
std::string placeOf(const std::string& source, const std::string& pointer);

} // namespace undertone::experiment
