#pragma once

#include "core/session/JobEvent.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace undertone::tests {

/// Remembers every event; waits for one.
class EventLog
{
public:
    void add(const session::JobEvent& event);
    std::vector<session::JobEvent> of(session::JobId job) const;
    /// Kinds of a job's events in their order, without those of progress: "started changed succeeded".
    std::string kindsOf(session::JobId job) const;
    std::size_t terminalsOf(session::JobId job) const;
    void waitFor(const std::function<bool(const session::JobEvent&)>& isIt) const;

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_added;
    std::vector<session::JobEvent> m_events;
};

/// Opens once; everyone waits until then.
class Gate
{
public:
    void open();
    void wait();

private:
    std::mutex m_mutex;
    std::condition_variable m_opened;
    bool m_isOpen = false;
};

} // namespace undertone::tests
