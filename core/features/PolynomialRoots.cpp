#include "core/features/PolynomialRoots.h"

#include <array>
#include <cmath>
#include <numbers>

namespace undertone::features {

namespace {

/// std::complex multiplies and divides with tests for infinities, at several times the cost.
struct Complex
{
    double re = 0;
    double im = 0;

    friend Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
    friend Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
    friend Complex operator*(Complex a, Complex b)
    {
        return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
    }
    double norm() const { return re * re + im * im; }
    Complex inverse() const { return {re / norm(), -im / norm()}; }
};

constexpr std::size_t highestDegree = 32;
constexpr double tolerance = 1e-9;

/// Newton's correction p(z) / p'(z); 0 at a zero.
Complex newtonStep(std::span<const double> coefficients, Complex z)
{
    Complex value{coefficients[0], 0};
    Complex slope{};
    for (const double a : coefficients.subspan(1)) {
        slope = slope * z + value;
        value = value * z + Complex{a, 0};
    }
    if (value.norm() == 0)
        return {};
    return slope.norm() == 0 ? Complex{tolerance, tolerance} : value * slope.inverse();
}

/// Moves every estimate once, each repelled by the others. Returns the square of the largest step.
double improve(std::span<const double> coefficients, std::span<Complex> roots)
{
    double largest = 0;
    for (std::size_t i = 0; i < roots.size(); ++i) {
        const Complex newton = newtonStep(coefficients, roots[i]);
        Complex repulsion{};
        for (std::size_t j = 0; j < roots.size(); ++j) {
            const Complex distance = roots[i] - roots[j];
            if (j != i && distance.norm() > 0)
                repulsion = repulsion + distance.inverse();
        }
        const Complex damping = Complex{1, 0} - newton * repulsion;
        const Complex step = damping.norm() > 0 ? newton * damping.inverse() : newton;
        roots[i] = roots[i] - step;
        largest = std::max(largest, step.norm());
    }
    return largest;
}

} // namespace

bool polynomialRoots(std::span<const double> coefficients, std::span<std::complex<double>> roots)
{
    constexpr int mostSteps = 100;
    std::array<Complex, highestDegree> places;
    const std::span<Complex> estimates(places.data(), roots.size());
    for (std::size_t i = 0; i < roots.size(); ++i) {
        // Not symmetric about the real axis: a symmetric set could not reach a pair of real zeros.
        const double angle =
            2 * std::numbers::pi * (static_cast<double>(i) + 0.3) / static_cast<double>(roots.size());
        estimates[i] = {0.9 * std::cos(angle), 0.9 * std::sin(angle)};
    }
    for (int i = 0; i < mostSteps; ++i)
        if (!(improve(coefficients, estimates) > tolerance * tolerance)) {
            for (std::size_t k = 0; k < roots.size(); ++k)
                roots[k] = {estimates[k].re, estimates[k].im};
            return true;
        }
    return false;
}

} // namespace undertone::features
