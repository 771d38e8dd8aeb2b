#include "core/privacy/RenyiDivergences.h"

#include "core/privacy/LossMoments.h"
#include "core/privacy/NormalTail.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace undertone::privacy {

namespace {

/// Whole orders up to here by the sum, which has that many terms; beyond by the integral.
constexpr double largestSummedOrder = 64;
/// Orders above make the fixed-size bound long to sum and are never the best ones.
constexpr double largestFixedSizeOrder = 4096;

/// Times min(z, z^2): the integral's range grows with the order. Sampling has next to no effect there.
constexpr double largestIntegratedOrder = 1e5;

double logBinomial(int n, int k)
{
    return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
}

/// log(e^t - 1), t > 0
double logExpm1(double t)
{
    return t > 30 ? t + std::log1p(-std::exp(-t)) : std::log(std::expm1(t));
}

double log1pExp(double x)
{
    return x < 30 ? std::log1p(std::exp(x)) : x;
}

/// log of the theorem's bound on A - 1 at a whole order.
double logFixedSizeExcess(double rate, double deviation, int order)
{
    const double inverse = 1 / (2 * deviation * deviation);
    const auto logMoment = [&](int power) { return logRatioMoment(deviation, power); };
    const double logFour = 2 * std::numbers::ln2;
    double sum = logBinomial(order, 2) + 2 * std::log(rate) +
                 std::min(logFour + logExpm1(2 * inverse), std::numbers::ln2 + 2 * inverse);
    double lower = logMoment(2); // B(2 floor(k/2))
    for (int k = 3; k <= order; ++k) {
        const double upper = k % 2 == 1 ? logMoment(k + 1) : lower;
        const double plain = std::numbers::ln2 + k * (k - 1.0) * inverse;
        const double term = std::min(logFour + (lower + upper) / 2, plain);
        sum = logAdd(sum, logBinomial(order, k) + k * std::log(rate) + term);
        lower = upper;
    }
    return sum;
}

} // namespace

double wholeOrderDivergence(double rate, double deviation, int order)
{
    const double inverse = 1 / (2 * deviation * deviation);
    double sum = -std::numeric_limits<double>::infinity();
    for (int k = 2; k <= order; ++k)
        sum = logAdd(sum, logBinomial(order, k) + (order - k) * std::log1p(-rate) + k * std::log(rate) +
                              logExpm1(k * (k - 1.0) * inverse));
    return log1pExp(sum) / (order - 1);
}

double fixedSizeDivergence(double rate, double deviation, double order)
{
    const auto cumulant = [&](int whole) {
        return whole == 1 ? 0 : log1pExp(logFixedSizeExcess(rate, deviation, whole));
    };
    const double below = std::floor(order);
    const double share = order - below;
    double value = (1 - share) * cumulant(static_cast<int>(below));
    if (share > 0)
        value += share * cumulant(static_cast<int>(below) + 1);
    return value / (order - 1);
}

double releaseDivergence(const PrivacyEvent& event, double order)
{
    const double effective = effectiveNoiseMultiplier(event);
    const double plain = order / (2 * effective * effective);
    if (!isSubsampled(event))
        return plain;
    if (event.sampling == Sampling::FixedSize)
        return order > largestFixedSizeOrder
                   ? plain
                   : std::min(plain, fixedSizeDivergence(event.sampleRate, effective, order));
    if (order > largestIntegratedOrder * event.noiseMultiplier * std::min(1.0, event.noiseMultiplier))
        return plain;
    const bool isWhole = order == std::floor(order) && order <= largestSummedOrder;
    const double divergence =
        isWhole && event.relation != Relation::Replace
            ? wholeOrderDivergence(event.sampleRate, event.noiseMultiplier, static_cast<int>(order))
            : renyiDivergence(LossPair(event, Direction::Remove), order);
    return std::max(divergence, std::numeric_limits<double>::min()); // never 0 by underflow
}

} // namespace undertone::privacy
