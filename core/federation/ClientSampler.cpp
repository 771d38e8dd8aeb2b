#include "core/federation/ClientSampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace undertone::federation {

namespace {

/// 0.29 x 100 is a little less than 29 in binary: not a reason to leave a client out.
constexpr double RoundingSlack = 1e-9;

} // namespace

double expectedClients(double fraction, std::size_t clients, privacy::Sampling sampling)
{
    const double wanted = fraction * static_cast<double>(clients);
    if (sampling == privacy::Sampling::Poisson)
        return wanted;
    return std::clamp(std::floor(wanted + RoundingSlack), 1.0, std::max(1.0, static_cast<double>(clients)));
}

ClientSampler::ClientSampler(std::vector<std::size_t> clients, double fraction, privacy::Sampling sampling)
    : m_clients(std::move(clients)), m_fraction(fraction),
      m_isPoisson(sampling == privacy::Sampling::Poisson),
      m_expected(expectedClients(fraction, m_clients.size(), sampling))
{
}

std::vector<std::size_t> ClientSampler::sample(const base::SeedTree& roundSeed) const
{
    auto stream = roundSeed.stream("clients");
    if (m_isPoisson) {
        std::vector<std::size_t> came;
        for (const auto client : m_clients)
            if (stream.uniform() < m_fraction)
                came.push_back(client);
        return came;
    }
    auto sampled = stream.choose(m_clients.size(), static_cast<std::size_t>(m_expected));
    for (auto& index : sampled)
        index = m_clients[index];
    return sampled;
}

} // namespace undertone::federation
