#include "core/privacy/GaussianAccountant.h"

#include "core/privacy/AnalyticGaussian.h"

#include <cmath>

namespace undertone::privacy {

double composedMu(std::span<const PrivacyEvent> events)
{
    double sum = 0;
    for (const auto& event : events) {
        const double mu = 1 / effectiveNoiseMultiplier(event);
        sum += static_cast<double>(event.count) * mu * mu;
    }
    return std::sqrt(sum);
}

std::string GaussianAccountant::refusal(const PrivacyEvent& event) const
{
    if (isSubsampled(event))
        return "the analytic Gaussian accountant covers full participation only; choose pld or rdp for "
               "subsampled releases";
    return {};
}

PrivacyBound GaussianAccountant::computeEpsilon(std::span<const PrivacyEvent> events, double delta) const
{
    PrivacyBound bound;
    bound.epsilon = gaussianEpsilon(composedMu(events), std::log(delta));
    bound.optimistic = bound.epsilon;
    return bound;
}

PrivacyBound GaussianAccountant::computeDelta(std::span<const PrivacyEvent> events, double epsilon) const
{
    PrivacyBound bound;
    bound.logDelta = gaussianLogDelta(composedMu(events), epsilon);
    bound.delta = std::exp(bound.logDelta);
    bound.optimistic = bound.delta;
    return bound;
}

} // namespace undertone::privacy
