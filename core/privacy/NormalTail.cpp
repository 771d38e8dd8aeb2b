#include "core/privacy/NormalTail.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace undertone::privacy {

namespace {

/// exp(x^2): the part of x^2 that rounding drops is put back.
double expSquare(double x)
{
    const double square = x * x;
    return std::exp(square) * (1 + std::fma(x, x, -square));
}

/// 1/(x sqrt(pi)) (1 - 1/(2x^2) + 3/(2x^2)^2 - ...), x >= 20: fifteen terms are beyond double precision.
double asymptotic(double x)
{
    double term = 1;
    double sum = 1;
    const double inverse = 1 / (2 * x * x);
    for (int k = 1; k <= 15; ++k) {
        term *= -(2 * k - 1) * inverse;
        sum += term;
    }
    return sum * std::numbers::inv_sqrtpi / x;
}

} // namespace

double scaledErfc(double x)
{
    return x < 20 ? expSquare(x) * std::erfc(x) : asymptotic(x);
}

double logNormalCdf(double x)
{
    const double y = x / std::numbers::sqrt2;
    if (x > 0)
        return std::log1p(-std::erfc(y) / 2);
    if (x > -1)
        return std::log(std::erfc(-y) / 2);
    return std::log(scaledErfc(-y) / 2) - x * x / 2;
}

double log1mExp(double x)
{
    return x < std::numbers::ln2 ? std::log(-std::expm1(-x)) : std::log1p(-std::exp(-x));
}

double logAdd(double a, double b)
{
    const double larger = std::max(a, b);
    if (larger == -std::numeric_limits<double>::infinity())
        return larger;
    return larger + std::log1p(std::exp(std::min(a, b) - larger));
}

} // namespace undertone::privacy
