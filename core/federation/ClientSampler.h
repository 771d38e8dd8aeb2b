#pragma once

#include "core/base/SeedTree.h"
#include "core/privacy/PrivacyEvent.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

/// Clients of a round. FixedSize: max(1, floor(fraction x clients)), exactly. Poisson: fraction x clients, on
/// average.
double expectedClients(double fraction, std::size_t clients, privacy::Sampling sampling);

/// Draws the clients of a round. FixedSize: expectedClients() of them, without replacement, in random order.
/// Poisson: each with probability `fraction`, in their own order; maybe nobody.
class ClientSampler
{
public:
    /// `clients`: those who have something to train on; not empty.
    ClientSampler(std::vector<std::size_t> clients, double fraction,
                  privacy::Sampling sampling = privacy::Sampling::FixedSize);

    /// Clients of a round: their number, or its expectation.
    double expected() const { return m_expected; }
    /// The same for the same seed.
    std::vector<std::size_t> sample(const base::SeedTree& roundSeed) const;

private:
    std::vector<std::size_t> m_clients;
    double m_fraction;
    bool m_isPoisson;
    double m_expected;
};

} // namespace undertone::federation
