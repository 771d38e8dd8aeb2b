#include "core/privacy/RdpAccountant.h"

#include "core/privacy/RenyiBound.h"
#include "core/privacy/RenyiDivergences.h"

#include <cmath>

namespace undertone::privacy {

namespace {

RenyiCurve composedCurve(std::span<const PrivacyEvent> events)
{
    return [events](double order) {
        double sum = 0;
        for (const auto& event : events)
            sum += static_cast<double>(event.count) * releaseDivergence(event, order);
        return sum;
    };
}

} // namespace

std::string RdpAccountant::refusal(const PrivacyEvent& event) const
{
    if (isSubsampled(event) && event.sampling == Sampling::FixedSize && event.relation != Relation::Replace)
        return "fixed-size sampling is analysed for replacing one unit, not for its presence or absence; "
               "choose the relation replace, or Poisson sampling";
    return {};
}

PrivacyBound RdpAccountant::computeEpsilon(std::span<const PrivacyEvent> events, double delta) const
{
    const auto reading = smallestEpsilon(composedCurve(events), std::log(delta));
    PrivacyBound bound;
    bound.epsilon = reading.value;
    bound.order = reading.order;
    return bound;
}

PrivacyBound RdpAccountant::computeDelta(std::span<const PrivacyEvent> events, double epsilon) const
{
    const auto reading = smallestLogDelta(composedCurve(events), epsilon);
    PrivacyBound bound;
    bound.logDelta = reading.value;
    bound.delta = std::exp(reading.value);
    bound.order = reading.order;
    return bound;
}

} // namespace undertone::privacy
