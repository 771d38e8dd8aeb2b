#include "core/privacy/PldAccountant.h"

#include "core/privacy/DirectedLoss.h"
#include "core/privacy/GaussianAccountant.h"
#include "core/privacy/NormalTail.h"
#include "core/privacy/RdpAccountant.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Below this log delta the Renyi bound may be the smaller one.
const double smallLogDelta = std::log(1e-12);

bool isGaussian(std::span<const PrivacyEvent> events)
{
    return std::ranges::none_of(events, isSubsampled);
}

/// Under replace-one both directions are the same.
bool isSymmetric(std::span<const PrivacyEvent> events)
{
    return events.front().relation == Relation::Replace;
}

/// log of a bound on the probability that any release differs: 1 - prod (1 - q_i V_i)^T_i, V the total
/// variation of two normal distributions as far apart as the sensitivity. At a larger delta epsilon is 0.
double logVariationBound(std::span<const PrivacyEvent> events)
{
    double logSame = 0;
    for (const auto& event : events) {
        const double half = sensitivityInClips(event.relation) / (2 * event.noiseMultiplier);
        const double variation = event.sampleRate * std::erf(half / std::numbers::sqrt2);
        logSame += static_cast<double>(event.count) * std::log1p(-variation);
    }
    return logSame < 0 ? log1mExp(-logSame) : -infinity;
}

void keepSmaller(PrivacyBound& bound, const PrivacyBound& other, double value, double otherValue)
{
    if (otherValue < value) {
        const auto optimistic = bound.optimistic;
        bound = other;
        bound.optimistic = optimistic;
    }
}

} // namespace

std::string PldAccountant::refusal(const PrivacyEvent& event) const
{
    if (isSubsampled(event) && event.sampling == Sampling::FixedSize)
        return "the PLD of fixed-size sampling is not known here; choose rdp with the relation replace, or "
               "Poisson "
               "sampling";
    return {};
}

std::unique_ptr<Accountant> PldAccountant::scout() const
{
    return std::make_unique<RdpAccountant>();
}

PrivacyBound PldAccountant::computeEpsilon(std::span<const PrivacyEvent> events, double delta) const
{
    if (isGaussian(events)) {
        auto bound = GaussianAccountant().epsilon(events, delta);
        bound.accountant = name();
        return bound;
    }
    const double logDelta = std::log(delta);
    if (logDelta >= logVariationBound(events)) {
        PrivacyBound none;
        none.optimistic = 0;
        return none;
    }
    const GridRule rule{m_tolerance, m_step};
    auto reading = DirectedLoss(events, Direction::Remove, rule).epsilon(logDelta, -infinity);
    const DirectedLoss add(events, Direction::Add, rule);
    if (!isSymmetric(events) && add.chernoffEpsilon(logDelta) > reading.value)
        if (const auto other = add.epsilon(logDelta, reading.value); other.value > reading.value)
            reading = other;
    PrivacyBound bound;
    bound.epsilon = reading.value;
    bound.optimistic = std::min(reading.optimistic, bound.epsilon);
    if (logDelta < smallLogDelta) {
        const auto renyi = RdpAccountant().epsilon(events, delta);
        keepSmaller(bound, renyi, bound.epsilon, renyi.epsilon);
    }
    return bound;
}

PrivacyBound PldAccountant::computeDelta(std::span<const PrivacyEvent> events, double epsilon) const
{
    if (isGaussian(events)) {
        auto bound = GaussianAccountant().delta(events, epsilon);
        bound.accountant = name();
        return bound;
    }
    const GridRule rule{m_tolerance, m_step};
    auto reading = DirectedLoss(events, Direction::Remove, rule).logDelta(epsilon, -infinity);
    const DirectedLoss add(events, Direction::Add, rule);
    if (!isSymmetric(events) && add.supremum() > epsilon)
        if (const auto other = add.logDelta(epsilon, reading.value); other.value > reading.value)
            reading = other;
    PrivacyBound bound;
    bound.logDelta = reading.value;
    bound.delta = std::exp(reading.value);
    bound.optimistic = std::min(bound.delta, std::exp(reading.optimistic));
    if (bound.logDelta < smallLogDelta) {
        const auto renyi = RdpAccountant().delta(events, epsilon);
        keepSmaller(bound, renyi, bound.logDelta, renyi.logDelta);
    }
    return bound;
}

} // namespace undertone::privacy
