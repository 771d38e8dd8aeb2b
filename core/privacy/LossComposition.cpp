#include "core/privacy/LossComposition.h"

#include "core/base/Vectorised.h"
#include "core/privacy/DoubleFft.h"
#include "core/privacy/NormalTail.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

namespace undertone::privacy {

namespace {

/// Spectral coefficients whose squared modulus is below are rounding errors of the transform.
constexpr double spectralNoise = 1e-40;
/// Mass that rounding errors spread over the window, for each release.
constexpr double transformNoise = 4e-16;

/// Complex numbers, real and imaginary parts apart.
struct Spectrum
{
    explicit Spectrum(std::size_t size) : re(size), im(size) {}
    explicit Spectrum(std::span<const std::complex<double>> values) : Spectrum(values.size())
    {
        for (std::size_t i = 0; i < values.size(); ++i) {
            re[i] = values[i].real();
            im[i] = values[i].imag();
        }
    }

    std::vector<double> re;
    std::vector<double> im;
};

/// a *= b; what has become noise is set to 0.
UNDERTONE_VECTORISED void multiply(double* aRe, double* aIm, const double* bRe, const double* bIm,
                                   std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i) {
        const double re = aRe[i] * bRe[i] - aIm[i] * bIm[i];
        const double im = aRe[i] * bIm[i] + aIm[i] * bRe[i];
        const bool isSignal = re * re + im * im > spectralNoise;
        aRe[i] = isSignal ? re : 0;
        aIm[i] = isSignal ? im : 0;
    }
}

void multiply(Spectrum& a, const Spectrum& b)
{
    multiply(a.re.data(), a.im.data(), b.re.data(), b.im.data(), a.re.size());
}

/// product *= base^count, by squaring.
void multiplyByPower(Spectrum& product, Spectrum& base, std::size_t count)
{
    for (;; count /= 2) {
        if (count % 2 == 1)
            multiply(product, base);
        if (count <= 1)
            return;
        multiply(base, base);
    }
}

/// Adds the grid to the cyclic signal.
void wrap(const LossGrid& grid, std::span<double> signal)
{
    const auto size = static_cast<std::int64_t>(signal.size());
    std::ranges::fill(signal, 0.0);
    auto place = static_cast<std::size_t>(((grid.first % size) + size) % size);
    for (const double mass : grid.mass) {
        signal[place] += mass;
        place = place + 1 == signal.size() ? 0 : place + 1;
    }
}

/// Divides each group's mass by its sum; the log of the product of all sums goes to the scale.
double normalised(std::vector<LossGroup>& groups)
{
    double logScale = 0;
    for (auto& group : groups) {
        const double mass = std::accumulate(group.grid.mass.begin(), group.grid.mass.end(), 0.0);
        for (double& value : group.grid.mass)
            value /= mass;
        logScale += static_cast<double>(group.count) * (group.grid.logScale + std::log(mass));
    }
    return logScale;
}

/// Plans are costly beside the transforms; each thread keeps the last one.
DoubleFft& fftOfSize(std::size_t size)
{
    thread_local std::optional<DoubleFft> kept;
    if (!kept || kept->size() != size)
        kept.emplace(size);
    return *kept;
}

/// Composition modulo the window's length; what is outside the window comes back inside it.
void composeInWindow(std::span<const LossGroup> groups, ComposedLoss& composed, std::size_t length)
{
    DoubleFft& fft = fftOfSize(length);
    Spectrum product(length / 2 + 1);
    std::ranges::fill(product.re, 1.0);
    for (const auto& group : groups) {
        wrap(group.grid, fft.signal());
        fft.forward();
        Spectrum base(fft.spectrum());
        multiplyByPower(product, base, group.count);
    }
    for (std::size_t i = 0; i < product.re.size(); ++i)
        fft.spectrum()[i] = {product.re[i], product.im[i]};
    fft.inverse();
    const auto size = static_cast<std::int64_t>(length);
    auto place = static_cast<std::size_t>(((composed.first % size) + size) % size);
    composed.mass.resize(length);
    for (double& mass : composed.mass) {
        mass = std::max(0.0, fft.signal()[place] / static_cast<double>(length));
        place = place + 1 == length ? 0 : place + 1;
    }
}

} // namespace

ComposedLoss compose(std::vector<LossGroup> groups, double step, double lambda, std::size_t mostPoints)
{
    ComposedLoss composed;
    composed.step = step;
    composed.lambda = lambda;
    composed.logScale = normalised(groups);
    composed.logInfinite = -std::numeric_limits<double>::infinity();
    double count = 0;
    for (const auto& group : groups) {
        count += static_cast<double>(group.count);
        composed.origin += static_cast<double>(group.count) * group.grid.origin;
        composed.logInfinite =
            logAdd(composed.logInfinite, group.logInfinite + std::log(static_cast<double>(group.count)));
    }
    composed.noise = transformNoise * (10 + count);
    if (groups.size() == 1 && groups.front().count == 1) {
        composed.first = groups.front().grid.first;
        composed.mass = std::move(groups.front().grid.mass);
        composed.noise = 0;
        return composed;
    }
    const auto window = chernoffWindow(groups, step);
    const double points = (window.upper - window.lower) / step + 3;
    if (!(points <= static_cast<double>(mostPoints))) {
        composed.logInfinite = 0;
        return composed;
    }
    composed.logInfinite =
        logAdd(composed.logInfinite, std::log(windowTail) + composed.logScale - lambda * window.upper);
    composed.first = std::int64_t(std::floor((window.lower - composed.origin) / step));
    composeInWindow(groups, composed, fastFftSize(static_cast<std::size_t>(points)));
    return composed;
}

} // namespace undertone::privacy
