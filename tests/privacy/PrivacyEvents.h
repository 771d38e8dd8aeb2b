#pragma once

#include "core/privacy/PrivacyEvent.h"

#include <cmath>
#include <cstddef>

namespace undertone::tests {

inline privacy::PrivacyEvent poissonEvent(double q, double z, std::size_t count,
                                          privacy::Relation relation = privacy::Relation::AddOrRemove)
{
    privacy::PrivacyEvent event;
    event.noiseMultiplier = z;
    event.sampling = privacy::Sampling::Poisson;
    event.sampleRate = q;
    event.count = count;
    event.relation = relation;
    return event;
}

inline privacy::PrivacyEvent gaussianEvent(double z, std::size_t count = 1)
{
    privacy::PrivacyEvent event;
    event.noiseMultiplier = z;
    event.count = count;
    return event;
}

inline bool close(double value, double expected, double relative)
{
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace undertone::tests
