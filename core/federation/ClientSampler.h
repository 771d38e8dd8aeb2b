#pragma once

#include "core/base/SeedTree.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

/// Draws the clients of a round: max(1, floor(fraction x clients)) of them, without replacement.
class ClientSampler
{
public:
    /// `clients`: those who have something to train on; not empty.
    ClientSampler(std::vector<std::size_t> clients, double fraction);

    std::size_t perRound() const { return m_perRound; }
    /// In random order; the same for the same seed.
    std::vector<std::size_t> sample(const base::SeedTree& roundSeed) const;

private:
    std::vector<std::size_t> m_clients;
    std::size_t m_perRound;
};

} // namespace undertone::federation
