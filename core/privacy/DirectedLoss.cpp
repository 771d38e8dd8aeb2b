#include "core/privacy/DirectedLoss.h"

#include "core/privacy/GaussianAccountant.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double leastTilt = 1e-9;
constexpr double mostTilt = 1e9;
/// Relative; the grid follows from the tilt, and epsilon is to be a smooth function of its arguments.
constexpr double tiltPrecision = 1e-7;
constexpr std::size_t mostPoints = 1 << 21;       ///< of a grid, when the step follows from a tolerance
constexpr std::size_t mostPointsByStep = 1 << 23; ///< when it is given
constexpr double fewestPoints = 500;
/// With fewer, the rounding of a release would be all there is to its loss.
constexpr double usefulPoints = 10;
/// Log of the tilted mass, of all releases, that the grids may round up at their lower ends.
constexpr double logLowerMass = -45;
/// Log of the mass, relative to delta, that may count as infinite losses.
constexpr double logInfiniteShare = -18;
/// A delta whose log is smaller is next to nothing.
constexpr double smallestLogDelta = -690;
/// The window of a composition spans some 20 standard deviations.
constexpr double windowDeviations = 20;
/// A first look at a value that may turn out to be the smaller of two.
constexpr double coarse = 8;

} // namespace

DirectedLoss::DirectedLoss(std::span<const PrivacyEvent> events, Direction direction, GridRule rule)
    : m_rule(rule)
{
    std::vector<PrivacyEvent> full;
    for (const auto& event : events) {
        if (isSubsampled(event))
            m_sources.push_back({LossPair(event, direction), event.count});
        else
            full.push_back(event);
    }
    if (!full.empty())
        m_sources.push_back({LossPair::gaussian(composedMu(full)), 1});
    for (const auto& source : m_sources)
        m_releases += static_cast<double>(source.count);
}

double DirectedLoss::supremum() const
{
    double sum = 0;
    for (const auto& source : m_sources)
        sum += static_cast<double>(source.count) * source.pair.supremum();
    return sum;
}

double DirectedLoss::highestOutcome(const Source& source, double logDelta) const
{
    const double tail = std::log(m_releases) - logDelta - logInfiniteShare;
    const double centre = source.pair.farthestMode(0);
    return centre + source.pair.deviation() * std::sqrt(2 * std::max(1.0, tail));
}

double DirectedLoss::highestLoss(double logDelta) const
{
    double sum = 0;
    for (const auto& source : m_sources)
        sum += static_cast<double>(source.count) * source.pair.loss(highestOutcome(source, logDelta));
    return sum;
}

LossMoments DirectedLoss::moments(double lambda, double logDelta) const
{
    LossMoments sum;
    for (const auto& source : m_sources) {
        const auto one = lossMoments(source.pair, lambda, highestOutcome(source, logDelta));
        const auto count = static_cast<double>(source.count);
        sum.logMgf += count * one.logMgf;
        sum.mean += count * one.mean;
        sum.variance += count * one.variance;
    }
    return sum;
}

/// Largest tilt whose moments are not yet enough, closely: where they jump (the tilted mass moves into the
/// far tail) it is the side before. 0 when those of the smallest are.
template <typename IsEnough>
double DirectedLoss::largestTilt(double logDelta, const IsEnough& isEnough) const
{
    const auto enough = [&](double lambda) { return isEnough(lambda, moments(lambda, logDelta)); };
    double high = 1;
    while (high < mostTilt && !enough(high))
        high *= 4;
    double low = high / 4;
    while (low > leastTilt && enough(low)) {
        high = low;
        low /= 4;
    }
    if (low <= leastTilt)
        return 0;
    while (high / low > 1 + tiltPrecision) {
        const double middle = std::sqrt(low * high);
        (enough(middle) ? high : low) = middle;
    }
    return low;
}

double DirectedLoss::tiltForDelta(double logDelta) const
{
    return largestTilt(logDelta, [=](double lambda, const LossMoments& m) {
        return m.logMgf - lambda * m.mean <= logDelta;
    });
}

double DirectedLoss::tiltForEpsilon(double epsilon, double logDelta) const
{
    return largestTilt(logDelta, [=](double, const LossMoments& m) { return m.mean >= epsilon; });
}

double DirectedLoss::chernoffEpsilon(double logDelta) const
{
    const double lambda = tiltForDelta(logDelta);
    if (lambda == 0)
        return supremum();
    return std::min(supremum(), (moments(lambda, -infinity).logMgf - logDelta) / lambda);
}

GridSettings DirectedLoss::rangeOf(const Source& source, double lambda, double logDelta) const
{
    const double logCount = std::log(m_releases);
    const double below = std::sqrt(2 * (logCount - logLowerMass));
    const double highest = highestOutcome(source, logDelta);
    GridSettings settings;
    settings.lambda = lambda;
    settings.logScale = lossMoments(source.pair, lambda, highest).logMgf;
    settings.lowest = source.pair.loss(-below * source.pair.deviation());
    if (lambda > 0)
        settings.lowest = std::max(settings.lowest, (settings.logScale + logLowerMass - logCount) / lambda);
    settings.highest = source.pair.loss(highest);
    return settings;
}

std::size_t DirectedLoss::mostGridPoints() const
{
    return m_rule.step > 0 ? mostPointsByStep : mostPoints;
}

/// Windows may be wider than was expected of the exact moments.
std::size_t DirectedLoss::windowPoints() const
{
    return 4 * mostGridPoints();
}

