#pragma once

#include "core/session/JobEvent.h"

#include <mutex>
#include <vector>

namespace undertone::widgets {

/// Gathers job events from any thread until they are taken. Of each job only the latest progress is kept, and
/// one ResultsChanged; Started and terminal events are never lost; the order of a job's events stays.
class EventBuffer
{
public:
    /// True when the buffer was empty before.
    bool add(const session::JobEvent& event);
    std::vector<session::JobEvent> take();

private:
    std::mutex m_mutex;
    std::vector<session::JobEvent> m_events;
};

} // namespace undertone::widgets
