#pragma once

#include "core/privacy/PrivacyEvent.h"

#include <span>
#include <string_view>
#include <vector>

namespace undertone::privacy {

/// What was released about one subject (a client, or the whole study), in order and never taken back.
/// Epsilons are computed from it on demand by an Accountant; the ledger itself claims nothing.
class PrivacyLedger
{
public:
    /// Appends. Equal neighbours become one event with the sum of their counts; a count of 0 leaves no trace.
    /// Throws Error(InvalidRequest) on an event that is not valid.
    void record(const PrivacyEvent& event);
    void record(const PrivacyLedger& later);

    std::span<const PrivacyEvent> events() const { return m_events; }
    /// The events that `observer` saw, in order.
    std::vector<PrivacyEvent> seenBy(std::string_view observer) const;
    /// The first `releases` releases: what an observer of so many has.
    std::vector<PrivacyEvent> first(std::size_t releases) const;
    std::size_t releases() const;

    bool operator==(const PrivacyLedger&) const = default;

private:
    std::vector<PrivacyEvent> m_events;
};

} // namespace undertone::privacy
