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
class Suffix
{
public:
    explicit Suffix(const ComposedLoss& loss)
        : m_ratio(std::exp(-loss.lambda * loss.step)), m_keep(m_ratio * std::exp(-loss.step)),
          m_gain(-m_ratio * std::expm1(-loss.step))
    {
    }

    double above() const { return m_above; } ///< B, the point included
    double delta() const { return m_delta; } ///< D

    void down(double mass)
    {
        m_delta = m_ratio * m_delta + m_gain * m_above;
        m_above = mass + m_keep * m_above;
    }

private:
    double m_ratio; ///< e^(-lambda step)
    double m_keep;  ///< e^(-(lambda + 1) step)
    double m_gain;  ///< e^(-lambda step) (1 - e^-step)
    double m_above = 0;
    double m_delta = 0;
};

double pointOf(const ComposedLoss& loss, std::size_t i)
{
    return loss.origin + static_cast<double>(loss.first + std::int64_t(i)) * loss.step;
}

} // namespace

double logDeltaOf(const ComposedLoss& loss, double epsilon, Bound bound)
{
    Suffix suffix(loss);
    std::size_t i = loss.mass.size();
    while (i > 0 && pointOf(loss, i - 1) > epsilon)
        suffix.down(loss.mass[--i]);
    const double noise = bound == Bound::Upper ? loss.noise : -loss.noise;
    const double logInfinite = bound == Bound::Upper ? loss.logInfinite : -infinity;
    if (i == loss.mass.size())
        return std::min(0.0, logInfinite);
    const double e = pointOf(loss, i);
    const double tilted = suffix.delta() - std::expm1(epsilon - e) * suffix.above() + noise;
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
    Suffix reached(loss);
    std::size_t i = loss.mass.size();
    while (i > 0) {
        Suffix next = reached;
        next.down(loss.mass[i - 1]);
        if (next.delta() > target(pointOf(loss, i - 1)))
            break;
        reached = next;
        --i;
    }
    if (i == loss.mass.size())
        return {bound == Bound::Upper ? infinity : pointOf(loss, i - 1), true};
    const double e = pointOf(loss, i);
    const double shift = (reached.delta() - target(e)) / reached.above();
    return {shift > -1 ? e + std::log1p(shift) : -infinity, i > 0 || loss.lambda == 0};
}

} // namespace undertone::privacy
