#pragma once

#include <string_view>

namespace undertone::base {

/// True for a name that can be a file's on every system and needs no quoting: ASCII letters, digits, '-', '_'
/// and '.', not empty and without a '.' at the beginning.
bool isPlainName(std::string_view name);

} // namespace undertone::base
