#pragma once

#include "core/privacy/PrivacyEvent.h"

namespace undertone::privacy {

/// Which neighbour is P (Zhu, Dong and Wang 2022; accounting of the Poisson-subsampled Gaussian).
enum class Direction {
    Remove, ///< P = (1-q) N(0, s^2) + q N(1, s^2),  Q = N(0, s^2)
    Add,    ///< P = N(0, s^2),                      Q = (1-q) N(0, s^2) + q N(-1, s^2)
};

/// The dominating pair of one release of a Gaussian mechanism with sensitivity 1 and deviation s, sampled
/// with probability q. Replace-one has a single, symmetric direction: P = (1-q) N(0, s^2) + q N(1, s^2), Q =
/// (1-q) N(0, s^2) + q N(-1, s^2). Outcomes y are oriented so that the privacy loss grows with y:
///
///     loss(y) = log P(y)/Q(y) = a m(y) - b m(-y),   m(y) = log(1 - q + q exp((2y - 1) / (2 s^2)))
///
/// with (a, b) = (1, 0) for Remove, (0, 1) for Add and (1, 1) for replace-one. At q = 1 every pair is
/// Gaussian.
class LossPair
{
public:
    /// The pair of a release that is subsampled by Poisson sampling or not at all. s is in units of the
    /// clipping norm: z under add/remove and null; under replace-one z with q < 1, and z / 2 with q = 1.
    LossPair(const PrivacyEvent& event, Direction direction);
    /// A Gaussian mechanism with mu = 1 / s.
    static LossPair gaussian(double mu);

    double rate() const { return m_rate; }
    double deviation() const { return m_deviation; }
    double loss(double y) const;
    /// The outcome with this loss: -inf and +inf outside the range of losses.
    double outcome(double loss) const;
    /// Log of P's density.
    double logDensity(double y) const;
    /// d/dy of logDensity.
    double densitySlope(double y) const;
    /// log P(Y <= y), log P(Y > y).
    double logLowerTail(double y) const;
    double logUpperTail(double y) const;
    /// No loss is larger: -log(1-q) for Add, else +inf.
    double supremum() const;

    /// The loss l to which the lowest losses (the highest, for Add) merge when all within `halfWidth` above
    /// (below) l are taken together: l = log P(A)/Q(A), A = {loss <= l + halfWidth}. 0 for other pairs.
    double mergedEdge(double halfWidth) const;
    /// True when losses have a lower end and mass near it: Remove with q < 1.
    bool hasLowestLoss() const { return m_rate < 1 && !m_mixedQ; }

    /// (1 + u(y), 1 + w(y)) = (e^(a m(y)), e^(b m(-y))): log(1 + w) and r = (u - w) / (1 + w) = e^loss - 1.
    double logNull(double y) const;
    double excess(double y) const;
    /// Where exp(lambda loss) P has its mass at the latest: a (lambda + 1) + b lambda.
    double farthestMode(double lambda) const;

    /// Density and loss in one go, for inner loops.
    struct Point
    {
        double loss;
        double logDensity;
    };
    Point at(double y) const;

private:
    LossPair(double rate, double deviation, bool mixedP, bool mixedQ);

    double exponent(double y) const { return (y - 0.5) * m_inverseVariance; }
    double logMixture(double y) const;
    double mixtureOutcome(double value) const;

    double m_rate;
    double m_deviation;
    double m_inverseVariance;
    double m_logNorm;
    bool m_mixedP; ///< a
    bool m_mixedQ; ///< b
};

} // namespace undertone::privacy
