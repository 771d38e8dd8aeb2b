#pragma once

#include "core/figure/TableSpec.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::figure {

/// The columns that are worth their room where there is little of it.
struct TableLayout
{
    std::vector<std::size_t> columns;
    std::string shared; ///< what is the same in all rows, on one line; "" for nothing
};

TableLayout layoutOf(const TableSpec& table);
std::vector<std::string> chosen(const std::vector<std::string>& cells,
                                const std::vector<std::size_t>& columns);

} // namespace undertone::figure
