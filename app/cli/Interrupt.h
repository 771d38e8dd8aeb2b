#pragma once

#include <functional>
#include <thread>

namespace undertone::cli {

/// While it lives, the first SIGINT or SIGTERM calls `interrupted` (on a thread of its own) and the next one
/// kills the program.
class Interrupt
{
public:
    explicit Interrupt(std::function<void()> interrupted);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

private:
    std::jthread m_watcher;
};

} // namespace undertone::cli
