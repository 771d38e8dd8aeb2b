#include "core/privacy/RenyiBound.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double leastExcess = 0.01; ///< of the order over 1: beyond, 1 / (alpha - 1) blows up
constexpr double mostExcess = 1e9;

/// log(1 - e^-tau): of the square of the largest total variation.
double logSquaredVariation(double divergence)
{
    return std::log(-std::expm1(-divergence));
}

/// Minimises a quasi-convex `objective` over orders 1 + e^t: walks from order 2 in steps of log 2 down, then
/// up, while it gains, and narrows by golden section.
template <typename Objective>
RenyiReading minimise(const Objective& objective)
{
    const auto at = [&](double t) { return objective(1 + std::exp(t)); };
    const double least = std::log(leastExcess);
    const double most = std::log(mostExcess);
    double best = 0;
    double value = at(best);
    for (const double step : {-std::numbers::ln2, std::numbers::ln2}) {
        for (double t = best + step; t >= least && t <= most; t += step) {
            const double next = at(t);
            if (!(next < value))
                break;
            best = t;
            value = next;
        }
    }
    constexpr double golden = std::numbers::phi - 1;
    double low = std::max(least, best - std::numbers::ln2);
    double high = std::min(most, best + std::numbers::ln2);
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double leftValue = at(left);
    double rightValue = at(right);
    while (high - low > 1e-4) {
        if (leftValue <= rightValue) {
            high = right;
            right = left;
            rightValue = leftValue;
            left = high - golden * (high - low);
            leftValue = at(left);
        } else {
            low = left;
            left = right;
            leftValue = rightValue;
            right = low + golden * (high - low);
            rightValue = at(right);
        }
    }
    if (std::min(leftValue, rightValue) < value) {
        best = leftValue <= rightValue ? left : right;
        value = std::min(leftValue, rightValue);
    }
    return {value, 1 + std::exp(best)};
}

} // namespace

namespace {

/// The conversions without the bound by total variation: quasi-convex in the order.
double plainEpsilon(double order, double divergence, double logDelta)
{
    return divergence + std::log1p(-1 / order) - (logDelta + std::log(order)) / (order - 1);
}

double plainLogDelta(double order, double divergence, double epsilon)
{
    return (order - 1) * (divergence - epsilon + std::log1p(-1 / order)) - std::log(order);
}

} // namespace

double renyiEpsilon(double order, double divergence, double logDelta)
{
    if (!(divergence < infinity))
        return infinity;
    if (2 * logDelta >= logSquaredVariation(divergence))
        return 0;
    return std::max(0.0, plainEpsilon(order, divergence, logDelta));
}

RenyiReading smallestEpsilon(const RenyiCurve& curve, double logDelta)
{
    auto best = minimise([&](double order) { return plainEpsilon(order, curve(order), logDelta); });
    const double least = 1 + leastExcess;
    if (renyiEpsilon(least, curve(least), logDelta) == 0)
        best = {0, least};
    best.value = std::max(0.0, best.value);
    return best;
}

RenyiReading smallestLogDelta(const RenyiCurve& curve, double epsilon)
{
    auto best = minimise([&](double order) { return plainLogDelta(order, curve(order), epsilon); });
    const double least = 1 + leastExcess;
    const double byVariation = logSquaredVariation(curve(least)) / 2;
    if (byVariation < best.value)
        best = {byVariation, least};
    return best;
}

} // namespace undertone::privacy
