#pragma once

#include <cstddef>

namespace undertone::learning {

/// Matrix products of few rows by AVX-512, for the shapes of a training batch: a BLAS spends as long on
/// packing the weights as on multiplying with them. Every sum has a fixed order.
namespace vector {

bool supported();

/// z (rows x outputs) = a (rows x inputs) w (outputs x inputs)^T: dot products of contiguous rows.
struct DotProducts
{
    const float* a;
    const float* w;
    float* z;
    std::size_t inputs;
    std::size_t outputs;
};
void multiply(const DotProducts& product, std::size_t rows);

/// c (rows x width), c[m] = sum over k < terms of f(k, m) b[k], with f(k, m) = factors[k strideK + m
/// strideM]: sums of multiples of contiguous rows.
struct Combinations
{
    const float* factors;
    std::size_t strideK;
    std::size_t strideM;
    const float* b;
    float* c;
    std::size_t terms;
    std::size_t width;
};
void multiply(const Combinations& product, std::size_t rows);

} // namespace vector

} // namespace undertone::learning
