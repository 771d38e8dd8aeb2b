#include "core/privacy/auditing/BayesianBound.h"

#include "core/base/Error.h"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace undertone::privacy {

namespace {

/// A probability and its complement, each with its own digits.
struct Rate
{
    double value = 0;
    double complement = 1;
};

Rate rateAt(double t)
{
    return {1 / (1 + std::exp(-t)), 1 / (1 + std::exp(t))};
}

/// Beta(a, b) of a rate x, seen through t = ln(x / (1 - x)): there its density is smooth, has one maximum and
/// decays exponentially on both sides even where x^(a-1) has a pole.
class BetaPosterior
{
public:
    BetaPosterior(double a, double b) : m_a(a), m_b(b) {}

    /// Of t.
    double density(const Rate& rate) const
    {
        const double ofRate = rate.value < 0.5 ? boost::math::ibeta_derivative(m_a, m_b, rate.value)
                                               : boost::math::ibeta_derivative(m_b, m_a, rate.complement);
        return ofRate * rate.value * rate.complement;
    }
    /// P[low < rate <= high], by the tail that keeps its digits.
    double between(const Rate& low, const Rate& high) const
    {
        const double over = above(low);
        return over < 0.5 ? over - above(high) : below(high) - below(low);
    }
    /// The t between which the density is resolved: the mode, and where it has fallen by e^-0.5 ... e^-40.
    std::vector<double> knots() const
    {
        const double mode = std::log(m_a / m_b);
        std::vector<double> found = {mode};
        for (const double fall : {0.5, 2., 4.5, 8., 12.5, 18., 28., 40.}) {
            found.push_back(mode - distance(mode, fall, -1));
            found.push_back(mode + distance(mode, fall, 1));
        }
        return found;
    }

private:
    double below(const Rate& rate) const
    {
        return rate.value < 0.5 ? boost::math::ibeta(m_a, m_b, rate.value)
                                : boost::math::ibetac(m_b, m_a, rate.complement);
    }
    double above(const Rate& rate) const
    {
        return rate.value < 0.5 ? boost::math::ibetac(m_a, m_b, rate.value)
                                : boost::math::ibeta(m_b, m_a, rate.complement);
    }
    double logDensity(double t) const
    {
        return -m_a * std::log1p(std::exp(-t)) - m_b * std::log1p(std::exp(t));
    }
    /// How far from the mode the concave log density has fallen by `fall`.
    double distance(double mode, double fall, int side) const
    {
        const auto isBeyond = [&](double d) { return logDensity(mode) - logDensity(mode + side * d) > fall; };
        double low = 0;
        double high = 1e-6;
        while (!isBeyond(high))
            high *= 2;
        while (high - low > 1e-3 * high)
            (isBeyond((low + high) / 2) ? high : low) = (low + high) / 2;
        return high;
    }

    double m_a;
    double m_b;
};

/// Where (FNR, FPR) may lie for an (epsilon, delta)-DP mechanism.
class Region
{
public:
    Region(double epsilon, double delta)
        : m_growth(std::exp(epsilon)), m_shrinkage(-std::expm1(-epsilon)), m_delta(delta)
    {
    }

    Rate low(const Rate& x) const
    {
        const double steep = m_delta + m_growth * x.value;
        const double flat = m_shrinkage + (x.value + m_delta) / m_growth;
        if (steep >= 1 && flat >= 1)
            return {0, 1};
        return steep < flat ? Rate{std::max(0., 1 - m_delta - m_growth * x.value), steep}
                            : Rate{std::max(0., x.complement - m_delta) / m_growth, flat};
    }
    Rate high(const Rate& x) const
    {
        const auto mirrored = low({x.complement, x.value});
        return {mirrored.complement, mirrored.value};
    }

