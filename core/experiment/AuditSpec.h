#pragma once

#include <cstddef>
#include <optional>

namespace undertone::experiment {

/// A membership game beside a study: the trial's federation runs once more with canaries among its clients,
/// whole synthetic clients of which each is in or out (sends a noised zero) by a fair coin.
struct AuditSpec
{
    std::size_t canaries = 100; ///< m
    /// r: the auditor's guesses, half of them in and half out; nothing: m / 2.
    std::optional<std::size_t> guesses;
    /// Updates of one canary that the auditor gets, the first ones: behind them the canary sends zeros.
    /// Nothing: all.
    std::optional<std::size_t> leakedUpdates;
    double confidence = 0.95; ///< of each bound
    bool operator==(const AuditSpec&) const = default;
};

} // namespace undertone::experiment
