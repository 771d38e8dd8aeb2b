#pragma once

#include "app/cli/Program.h"

namespace undertone::cli {

/// Prints the values of the specifications that differ, by path, and the results of every cell that both
/// studies have.
void printDifference(Program& program, const std::string& first, const std::string& second);

} // namespace undertone::cli
