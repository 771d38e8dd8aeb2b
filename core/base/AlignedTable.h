#pragma once

#include <string>
#include <vector>

namespace undertone::base {

enum class HeaderRule { None, Dashes };

/// Rows under a header for a terminal, columns aligned and two spaces apart; rows are as long as the header.
/// Widths are counted in code points of UTF-8, which are columns for the text that occurs here.
std::string alignedTable(const std::vector<std::string>& header,
                         const std::vector<std::vector<std::string>>& rows,
                         HeaderRule rule = HeaderRule::None);

} // namespace undertone::base
