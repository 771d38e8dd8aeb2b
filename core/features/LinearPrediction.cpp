#include "core/features/LinearPrediction.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace undertone::features {

namespace {

constexpr std::size_t highestOrder = 32;
constexpr std::size_t highestDegree = highestOrder / 2;

/// c_0 + c_1 x + ... + c_n x^n, whose zeros are all real and within (-1, 1).
struct RealRooted
{
    std::size_t degree = 0;
    std::array<double, highestDegree + 1> c{};

    double at(double x) const
    {
        double value = c[degree];
        for (std::size_t i = degree; i-- > 0;)
            value = value * x + c[i];
        return value;
    }

    RealRooted derivative() const
    {
        RealRooted result{degree - 1, {}};
        for (std::size_t i = 1; i <= degree; ++i)
            result.c[i - 1] = static_cast<double>(i) * c[i];
        return result;
    }
};

/// The zero between `low` and `high`: Newton's step where it stays inside, else the middle. Where rounding
/// has lost the change of sign (a double zero), the end that is nearer to zero.
double zeroBetween(const RealRooted& p, const RealRooted& slope, double low, double high)
{
    const double atLow = p.at(low);
    const double atHigh = p.at(high);
    if ((atLow < 0) == (atHigh < 0))
        return std::abs(atLow) < std::abs(atHigh) ? low : high;
    double x = 0.5 * (low + high);
    for (int step = 0; step < 60 && high - low > 1e-12; ++step) {
        const double value = p.at(x);
        ((value < 0) == (atLow < 0) ? low : high) = x;
        const double newton = x - value / slope.at(x);
        const double next = newton > low && newton < high ? newton : 0.5 * (low + high);
        if (std::abs(next - x) < 1e-7)
            return next;
        x = next;
    }
    return x;
}

/// The zeros of each derivative separate those of the polynomial (Rolle), so each is bracketed.
void findZeros(const RealRooted& p, std::array<double, highestDegree>& zeros)
{
    if (p.degree == 1) {
        zeros[0] = std::clamp(-p.c[0] / p.c[1], -1.0, 1.0);
        return;
    }
    const RealRooted slope = p.derivative();
    std::array<double, highestDegree> turns{};
    findZeros(slope, turns);
    for (std::size_t i = 0; i < p.degree; ++i)
        zeros[i] = zeroBetween(p, slope, i == 0 ? -1 : turns[i - 1], i + 1 == p.degree ? 1 : turns[i]);
}

/// f_0 T_n + f_1 T_(n-1) + ... + f_n / 2 as powers of x, T being Chebyshev's polynomials.
RealRooted fromChebyshev(std::span<const double> f)
{
    const std::size_t degree = f.size() - 1;
    RealRooted sum{degree, {}};
    RealRooted before, current;
    current.c[0] = 1;
    for (std::size_t k = 0; k <= degree; ++k) {
        const double weight = k == 0 ? 0.5 * f[degree] : f[degree - k];
        for (std::size_t i = 0; i <= k; ++i)
            sum.c[i] += weight * current.c[i];
        RealRooted next;
        for (std::size_t i = 0; i < degree; ++i)
            next.c[i + 1] = (k == 0 ? 1 : 2) * current.c[i];
        for (std::size_t i = 0; i <= degree; ++i)
            next.c[i] -= before.c[i];
        before = current;
        current = next;
    }
    return sum;
}

/// Angles of the zeros of A(z) + sign z^-(p+1) A(1/z) but for the one at z = -sign.
void findAngles(std::span<const double> a, double sign, std::span<float> angles)
{
    const std::size_t half = angles.size();
    const std::size_t order = 2 * half;
    std::array<double, highestDegree + 1> f{};
    f[0] = 1;
    for (std::size_t k = 1; k <= half; ++k)
        f[k] = a[k] + sign * a[order + 1 - k] - sign * f[k - 1];
    std::array<double, highestDegree> zeros{};
    findZeros(fromChebyshev(std::span(f).first(half + 1)), zeros);
    for (std::size_t i = 0; i < half; ++i)
        angles[i] = static_cast<float>(std::acos(zeros[i]));
}

} // namespace

void predictionCoefficients(std::span<const double> autocorrelation, std::span<double> coefficients)
{
    std::ranges::fill(coefficients, 0.0);
    coefficients[0] = 1;
    double error = autocorrelation[0];
    if (error <= 0)
        return;
    for (std::size_t i = 1; i < coefficients.size(); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < i; ++j)
            sum += coefficients[j] * autocorrelation[i - j];
        const double reflection = -sum / error;
        if (std::abs(reflection) >= 1)
            return;
        for (std::size_t j = 1; j <= i / 2; ++j) {
            const double left = coefficients[j];
            const double right = coefficients[i - j];
            coefficients[j] = left + reflection * right;
            coefficients[i - j] = right + reflection * left;
        }
        coefficients[i] = reflection;
        error *= 1 - reflection * reflection;
    }
}

void lineSpectralFrequencies(std::span<const double> coefficients, std::span<float> frequencies)
{
    const std::size_t half = frequencies.size() / 2;
    findAngles(coefficients, 1, frequencies.first(half));
    findAngles(coefficients, -1, frequencies.subspan(half));
    std::ranges::sort(frequencies);
}

} // namespace undertone::features
