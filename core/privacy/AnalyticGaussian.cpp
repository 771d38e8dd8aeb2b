#include "core/privacy/AnalyticGaussian.h"

#include "core/privacy/NormalTail.h"

#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Below this the difference of two tails loses digits; the integral of their difference does not.
constexpr double smallMu = 0.05;

/// log of integral_0^inf exp(-y t - t^2/2) (1 - exp(-mu t)) dt, y >= -smallMu, in `panels` of 30 points.
double logLossIntegral(double mu, double y)
{
    constexpr int panels = 4;
    const double end = std::min(9.5, 45 / std::max(y, 1.0));
    const auto integrand = [=](double t) { return std::exp(-t * (y + t / 2)) * -std::expm1(-mu * t); };
    double sum = 0;
    for (int i = 0; i < panels; ++i)
        sum += boost::math::quadrature::gauss<double, 30>::integrate(integrand, end * i / panels,
                                                                     end * (i + 1) / panels);
    return std::log(sum);
}

double logNormalDensity(double x)
{
    static const double logRoot = std::log(2 * std::numbers::pi) / 2;
    return -x * x / 2 - logRoot;
}

/// The largest double where `above` is false, or the smallest where it is true, from a bracket of positive
/// numbers that it divides.
template <typename Above>
std::pair<double, double> bisect(double low, double high, const Above& above)
{
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        (above(middle) ? high : low) = middle;
    }
    return {low, high};
}

} // namespace

double gaussianLogDelta(double mu, double epsilon)
{
    if (mu == infinity)
        return 0;
    const double ratio = epsilon / mu;
    const double a = mu / 2 - ratio;
    const double b = -mu / 2 - ratio;
    if (mu < smallMu)
        return logNormalDensity(a) + logLossIntegral(mu, -a);
    if (a <= 0) {
        const double difference = scaledErfc(-a / std::numbers::sqrt2) - scaledErfc(-b / std::numbers::sqrt2);
        return std::log(difference / 2) - a * a / 2;
    }
    const double lower = std::exp(epsilon + logNormalCdf(b));
    const double complement = std::erfc(a / std::numbers::sqrt2) / 2 + lower;
    return complement < 0.5 ? std::log1p(-complement)
                            : std::log(std::erfc(-a / std::numbers::sqrt2) / 2 - lower);
}

double gaussianEpsilon(double mu, double logDelta)
{
    if (mu == infinity)
        return infinity;
    const auto small = [&](double epsilon) { return gaussianLogDelta(mu, epsilon) <= logDelta; };
    if (small(0))
        return 0;
    double high = std::max(mu, mu * mu);
    while (!small(high))
        high *= 2;
    return bisect(0, high, small).second;
}

double gaussianMu(double epsilon, double logDelta)
{
    const auto large = [&](double mu) { return gaussianLogDelta(mu, epsilon) > logDelta; };
    double high = 1;
    while (!large(high))
        high *= 2;
    return bisect(0, high, large).first;
}

} // namespace undertone::privacy
