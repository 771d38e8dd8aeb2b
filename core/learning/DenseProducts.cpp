#include "core/learning/DenseProducts.h"

#include "core/learning/VectorProducts.h"

#include <cblas.h>

namespace undertone::learning {

namespace {

int asBlas(std::size_t n)
{
    return static_cast<int>(n);
}

} // namespace

ProductKernel fastestProductKernel()
{
    return vector::supported() ? ProductKernel::Avx512 : ProductKernel::Blas;
}

void DenseProducts::forward(const float* a, const float* w, float* z, std::size_t rows) const
{
    if (kernel == ProductKernel::Avx512)
        vector::multiply(vector::DotProducts{a, w, z, inputs, outputs}, rows);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, asBlas(rows), asBlas(outputs), asBlas(inputs), 1,
                    a, asBlas(inputs), w, asBlas(inputs), 0, z, asBlas(outputs));
}

void DenseProducts::weightGradient(const float* delta, const float* a, float* dw, std::size_t rows) const
{
    if (kernel == ProductKernel::Avx512)
        vector::multiply(vector::Combinations{delta, outputs, 1, a, dw, rows, inputs}, outputs);
    else
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, asBlas(outputs), asBlas(inputs), asBlas(rows), 1,
                    delta, asBlas(outputs), a, asBlas(inputs), 0, dw, asBlas(inputs));
}

void DenseProducts::inputGradient(const float* delta, const float* w, float* da, std::size_t rows) const
{
    if (kernel == ProductKernel::Avx512)
        vector::multiply(vector::Combinations{delta, 1, outputs, w, da, outputs, inputs}, rows);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, asBlas(rows), asBlas(inputs), asBlas(outputs),
                    1, delta, asBlas(outputs), w, asBlas(inputs), 0, da, asBlas(inputs));
}

} // namespace undertone::learning