    /// The FNR at which the bounds have a corner.
    std::vector<double> corners() const
    {
        const double corner = (1 - m_delta) / (1 + m_growth);
        return {corner, 1 - m_delta, m_delta, 1 - corner};
    }
    /// The FNR at which a bound passes the FPR y.
    std::vector<double> crossings(double y) const
    {
        const double kept = 1 - m_delta;
        return {(kept - y) / m_growth, kept - y * m_growth, 1 - (kept - (1 - y)) / m_growth,
                1 - (kept - (1 - y) * m_growth)};
    }

private:
    double m_growth;
    double m_shrinkage; ///< 1 - e^-epsilon
    double m_delta;
};

template <typename Function>
double integrate(const Function& f, double low, double high, int splits)
{
    const double middle = (low + high) / 2;
    const double half = (high - low) / 2;
    // Over [-1, 1]: of another range Boost 1.74 does not scale its error.
    double error = 0;
    const double whole = boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
        [&](double s) { return half * f(middle + half * s); }, -1., 1., 0, 0, &error);
    if (error < 1e-13 + 1e-11 * std::abs(whole) || splits == 0)
        return whole;
    return integrate(f, low, middle, splits - 1) + integrate(f, middle, high, splits - 1);
}

class Posterior
{
public:
    Posterior(const AttackCounts& counts, double delta)
        : m_missed(0.5 + static_cast<double>(counts.positives - counts.truePositives),
                   0.5 + static_cast<double>(counts.truePositives)),
          m_alarms(0.5 + static_cast<double>(counts.falsePositives),
                   0.5 + static_cast<double>(counts.negatives - counts.falsePositives)),
          m_delta(delta), m_missedKnots(m_missed.knots()), m_alarmKnots(m_alarms.knots())
    {
    }

    double operator()(double epsilon) const
    {
        const Region region(epsilon, m_delta);
        const auto integrand = [&](double t) {
            const auto x = rateAt(t);
            return m_missed.density(x) * m_alarms.between(region.low(x), region.high(x));
        };
        const auto ends = panels(region);
        double sum = 0;
        for (std::size_t i = 1; i < ends.size(); ++i)
            sum += integrate(integrand, ends[i - 1], ends[i], 40);
        return std::clamp(sum, 0., 1.);
    }

private:
    /// Ends of the panels between which nothing sudden happens.
    std::vector<double> panels(const Region& region) const
    {
        auto rates = region.corners();
        for (const double t : m_alarmKnots)
            for (const double x : region.crossings(rateAt(t).value))
                rates.push_back(x);
        auto ends = m_missedKnots;
        const auto [first, last] = std::minmax_element(m_missedKnots.begin(), m_missedKnots.end());
        for (const double x : rates) {
            const double t = x > 0 && x < 1 ? std::log(x / (1 - x)) : *first;
            if (t > *first && t < *last)
                ends.push_back(t);
        }
        std::sort(ends.begin(), ends.end());
        return ends;
    }

    BetaPosterior m_missed;
    BetaPosterior m_alarms;
    double m_delta;
    std::vector<double> m_missedKnots;
    std::vector<double> m_alarmKnots;
};

/// The epsilon > 0 with this posterior probability below it.
double quantile(const Posterior& posterior, double probability)
{
    double high = 1;
    while (posterior(high) < probability)
        high *= 2;
    std::uintmax_t steps = 200;
    const auto ends =
        boost::math::tools::toms748_solve([&](double epsilon) { return posterior(epsilon) - probability; },
                                          0., high, boost::math::tools::eps_tolerance<double>(42), steps);
    return (ends.first + ends.second) / 2;
}

} // namespace

double epsilonPosterior(const AttackCounts& counts, double delta, double epsilon)
{
    checkAttackCounts(counts);
    checkAuditStatement(delta, 0.5);
    if (!(epsilon >= 0 && std::isfinite(epsilon)))
        throw Error(ErrorCode::InvalidRequest, fmt::format("An epsilon of {} cannot be tested.", epsilon),
                    "audit", "Give an epsilon of at least 0.");
    return Posterior(counts, delta)(epsilon);
}

AuditBound bayesianBound(const AttackCounts& counts, double delta, double confidence)
{
    checkAttackCounts(counts);
    checkAuditStatement(delta, confidence);
    if (confidence > 1 - 1e-6)
        throw Error(ErrorCode::InvalidRequest,
                    "A credible interval of more than 1 - 1e-6 cannot be resolved.", "audit",
                    "Give a confidence of at most 0.999999, or take the method clopper-pearson.");
    const Posterior posterior(counts, delta);
    const double tail = (1 - confidence) / 2;
    const double atZero = posterior(0);
    AuditBound bound{0, 0., confidence, AuditMethod::Bayes};
    if (atZero < tail)
        bound.lower = quantile(posterior, tail);
    if (atZero < 1 - tail)
        bound.upper = quantile(posterior, 1 - tail);
    return bound;
}

} // namespace undertone::privacy
