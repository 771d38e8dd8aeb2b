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
/// A delta whose log is smaller is next to nothing, by a simple bound already: it needs no distribution.
constexpr double smallestLogDelta = -690;

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

/// The larger direction, both from above and from below.
template <typename Read>
DirectedReading largerDirection(std::span<const PrivacyEvent> events, GridRule rule, const Read& read)
{
    const auto removal = read(DirectedLoss(events, Direction::Remove, rule), -infinity);
    if (isSymmetric(events))
        return removal;
    const auto addition = read(DirectedLoss(events, Direction::Add, rule), removal.value);
    return addition.value > removal.value ? addition : removal;
}

/// The Renyi bound where it is the smaller one; the optimistic number stays.
PrivacyBound smaller(PrivacyBound bound, double value, PrivacyBound renyi, double renyiValue)
{
    if (renyiValue >= value)
        return bound;
    renyi.optimistic = bound.optimistic;
    return renyi;
}

} // namespace

std::string PldAccountant::refusal(const PrivacyEvent& event) const
{
    if (isSubsampled(event) && event.sampling == Sampling::FixedSize)
        return "the PLD of fixed-size sampling is not known here; choose rdp with the relation replace, or "
               "Poisson sampling";
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
    PrivacyBound bound;
    bound.optimistic = 0;
    const auto renyi = RdpAccountant().epsilon(events, delta);
    if (renyi.epsilon == 0 || logDelta >= logVariationBound(events))
        return bound;
    const auto reading =
        largerDirection(events, {m_tolerance, m_step}, [=](const DirectedLoss& loss, double floor) {
            return floor > -infinity && floor >= loss.chernoffEpsilon(logDelta)
                       ? DirectedReading{floor, floor}
                       : loss.epsilon(logDelta, floor);
        });
    bound.epsilon = reading.value;
    bound.optimistic = std::clamp(reading.optimistic, 0.0, reading.value);
    return smaller(bound, bound.epsilon, renyi, renyi.epsilon);
}

PrivacyBound PldAccountant::computeDelta(std::span<const PrivacyEvent> events, double epsilon) const
{
    if (isGaussian(events)) {
        auto bound = GaussianAccountant().delta(events, epsilon);
        bound.accountant = name();
        return bound;
    }
    const auto renyi = RdpAccountant().delta(events, epsilon);
    PrivacyBound bound;
    bound.optimistic = 0;
    bound.logDelta = logVariationBound(events);
    const double ceiling = std::min(bound.logDelta, renyi.logDelta);
    if (ceiling > smallestLogDelta) {
        const auto reading =
            largerDirection(events, {m_tolerance, m_step}, [=](const DirectedLoss& loss, double floor) {
                return loss.supremum() <= epsilon ? DirectedReading{-infinity, -infinity}
                                                  : loss.logDelta(epsilon, ceiling, floor);
            });
        bound.logDelta = std::min(bound.logDelta, reading.value);
        bound.optimistic = std::exp(std::min(reading.optimistic, bound.logDelta));
    }
    bound.delta = std::exp(bound.logDelta);
    return smaller(bound, bound.logDelta, renyi, renyi.logDelta);
}

} // namespace undertone::privacy
