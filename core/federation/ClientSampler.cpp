#include "core/federation/ClientSampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace undertone::federation {

namespace {

/// 0.29 x 100 is a little less than 29 in binary: not a reason to leave a client out.
constexpr double RoundingSlack = 1e-9;

} // namespace

ClientSampler::ClientSampler(std::vector<std::size_t> clients, double fraction)
    : m_clients(std::move(clients))
{
    const double wanted = std::floor(fraction * static_cast<double>(m_clients.size()) + RoundingSlack);
    m_perRound = std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, m_clients.size());
}

std::vector<std::size_t> ClientSampler::sample(const base::SeedTree& roundSeed) const
{
    auto sampled = roundSeed.stream("clients").choose(m_clients.size(), m_perRound);
    for (auto& index : sampled)
        index = m_clients[index];
    return sampled;
}

} // namespace undertone::federation
