#include "core/privacy/LossPair.h"

#include "core/privacy/NormalTail.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// log sinh(x), x > 0.
double logSinh(double x)
{
    return x + log1mExp(2 * x) - std::numbers::ln2;
}

/// asinh(e^a)
double asinhExp(double a)
{
    return a > 20 ? a + std::numbers::ln2 : std::asinh(std::exp(a));
}

} // namespace

LossPair::LossPair(double rate, double deviation, bool mixedP, bool mixedQ)
    : m_rate(rate), m_deviation(deviation), m_inverseVariance(1 / (deviation * deviation)),
      m_logNorm(std::log(deviation) + std::log(2 * std::numbers::pi) / 2), m_mixedP(mixedP), m_mixedQ(mixedQ)
{
}

LossPair::LossPair(const PrivacyEvent& event, Direction direction)
    : LossPair(isSubsampled(event) ? event.sampleRate : 1,
               isSubsampled(event) ? event.noiseMultiplier : effectiveNoiseMultiplier(event),
               direction == Direction::Remove || event.relation == Relation::Replace,
               direction == Direction::Add || (event.relation == Relation::Replace && isSubsampled(event)))
{
    // Without sampling both directions are the same Gaussian pair.
    if (m_rate == 1) {
        m_mixedP = true;
        m_mixedQ = false;
    }
}

LossPair LossPair::gaussian(double mu)
{
    return {1, 1 / mu, true, false};
}

double LossPair::logMixture(double y) const
{
    const double t = exponent(y);
    if (m_rate == 1)
        return t;
    if (t > 30)
        return t + std::log(m_rate) + std::log1p((1 - m_rate) / m_rate * std::exp(-t));
    const double u = m_rate * std::expm1(t);
    return u < -0.5 ? std::log((1 - m_rate) + m_rate * std::exp(t)) : std::log1p(u);
}

double LossPair::mixtureOutcome(double value) const
{
    const double variance = m_deviation * m_deviation;
    if (m_rate == 1)
        return variance * value + 0.5;
    if (value > 30)
        return variance * (value - std::log(m_rate) + std::log1p((m_rate - 1) * std::exp(-value))) + 0.5;
    const double ratio = std::expm1(value) / m_rate;
    return ratio > -1 ? variance * std::log1p(ratio) + 0.5 : -infinity;
}

double LossPair::loss(double y) const
{
    return (m_mixedP ? logMixture(y) : 0) - (m_mixedQ ? logMixture(-y) : 0);
}

double LossPair::outcome(double loss) const
{
    if (!m_mixedQ)
        return mixtureOutcome(loss);
    if (!m_mixedP)
        return -mixtureOutcome(-loss);
    if (loss == 0)
        return 0;
    const double half = std::abs(loss) / 2;
    const double scale = m_inverseVariance / 2 + std::log((1 - m_rate) / m_rate);
    const double y = m_deviation * m_deviation * (asinhExp(logSinh(half) + scale) + half);
    return loss > 0 ? y : -y;
}

LossPair::Point LossPair::at(double y) const
{
    const double up = m_mixedP ? logMixture(y) : 0;
    const double down = m_mixedQ ? logMixture(-y) : 0;
    return {up - down, up - y * y * m_inverseVariance / 2 - m_logNorm};
}

double LossPair::logDensity(double y) const
{
    return at(y).logDensity;
}

double LossPair::densitySlope(double y) const
{
    const double t = exponent(y);
    const double posterior = m_rate == 1 ? 1 : 1 / (1 + (1 - m_rate) / m_rate * std::exp(-t));
    return (-y + (m_mixedP ? posterior : 0)) * m_inverseVariance;
}

double LossPair::logLowerTail(double y) const
{
    const double null = logNormalCdf(y / m_deviation);
    if (!m_mixedP)
        return null;
    const double shifted = std::log(m_rate) + logNormalCdf((y - 1) / m_deviation);
    return m_rate == 1 ? shifted : logAdd(std::log1p(-m_rate) + null, shifted);
}

double LossPair::logUpperTail(double y) const
{
    const double null = logNormalCdf(-y / m_deviation);
    if (!m_mixedP)
        return null;
    const double shifted = std::log(m_rate) + logNormalCdf((1 - y) / m_deviation);
    return m_rate == 1 ? shifted : logAdd(std::log1p(-m_rate) + null, shifted);
}

double LossPair::supremum() const
{
    return m_mixedP ? infinity : -std::log1p(-m_rate);
}

double LossPair::mergedEdge(double halfWidth) const
{
    if (m_rate == 1 || m_mixedP == m_mixedQ)
        return 0;
    double edge = std::log1p(-m_rate);
    for (int i = 0; i < 30; ++i) {
        const double y = mixtureOutcome(edge + halfWidth);
        const double logRatio = logNormalCdf((y - 1) / m_deviation) - logNormalCdf(y / m_deviation);
        edge = std::log1p(m_rate * std::expm1(logRatio));
    }
    return m_mixedP ? edge : -edge;
}

double LossPair::logNull(double y) const
{
    return m_mixedQ ? logMixture(-y) : 0;
}

double LossPair::excess(double y) const
{
    const double up = m_mixedP ? m_rate * std::expm1(exponent(y)) : 0;
    if (!m_mixedQ)
        return up;
    const double down = m_rate * std::expm1(exponent(-y));
    if (!m_mixedP)
        return -down / (1 + down);
    const double apart = 2 * y * m_inverseVariance; // exponent(y) - exponent(-y)
    const double difference = std::abs(apart) < 1 ? m_rate * std::exp(exponent(-y)) * std::expm1(apart)
                                                  : std::exp(std::log(m_rate) + exponent(y)) -
                                                        std::exp(std::log(m_rate) + exponent(-y));
    return difference / (1 + down);
}

double LossPair::farthestMode(double lambda) const
{
    return (m_mixedP ? lambda + 1 : 0) + (m_mixedQ ? lambda : 0);
}

} // namespace undertone::privacy
