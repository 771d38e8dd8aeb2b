#include "tests/session/EventLog.h"

#include <algorithm>

namespace undertone::tests {

namespace {

const char* nameOf(session::JobEventKind kind)
{
    switch (kind) {
    case session::JobEventKind::Started:
        return "started";
    case session::JobEventKind::Progressed:
        return "progressed";
    case session::JobEventKind::ResultsChanged:
        return "changed";
    case session::JobEventKind::Succeeded:
        return "succeeded";
    case session::JobEventKind::Failed:
        return "failed";
    case session::JobEventKind::Cancelled:
        return "cancelled";
    }
    return "";
}

} // namespace

void EventLog::add(const session::JobEvent& event)
{
    const std::scoped_lock lock(m_mutex);
    m_events.push_back(event);
    m_added.notify_all();
}

std::vector<session::JobEvent> EventLog::of(session::JobId job) const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<session::JobEvent> found;
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(found),
                 [job](const session::JobEvent& event) { return event.job == job; });
    return found;
}

std::string EventLog::kindsOf(session::JobId job) const
{
    std::string kinds;
    for (const auto& event : of(job)) {
        if (event.kind == session::JobEventKind::Progressed)
            continue;
        if (!kinds.empty())
            kinds += ' ';
        kinds += nameOf(event.kind);
    }
    return kinds;
}

std::size_t EventLog::terminalsOf(session::JobId job) const
{
    const auto events = of(job);
    return static_cast<std::size_t>(std::count_if(
        events.begin(), events.end(), [](const session::JobEvent& event) { return event.isTerminal(); }));
}

void EventLog::waitFor(const std::function<bool(const session::JobEvent&)>& isIt) const
{
    std::unique_lock lock(m_mutex);
    m_added.wait(lock, [&] { return std::any_of(m_events.begin(), m_events.end(), isIt); });
}

void Gate::open()
{
    const std::scoped_lock lock(m_mutex);
    m_isOpen = true;
    m_opened.notify_all();
}

void Gate::wait()
{
    std::unique_lock lock(m_mutex);
    m_opened.wait(lock, [this] { return m_isOpen; });
}

} // namespace undertone::tests
