#pragma once

#include <string>
#include <vector>

namespace undertone::figure {

/// A table as data.
struct TableSpec
{
    std::string id;
    std::string title;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> warnings;
};

} // namespace undertone::figure
