#include "core/learning/DenseKernels.h"

#include "core/base/Vectorised.h"

#include <bit>
#include <cmath>

namespace undertone::learning::kernels {

namespace {

/// 1 for infinities and NaN.
inline std::uint32_t notFinite(float value)
{
    constexpr std::uint32_t Exponent = 0x7f800000U;
    return (std::bit_cast<std::uint32_t>(value) & Exponent) == Exponent ? 1U : 0U;
}

} // namespace

UNDERTONE_VECTORISED
void addBiasRelu(float* __restrict z, const float* __restrict bias, std::size_t rows, std::size_t width)
{
    for (std::size_t row = 0; row < rows; ++row, z += width)
        for (std::size_t j = 0; j < width; ++j) {
            const float value = z[j] + bias[j];
            z[j] = value < 0 ? 0 : value;
        }
}

UNDERTONE_VECTORISED
void addBiasReluDropout(float* __restrict z, const float* __restrict bias,
                        const std::uint32_t* __restrict words, std::uint32_t threshold, float scale,
                        std::size_t rows, std::size_t width)
{
    for (std::size_t row = 0; row < rows; ++row, z += width, words += width)
        for (std::size_t j = 0; j < width; ++j) {
            const float value = z[j] + bias[j];
            const float kept = words[j] >= threshold ? value * scale : 0;
            z[j] = kept < 0 ? 0 : kept;
        }
}

UNDERTONE_VECTORISED
void maskInactive(float* __restrict delta, const float* __restrict activation, float scale, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        delta[i] = activation[i] > 0 ? delta[i] * scale : 0;
}

UNDERTONE_VECTORISED
void sumRows(const float* __restrict matrix, std::size_t rows, std::size_t width, float* __restrict sums)
{
    for (std::size_t j = 0; j < width; ++j)
        sums[j] = 0;
    for (std::size_t row = 0; row < rows; ++row, matrix += width)
        for (std::size_t j = 0; j < width; ++j)
            sums[j] += matrix[j];
}

UNDERTONE_VECTORISED
bool allFinite(const float* values, std::size_t count)
{
    std::uint32_t bad = 0;
    for (std::size_t i = 0; i < count; ++i)
        bad |= notFinite(values[i]);
    return bad == 0;
}

UNDERTONE_VECTORISED
bool dividedDifference(const float* __restrict a, const float* __restrict b, float divisor,
                       float* __restrict quotient, std::size_t count)
{
    std::uint32_t bad = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float value = (a[i] - b[i]) / divisor;
        quotient[i] = value;
        bad |= notFinite(value);
    }
    return bad == 0;
}

namespace {

enum class Moments { Read, Fresh };

/// Inlined into the functions below, and vectorised with them.
template <Moments moments>
[[gnu::always_inline]] inline void adam(const float* parameters, const float* __restrict gradient,
                                        float* __restrict mean, float* __restrict variance, float* target,
                                        std::size_t count, const AdamFactors& factors)
{
    const AdamFactors f = factors;
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i) {
        const float p = parameters[i];
        const float g = gradient[i] + f.weightDecay * p;
        float m = f.oneMinusBeta1 * g;
        float v = f.oneMinusBeta2 * (g * g);
        if constexpr (moments == Moments::Read) {
            m = f.beta1 * mean[i] + m;
            v = f.beta2 * variance[i] + v;
        }
        mean[i] = m;
        variance[i] = v;
        target[i] = p - f.stepSize * m / (std::sqrt(v) * f.inverseSqrtVariance + f.epsilon);
    }
}

} // namespace

UNDERTONE_VECTORISED
void adamStep(const float* parameters, const float* gradient, float* mean, float* variance, float* target,
              std::size_t count, const AdamFactors& factors)
{
    adam<Moments::Read>(parameters, gradient, mean, variance, target, count, factors);
}

UNDERTONE_VECTORISED
void adamFirstStep(const float* parameters, const float* gradient, float* mean, float* variance,
                   float* target, std::size_t count, const AdamFactors& factors)
{
    adam<Moments::Fresh>(parameters, gradient, mean, variance, target, count, factors);
}

} // namespace undertone::learning::kernels