/// The error of epsilon is releases * step^2 (lambda + 1) / 12 on either side; half of the tolerance for it.
double DirectedLoss::wantedStep(Asked asked, double lambda, const LossMoments& at) const
{
    if (m_rule.step > 0)
        return m_rule.step;
    const double tolerance =
        m_rule.tolerance * (asked == Asked::Delta ? 10 / std::max(1.0, lambda) : std::max(1.0, at.mean / 10));
    return std::sqrt(6 * tolerance / (m_releases * (lambda + 1)));
}

DirectedLoss::Attempt DirectedLoss::composed(Asked asked, double lambda, double logDelta,
                                             double fineness) const
{
    std::vector<GridSettings> ranges;
    double range = 0;
    for (const auto& source : m_sources) {
        ranges.push_back(rangeOf(source, lambda, logDelta));
        range = std::max(range, ranges.back().highest - ranges.back().lowest);
    }
    const auto at = moments(lambda, logDelta);
    const auto most = static_cast<double>(mostGridPoints());
    const double least = std::max(range, windowDeviations * std::sqrt(at.variance)) / most;
    double step = fineness * wantedStep(asked, lambda, at);
    if (m_rule.step == 0)
        step = std::min(step, fineness * range / fewestPoints);
    Attempt attempt;
    attempt.isFinest = m_rule.step > 0 || step <= least;
    step = std::max(step, least);
    if (range < usefulPoints * step && m_rule.step == 0) {
        attempt.upper.logInfinite = 0;
        return attempt;
    }
    std::vector<LossGroup> upper;
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        ranges[i].step = step;
        auto loss = discretise(m_sources[i].pair, ranges[i]);
        upper.push_back({std::move(loss.pessimistic), m_sources[i].count, loss.logInfinite});
        attempt.lower.push_back({std::move(loss.optimistic), m_sources[i].count, -infinity});
    }
    attempt.upper = compose(std::move(upper), step, lambda, windowPoints());
    return attempt;
}

DirectedLoss::Attempt DirectedLoss::epsilonAttempt(double logDelta, double fineness) const
{
    double lambda = tiltForDelta(logDelta);
    for (int i = 0;; ++i) {
        auto attempt = composed(Asked::Epsilon, lambda, logDelta, fineness);
        const auto reading = epsilonOf(attempt.upper, logDelta, Bound::Upper);
        attempt.value = reading.epsilon;
        if (reading.isInside)
            return attempt;
        lambda = i < 2 ? lambda / 8 : 0;
    }
}

DirectedLoss::Attempt DirectedLoss::deltaAttempt(double epsilon, double ceiling, double fineness) const
{
    double expected = ceiling;
    // Where no sum of the losses kept reaches epsilon, delta is at most the mass that was left out.
    while (expected > smallestLogDelta && highestLoss(expected) <= epsilon)
        expected += logInfiniteShare;
    if (expected <= smallestLogDelta)
        return {{}, {}, true, expected};
    for (int i = 0;; ++i) {
        const double lambda = tiltForEpsilon(epsilon, expected);
        auto attempt = composed(Asked::Delta, lambda, expected, fineness);
        attempt.value = logDeltaOf(attempt.upper, epsilon, Bound::Upper);
        if (i == 5 || attempt.upper.mass.empty() ||
            attempt.upper.logInfinite < attempt.value + logInfiniteShare / 2)
            return attempt;
        expected = std::min(expected, attempt.value) + 2 * logInfiniteShare;
    }
}

/// Tries ever finer grids until both bounds agree.
template <typename Try, typename ReadLower, typename Allowed>
DirectedReading DirectedLoss::refined(double floor, const Try& attemptAt, const ReadLower& readLower,
                                      const Allowed& allowed) const
{
    if (floor > -infinity)
        if (const auto first = attemptAt(coarse); first.value <= floor)
            return {first.value, -infinity};
    double fineness = 1;
    for (int i = 0;; ++i) {
        auto attempt = attemptAt(fineness);
        if (attempt.value <= floor || attempt.value == infinity || attempt.upper.mass.empty())
            return {attempt.value, -infinity};
        const double lower = readLower(
            compose(std::move(attempt.lower), attempt.upper.step, attempt.upper.lambda, windowPoints()));
        const double excess = (attempt.value - lower) / allowed(attempt.value);
        if (excess <= 1 || attempt.isFinest || i == 5)
            return {attempt.value, lower};
        fineness *= std::clamp(0.9 / std::sqrt(excess), 0.1, 0.8);
    }
}

DirectedReading DirectedLoss::epsilon(double logDelta, double floor) const
{
    return refined(
        floor,
        [&](double fineness) {
            auto attempt = epsilonAttempt(logDelta, fineness);
            attempt.value = std::max(0.0, attempt.value);
            return attempt;
        },
        [=](const ComposedLoss& loss) {
            return std::max(0.0, epsilonOf(loss, logDelta, Bound::Lower).epsilon);
        },
        [this](double value) { return m_rule.tolerance * std::max(1.0, value / 10); });
}

DirectedReading DirectedLoss::logDelta(double epsilon, double ceiling, double floor) const
{
    return refined(
        floor, [&](double fineness) { return deltaAttempt(epsilon, ceiling, fineness); },
        [=](const ComposedLoss& loss) { return logDeltaOf(loss, epsilon, Bound::Lower); },
        [this](double) { return 10 * m_rule.tolerance; });
}

} // namespace undertone::privacy
