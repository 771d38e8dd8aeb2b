#pragma once

#include <cstddef>

namespace undertone::learning {

enum class ProductKernel { Blas, Avx512 };

/// AVX-512 where the processor has it. Kernels differ in the last bits of their results.
ProductKernel fastestProductKernel();

/// The three matrix products of a dense layer, on row-major matrices of `rows` samples.
struct DenseProducts
{
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    ProductKernel kernel = fastestProductKernel();

    /// z (rows x outputs) = a w^T, with a (rows x inputs) and w (outputs x inputs).
    void forward(const float* a, const float* w, float* z, std::size_t rows) const;
    /// dw (outputs x inputs) = delta^T a, with delta (rows x outputs).
    void weightGradient(const float* delta, const float* a, float* dw, std::size_t rows) const;
    /// da (rows x inputs) = delta w.
    void inputGradient(const float* delta, const float* w, float* da, std::size_t rows) const;
};

} // namespace undertone::learning
