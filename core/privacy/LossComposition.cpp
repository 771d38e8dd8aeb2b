#include "core/privacy/LossComposition.h"

#include "core/base/Vectorised.h"
#include "core/privacy/DoubleFft.h"
#include "core/privacy/NormalTail.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <span>

namespace undertone::privacy {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Tilted mass that either side of the window may leave out.
constexpr double windowTail = 1e-16;
/// Spectral coefficients whose squared modulus is below are rounding errors of the transform.
constexpr double spectralNoise = 1e-40;
/// Mass that rounding errors spread over the window, for each release.
constexpr double transformNoise = 4e-16;
constexpr std::size_t blockSize = 32;
/// Largest theta times step: e^(theta step) to the power of a block neither overflows nor underflows.
constexpr double largestPower = 10;

/// Sums of mass ratio^j over blocks; several at once, since each waits for its own last term.
void hornerSums(std::span<const double> mass, double ratio, std::span<double> sums)
{
    constexpr std::size_t together = 4;
    std::size_t block = 0;
    for (; (block + together) * blockSize <= mass.size(); block += together) {
        const double* at = mass.data() + block * blockSize;
        double sum[together] = {};
        for (std::size_t j = blockSize; j-- > 0;)
            for (std::size_t k = 0; k < together; ++k)
                sum[k] = sum[k] * ratio + at[k * blockSize + j];
        std::ranges::copy(sum, sums.begin() + static_cast<std::ptrdiff_t>(block));
    }
    for (; block < sums.size(); ++block)
        for (std::size_t j = std::min((block + 1) * blockSize, mass.size()); j-- > block * blockSize;)
            sums[block] = sums[block] * ratio + mass[j];
}

/// Log of the moment generating function of a grid, sum of mass e^(theta e), for several theta.
class GridMgf
{
public:
    GridMgf(const LossGrid& grid, double step) : m_grid(grid), m_step(step) {}

    double logAt(double theta) const
    {
        const double ratio = std::exp(theta * m_step);
        std::vector<double> logs((m_grid.mass.size() + blockSize - 1) / blockSize);
        hornerSums(m_grid.mass, ratio, logs);
        double largest = -infinity;
        for (std::size_t block = 0; block < logs.size(); ++block) {
            const auto start = m_grid.first + std::int64_t(block * blockSize);
            logs[block] =
                std::log(logs[block]) + theta * (m_grid.origin + static_cast<double>(start) * m_step);
            largest = std::max(largest, logs[block]);
        }
        double sum = 0;
        for (const double value : logs)
            sum += std::exp(value - largest);
        return largest + std::log(sum);
    }

private:
    const LossGrid& m_grid;
    double m_step;
};

struct Moments
{
    double mass = 0;
    double mean = 0;
    double variance = 0;
};

Moments moments(const LossGrid& grid, double step)
{
    Moments result;
    double first = 0, second = 0;
    for (std::size_t i = 0; i < grid.mass.size(); ++i) {
        const double e = grid.origin + static_cast<double>(grid.first + std::int64_t(i)) * step;
        result.mass += grid.mass[i];
        first += grid.mass[i] * e;
        second += grid.mass[i] * e * e;
    }
    result.mean = first / result.mass;
    result.variance = std::max(0.0, second / result.mass - result.mean * result.mean);
    return result;
}

/// Chernoff's bound on the sum of all groups' losses, whose tilted masses are 1: where the tail above (or
/// below) holds at most `windowTail`.
class Window
{
public:
    Window(std::span<const LossGroup> groups, double step) : m_groups(groups), m_step(step)
    {
        double variance = 0;
        double range = 0;
        for (const auto& group : groups) {
            const auto m = moments(group.grid, step);
            m_mean += static_cast<double>(group.count) * m.mean;
            variance += static_cast<double>(group.count) * m.variance;
            range += static_cast<double>(group.count) * static_cast<double>(group.grid.mass.size()) * step;
        }
        m_deviation = std::max({std::sqrt(variance), range * 1e-9, step});
    }

    double upper() const { return end(1); }
    double lower() const { return end(-1); }

private:
    double bound(double sign, double theta) const
    {
        double logMgf = -std::log(windowTail);
        for (const auto& group : m_groups)
            logMgf += static_cast<double>(group.count) * GridMgf(group.grid, m_step).logAt(sign * theta);
        return sign * logMgf / theta;
    }

    /// The bound is one for every theta; near that of a normal distribution it is nearly the best.
    double end(double sign) const
    {
        const double start = std::sqrt(-2 * std::log(windowTail)) / m_deviation;
        double best = bound(sign, start);
        for (const double factor : {0.5, 2.0}) {
            for (double theta = start * factor; theta > start * 1e-4 && theta < largestPower / m_step;
                 theta *= factor) {
                const double next = bound(sign, theta);
                if (sign * (next - best) >= 0)
                    break;
                best = next;
            }
        }
        return best;
    }

    std::span<const LossGroup> m_groups;
    double m_step;
    double m_mean = 0;
    double m_deviation = 0;
};

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
double normalised(std::vector<LossGroup>& groups, double step)
{
    double logScale = 0;
    for (auto& group : groups) {
        const double mass = moments(group.grid, step).mass;
        for (double& value : group.grid.mass)
            value /= mass;
        logScale += static_cast<double>(group.count) * (group.grid.logScale + std::log(mass));
    }
    return logScale;
}

/// Plans are costly beside the transforms; each thread keeps the last one.
DoubleFft& fftOfSize(std::size_t size)
{
    thread_local std::unique_ptr<DoubleFft> kept;
    if (!kept || kept->size() != size)
        kept = std::make_unique<DoubleFft>(size);
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

ComposedLoss compose(std::vector<LossGroup> groups, double step, double lambda)
{
    ComposedLoss composed;
    composed.step = step;
    composed.lambda = lambda;
    composed.logScale = normalised(groups, step);
    composed.logInfinite = -infinity;
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
    const Window window(groups, step);
    const double upper = window.upper();
    composed.first = std::int64_t(std::floor((window.lower() - composed.origin) / step));
    const auto last = std::int64_t(std::ceil((upper - composed.origin) / step));
    const auto length = fastFftSize(static_cast<std::size_t>(last - composed.first + 1));
    composed.logInfinite =
        logAdd(composed.logInfinite, std::log(windowTail) + composed.logScale - lambda * upper);
    composeInWindow(groups, composed, length);
    return composed;
}

namespace {

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
        return {pointOf(loss, i - 1), true};
    const double e = pointOf(loss, i);
    const double shift = (reached.delta - target(e)) / reached.above;
    return {shift > -1 ? e + std::log1p(shift) : -infinity, i > 0 || loss.lambda == 0};
}

} // namespace undertone::privacy
