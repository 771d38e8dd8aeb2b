#pragma once

#include <functional>

namespace undertone::base {

/// Says after which steps a long computation is to be saved: as soon as one more step like the longest since
/// the last save would take it past `interval` seconds of work that is not saved. While steps take no longer
/// than those before them, a kill loses `interval` or one step, whichever is longer; the time that saving
/// takes is no work.
class CheckpointTimer
{
public:
    using Clock = std::function<double()>; ///< seconds, monotonic; tests pass a manual one

    explicit CheckpointTimer(double interval, Clock clock = {});

    /// To be asked after each step.
    bool isDue();
    /// Work begins, or goes on behind a save.
    void start();

private:
    double m_interval;
    Clock m_clock;
    double m_started = 0;  ///< the work that is not saved
    double m_lastStep = 0; ///< the end of the last step
    double m_longest = 0;
};

} // namespace undertone::base
