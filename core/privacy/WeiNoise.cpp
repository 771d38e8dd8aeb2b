#include "core/privacy/WeiNoise.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <cmath>

namespace undertone::privacy {

namespace {

void require(bool holds, const char* key, double value, const char* range)
{
    if (!holds)
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("the noise of Wei et al. is not defined for {} = {}", key, value), key,
                    fmt::format("Give {}.", range));
}

} // namespace

WeiNoise weiNoise(const WeiSettings& settings, double epsilon, double delta)
{
    require(epsilon > 0, "epsilon", epsilon, "a number above 0");
    require(delta > 0 && delta < 1, "delta", delta, "a number between 0 and 1");
    require(settings.clip > 0 && std::isfinite(settings.clip), "clip", settings.clip,
            "a finite number above 0");
    require(settings.records > 0, "records", 0, "at least one record");
    require(settings.sampleRate > 0 && settings.sampleRate <= 1, "sampling rate", settings.sampleRate,
            "a number above 0 and not above 1");
    WeiNoise noise;
    noise.sensitivity = 2 * settings.clip / static_cast<double>(settings.records);
    noise.noiseMultiplier =
        std::sqrt(2 * settings.sampleRate * static_cast<double>(settings.rounds) * -std::log(delta)) /
        epsilon;
    noise.deviation = noise.sensitivity * noise.noiseMultiplier;
    return noise;
}

double weiEpsilon(double noiseMultiplier, double sampleRate, double rounds, double delta)
{
    return std::sqrt(2 * sampleRate * rounds * -std::log(delta)) / noiseMultiplier;
}

} // namespace undertone::privacy
