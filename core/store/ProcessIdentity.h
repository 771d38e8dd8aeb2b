#pragma once

#include <cstdint>
#include <string>

namespace undertone::store {

/// A process, told apart from every other one of any time on this machine.
struct ProcessIdentity
{
    std::int64_t pid = 0;
    std::int64_t started = 0; ///< clock ticks since the boot
    std::string boot;         ///< id of the boot
    bool operator==(const ProcessIdentity&) const = default;
};

ProcessIdentity thisProcess();
bool isAlive(const ProcessIdentity& process);

} // namespace undertone::store
