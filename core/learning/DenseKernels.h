#pragma once

#include <cstddef>
#include <cstdint>

namespace undertone::learning {

/// The loops of the classifier's CPU path. Matrices are row-major and dense. Every sum has one fixed order,
/// so the results do not depend on the vector width chosen at run time.
namespace kernels {

/// z = max(0, z + bias); with words: units whose word is below `threshold` become 0, the others grow by
/// `scale`.
void addBiasRelu(float* z, const float* bias, std::size_t rows, std::size_t width);
void addBiasReluDropout(float* z, const float* bias, const std::uint32_t* words, std::uint32_t threshold,
                        float scale, std::size_t rows, std::size_t width);

/// Gradient through dropout and ReLU: delta = scale delta where the unit was active, else 0.
void maskInactive(float* delta, const float* activation, float scale, std::size_t count);

/// sums[j] = sum of column j.
void sumRows(const float* matrix, std::size_t rows, std::size_t width, float* sums);

bool allFinite(const float* values, std::size_t count);
/// quotient = (a - b) / divisor; returns whether all of it is finite.
bool dividedDifference(const float* a, const float* b, float divisor, float* quotient, std::size_t count);

struct AdamFactors
{
    float weightDecay, epsilon;
    float beta1, oneMinusBeta1;
    float beta2, oneMinusBeta2;
    float stepSize;            ///< learningRate / (1 - beta1^t)
    float inverseSqrtVariance; ///< 1 / sqrt(1 - beta2^t)
};

/// One fused pass: target = parameters - step. The first step of a fresh state does not read the moments.
void adamStep(const float* parameters, const float* gradient, float* mean, float* variance, float* target,
              std::size_t count, const AdamFactors& factors);
void adamFirstStep(const float* parameters, const float* gradient, float* mean, float* variance,
                   float* target, std::size_t count, const AdamFactors& factors);

} // namespace kernels

} // namespace undertone::learning
