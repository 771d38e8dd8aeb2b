#include "core/privacy/WeiAccountant.h"

#include <cmath>

namespace undertone::privacy {

namespace {

/// sum of q T / z^2
double sampledPrecision(std::span<const PrivacyEvent> events)
{
    double sum = 0;
    for (const auto& event : events) {
        const double z = effectiveNoiseMultiplier(event);
        sum += event.sampleRate * static_cast<double>(event.count) / (z * z);
    }
    return sum;
}

} // namespace

PrivacyBound WeiAccountant::computeEpsilon(std::span<const PrivacyEvent> events, double delta) const
{
    PrivacyBound bound;
    bound.epsilon = std::sqrt(-2 * std::log(delta) * sampledPrecision(events));
    bound.kind = BoundKind::Nominal;
    return bound;
}

PrivacyBound WeiAccountant::computeDelta(std::span<const PrivacyEvent> events, double epsilon) const
{
    PrivacyBound bound;
    bound.logDelta = -epsilon * epsilon / (2 * sampledPrecision(events));
    bound.delta = std::exp(bound.logDelta);
    bound.kind = BoundKind::Nominal;
    return bound;
}

} // namespace undertone::privacy
