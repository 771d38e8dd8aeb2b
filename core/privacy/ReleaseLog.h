#pragma once

#include "core/privacy/Mechanism.h"

#include <cstddef>
#include <vector>

namespace undertone::privacy {

/// Releases one after the other with the same noise multiplier (as PrivacyEvent has it).
struct ReleaseRun
{
    double noiseMultiplier = 0;
    std::size_t count = 0;
    bool operator==(const ReleaseRun&) const = default;
};
using Releases = std::vector<ReleaseRun>;

/// What a federation has released so far, in the order of rounds and never taken back: the rounds that each
/// client took part in, and, where the server adds the noise, every round.
struct ReleaseLog
{
    std::vector<Releases> clients;
    Releases rounds;
    bool operator==(const ReleaseLog&) const = default;
};

void append(Releases& releases, double noiseMultiplier);
std::size_t count(const Releases& releases);

/// Adds a round with this clip. `samples[k]` = what the noise of client k depends on
/// (Mechanism::clientNoise). A mechanism without noise leaves no trace.
void recordRound(ReleaseLog& log, const Mechanism& mechanism, double clip,
                 const std::vector<std::size_t>& cohort, const std::vector<std::size_t>& samples);

} // namespace undertone::privacy
