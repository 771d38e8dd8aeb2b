#pragma once

#include <string>

namespace undertone::cli {

/// A line on standard error. What cannot be written is lost: a note is never worth the work it tells of.
void printNote(const std::string& text);
/// The same without an end of line.
void writeNote(const std::string& text);

/// "3 h 20 min", "4 min", "25 s"; empty while unknown (negative).
std::string durationText(double seconds);

} // namespace undertone::cli
