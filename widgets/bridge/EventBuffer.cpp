#include "widgets/bridge/EventBuffer.h"

#include <algorithm>
#include <utility>

namespace undertone::widgets {

using session::JobEvent;
using session::JobEventKind;

bool EventBuffer::add(const JobEvent& event)
{
    const std::scoped_lock lock(m_mutex);
    const bool wasEmpty = m_events.empty();
    const bool replaceable =
        event.kind == JobEventKind::Progressed || event.kind == JobEventKind::ResultsChanged;
    if (replaceable)
        std::erase_if(m_events,
                      [&](const JobEvent& old) { return old.job == event.job && old.kind == event.kind; });
    m_events.push_back(event);
    return wasEmpty;
}

std::vector<JobEvent> EventBuffer::take()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_events, {});
}

} // namespace undertone::widgets
