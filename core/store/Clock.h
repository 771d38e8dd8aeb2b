#pragma once

#include <fmt/chrono.h>

#include <ctime>
#include <string>

namespace undertone::store {

/// ISO 8601, UTC, to the second.
inline std::string utcNow()
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

} // namespace undertone::store
