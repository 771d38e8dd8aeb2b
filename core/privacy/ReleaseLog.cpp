#include "core/privacy/ReleaseLog.h"

namespace undertone::privacy {

void append(Releases& releases, double noiseMultiplier)
{
    if (releases.empty() || releases.back().noiseMultiplier != noiseMultiplier)
        releases.push_back({noiseMultiplier, 0});
    ++releases.back().count;
}

std::size_t count(const Releases& releases)
{
    std::size_t sum = 0;
    for (const auto& run : releases)
        sum += run.count;
    return sum;
}

void recordRound(ReleaseLog& log, const Mechanism& mechanism, double clip,
                 const std::vector<std::size_t>& cohort, const std::vector<std::size_t>& samples)
{
    log.clients.resize(samples.size());
    for (const auto client : cohort)
        if (const double z = mechanism.eventMultiplier(clip, samples[client]); z > 0)
            append(log.clients[client], z);
    if (mechanism.serverNoise(clip) > 0)
        append(log.rounds, mechanism.eventMultiplier(clip, 1));
}

} // namespace undertone::privacy
