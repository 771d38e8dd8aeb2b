#pragma once

#include <string_view>

namespace undertone::base {

/// For temporary files whose names tell their owner: true when `name` begins with the number of a process
/// that lives and is not this one.
bool isOfAnotherLiveProcess(std::string_view name);

} // namespace undertone::base
