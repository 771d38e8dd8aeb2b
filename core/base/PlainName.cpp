#include "core/base/PlainName.h"

#include <algorithm>

namespace undertone::base {

namespace {

/// Whatever the locale says of letters.
bool isAllowed(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

} // namespace

bool isPlainName(std::string_view name)
{
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), isAllowed);
}

} // namespace undertone::base
