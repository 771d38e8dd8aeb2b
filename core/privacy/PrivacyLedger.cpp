#include "core/privacy/PrivacyLedger.h"

#include <algorithm>

namespace undertone::privacy {

void PrivacyLedger::record(const PrivacyEvent& event)
{
    validate(event);
    if (event.count == 0)
        return;
    if (!m_events.empty()) {
        PrivacyEvent same = event;
        same.count = m_events.back().count;
        if (same == m_events.back()) {
            m_events.back().count += event.count;
            return;
        }
    }
    m_events.push_back(event);
}

void PrivacyLedger::record(const PrivacyLedger& later)
{
    const auto added = later.m_events;
    for (const auto& event : added)
        record(event);
}

std::vector<PrivacyEvent> PrivacyLedger::seenBy(std::string_view observer) const
{
    std::vector<PrivacyEvent> seen;
    for (const auto& event : m_events)
        if (event.observer == observer)
            seen.push_back(event);
    return seen;
}

std::vector<PrivacyEvent> PrivacyLedger::first(std::size_t releases) const
{
    std::vector<PrivacyEvent> taken;
    for (const auto& event : m_events) {
        if (releases == 0)
            break;
        taken.push_back(event);
        taken.back().count = std::min(event.count, releases);
        releases -= taken.back().count;
    }
    return taken;
}

std::size_t PrivacyLedger::releases() const
{
    std::size_t sum = 0;
    for (const auto& event : m_events)
        sum += event.count;
    return sum;
}

} // namespace undertone::privacy
