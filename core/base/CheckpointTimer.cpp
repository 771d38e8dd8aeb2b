#include "core/base/CheckpointTimer.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace undertone::base {

namespace {

double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

CheckpointTimer::CheckpointTimer(double interval, Clock clock)
    : m_interval(interval), m_clock(clock ? std::move(clock) : Clock(steadySeconds))
{
    start();
}

bool CheckpointTimer::isDue()
{
    const double now = m_clock();
    m_longest = std::max(m_longest, now - std::exchange(m_lastStep, now));
    return now - m_started + m_longest >= m_interval;
}

void CheckpointTimer::start()
{
    m_started = m_lastStep = m_clock();
    m_longest = 0;
}

} // namespace undertone::base
