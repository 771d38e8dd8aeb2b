#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::figure {

/// A table as data: rounded for readers, and whole for programs.
struct TableSpec
{
    std::string id;
    std::string title;
    std::vector<std::string> columns;
    std::size_t sweptColumns = 0; ///< the first ones: what the study varies
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> keys;                 ///< stable names of the values below
    std::vector<std::vector<std::string>> records; ///< the same rows in full, each value as JSON text
    std::vector<std::string> references;           ///< of the rows (ReferenceSpec.h)
    std::vector<std::string> warnings;
};

} // namespace undertone::figure
