#include "core/privacy/ComposedLoss.h"

#include "core/privacy/NormalTail.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Sums over the losses above a grid point, relative to it, kept while walking down: B = sum of v
/// e^(-(lambda+1) (e' - e)), and D = sum of v e^(-lambda (e' - e)) (1 - e^(e - e')), the tilted delta at the
/// point. Nothing is subtracted.
struct Suffix
{
    double above = 0; ///< B, the point included
    double delta = 0; ///< D

    void down(double mass, double lambda, double step)
    {
        const double ratio = std::exp(-lambda * step);
        delta = ratio * delta - ratio * std::expm1(-step) * above;
        above = mass + ratio * std::exp(-step) * above;
    }
};

double pointOf(const ComposedLoss& loss, std::size_t i)
{
    return loss.origin + static_cast<double>(loss.first + std::int64_t(i)) * loss.step;
}

} // namespace

double logDeltaOf(const ComposedLoss& loss, double epsilon, Bound bound)
{
    Suffix suffix;
    std::size_t i = loss.mass.size();
    while (i > 0 && pointOf(loss, i - 1) > epsilon)
        suffix.down(loss.mass[--i], loss.lambda, loss.step);
    const double noise = bound == Bound::Upper ? loss.noise : -loss.noise;
    const double logInfinite = bound == Bound::Upper ? loss.logInfinite : -infinity;
    if (i == loss.mass.size())
        return std::min(0.0, logInfinite);
    const double e = pointOf(loss, i);
    const double tilted = suffix.delta - std::expm1(epsilon - e) * suffix.above + noise;
    return std::min(0.0,
                    logAdd(logInfinite, loss.logScale - loss.lambda * e + std::log(std::max(0.0, tilted))));
}

EpsilonReading epsilonOf(const ComposedLoss& loss, double logDelta, Bound bound)
{
    const double noise = bound == Bound::Upper ? loss.noise : -loss.noise;
    const double logInfinite = bound == Bound::Upper ? loss.logInfinite : -infinity;
    if (logInfinite >= logDelta)
        return {infinity, true};
    if (loss.mass.empty())
        return {-infinity, true};
    const double logFinite = logDelta + log1mExp(logDelta - logInfinite);
    const auto target = [&](double e) {
        return std::exp(logFinite - loss.logScale + loss.lambda * e) - noise;
    };
    Suffix reached;
    std::size_t i = loss.mass.size();
    while (i > 0) {
        Suffix next = reached;
        next.down(loss.mass[i - 1], loss.lambda, loss.step);
        if (next.delta > target(pointOf(loss, i - 1)))
            break;
        reached = next;
        --i;
    }
    if (i == loss.mass.size())
        return {bound == Bound::Upper ? infinity : pointOf(loss, i - 1), true};
    const double e = pointOf(loss, i);
    const double shift = (reached.delta - target(e)) / reached.above;
    return {shift > -1 ? e + std::log1p(shift) : -infinity, i > 0 || loss.lambda == 0};
}

} // namespace undertone::privacy
