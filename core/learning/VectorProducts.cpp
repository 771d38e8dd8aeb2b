#include "core/learning/VectorProducts.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>

// GCC 12 takes the deliberately undefined operand of its own intrinsics for a mistake.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

#define UNDERTONE_AVX512 __attribute__((target("avx512f")))

namespace undertone::learning::vector {

namespace {

constexpr std::size_t Lanes = 16;

// Dot products: a block of BlockRows x BlockColumns of them keeps its sums in registers.
constexpr std::size_t BlockRows = 5;
constexpr std::size_t BlockColumns = 4;

/// (sum of v0, ..., sum of v3)
UNDERTONE_AVX512 inline __m128 sums4(__m512 v0, __m512 v1, __m512 v2, __m512 v3)
{
    const __m512 first = _mm512_add_ps(_mm512_unpacklo_ps(v0, v1), _mm512_unpackhi_ps(v0, v1));
    const __m512 second = _mm512_add_ps(_mm512_unpacklo_ps(v2, v3), _mm512_unpackhi_ps(v2, v3));
    const __m512d low = _mm512_unpacklo_pd(_mm512_castps_pd(first), _mm512_castps_pd(second));
    const __m512d high = _mm512_unpackhi_pd(_mm512_castps_pd(first), _mm512_castps_pd(second));
    const __m512 sums = _mm512_add_ps(_mm512_castpd_ps(low), _mm512_castpd_ps(high));
    return _mm_add_ps(_mm_add_ps(_mm512_extractf32x4_ps(sums, 0), _mm512_extractf32x4_ps(sums, 1)),
                      _mm_add_ps(_mm512_extractf32x4_ps(sums, 2), _mm512_extractf32x4_ps(sums, 3)));
}

/// Rows x columns (at most 4) elements of z, from `row` and `column` on. A missing column repeats the first
/// and is not stored.
template <std::size_t Rows>
UNDERTONE_AVX512 void dotBlock(const DotProducts& p, std::size_t row, std::size_t column, std::size_t columns)
{
    const float* a = p.a + row * p.inputs;
    const float* w0 = p.w + column * p.inputs;
    const float* w1 = columns > 1 ? w0 + p.inputs : w0;
    const float* w2 = columns > 2 ? w1 + p.inputs : w0;
    const float* w3 = columns > 3 ? w2 + p.inputs : w0;
    __m512 sums[Rows][BlockColumns];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i)
        sums[i][0] = sums[i][1] = sums[i][2] = sums[i][3] = _mm512_setzero_ps();
    for (std::size_t k = 0; k < p.inputs; k += Lanes) {
        const std::size_t left = p.inputs - k;
        const auto mask = static_cast<__mmask16>(left < Lanes ? (1U << left) - 1 : 0xffffU);
        const __m512 wk0 = _mm512_maskz_loadu_ps(mask, w0 + k);
        const __m512 wk1 = _mm512_maskz_loadu_ps(mask, w1 + k);
        const __m512 wk2 = _mm512_maskz_loadu_ps(mask, w2 + k);
        const __m512 wk3 = _mm512_maskz_loadu_ps(mask, w3 + k);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < Rows; ++i) {
            const __m512 ak = _mm512_maskz_loadu_ps(mask, a + i * p.inputs + k);
            sums[i][0] = _mm512_fmadd_ps(ak, wk0, sums[i][0]);
            sums[i][1] = _mm512_fmadd_ps(ak, wk1, sums[i][1]);
            sums[i][2] = _mm512_fmadd_ps(ak, wk2, sums[i][2]);
            sums[i][3] = _mm512_fmadd_ps(ak, wk3, sums[i][3]);
        }
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
        float four[BlockColumns];
        _mm_storeu_ps(four, sums4(sums[i][0], sums[i][1], sums[i][2], sums[i][3]));
        std::copy_n(four, columns, p.z + (row + i) * p.outputs + column);
    }
}

UNDERTONE_AVX512 void dotAll(const DotProducts& p, std::size_t rows)
{
    constexpr decltype(&dotBlock<1>) Rest[] = {nullptr, dotBlock<1>, dotBlock<2>, dotBlock<3>, dotBlock<4>};
    for (std::size_t column = 0; column < p.outputs; column += BlockColumns) {
        const auto columns = std::min(BlockColumns, p.outputs - column);
        std::size_t row = 0;
        for (; row + BlockRows <= rows; row += BlockRows)
            dotBlock<BlockRows>(p, row, column, columns);
        if (row < rows)
            Rest[rows - row](p, row, column, columns);
    }
}

// The other two products add up multiples of contiguous rows: c[m] = sum_k f(k, m) b[k], where the factors f
// lie at any strides. A block of CombinedRows x CombinedLanes elements of c keeps its sums in registers.
constexpr std::size_t CombinedRows = 4;
constexpr std::size_t CombinedLanes = 4 * Lanes;

UNDERTONE_AVX512 inline __mmask16 laneMask(std::size_t begin, std::size_t end)
{
    return static_cast<__mmask16>(begin + Lanes <= end ? 0xffffU
                                  : begin < end        ? (1U << (end - begin)) - 1
                                                       : 0U);
}

template <std::size_t Rows>
UNDERTONE_AVX512 void combineBlock(const Combinations& p, std::size_t m, std::size_t column)
{
    const __mmask16 masks[] = {laneMask(column, p.width), laneMask(column + Lanes, p.width),
                               laneMask(column + 2 * Lanes, p.width), laneMask(column + 3 * Lanes, p.width)};
    __m512 sums[Rows][4];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i)
        sums[i][0] = sums[i][1] = sums[i][2] = sums[i][3] = _mm512_setzero_ps();
    const float* factors = p.factors + m * p.strideM;
    const float* b = p.b + column;
    for (std::size_t k = 0; k < p.terms; ++k, factors += p.strideK, b += p.width) {
        const __m512 b0 = _mm512_maskz_loadu_ps(masks[0], b);
        const __m512 b1 = _mm512_maskz_loadu_ps(masks[1], b + Lanes);
        const __m512 b2 = _mm512_maskz_loadu_ps(masks[2], b + 2 * Lanes);
        const __m512 b3 = _mm512_maskz_loadu_ps(masks[3], b + 3 * Lanes);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < Rows; ++i) {
            const __m512 factor = _mm512_set1_ps(factors[i * p.strideM]);
            sums[i][0] = _mm512_fmadd_ps(factor, b0, sums[i][0]);
            sums[i][1] = _mm512_fmadd_ps(factor, b1, sums[i][1]);
            sums[i][2] = _mm512_fmadd_ps(factor, b2, sums[i][2]);
            sums[i][3] = _mm512_fmadd_ps(factor, b3, sums[i][3]);
        }
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < Rows; ++i) {
        float* c = p.c + (m + i) * p.width + column;
        _mm512_mask_storeu_ps(c, masks[0], sums[i][0]);
        _mm512_mask_storeu_ps(c + Lanes, masks[1], sums[i][1]);
        _mm512_mask_storeu_ps(c + 2 * Lanes, masks[2], sums[i][2]);
        _mm512_mask_storeu_ps(c + 3 * Lanes, masks[3], sums[i][3]);
    }
}

UNDERTONE_AVX512 void combineAll(const Combinations& p, std::size_t rows)
{
    constexpr decltype(&combineBlock<1>) Rest[] = {nullptr, combineBlock<1>, combineBlock<2>,
                                                   combineBlock<3>};
    for (std::size_t column = 0; column < p.width; column += CombinedLanes) {
        std::size_t m = 0;
        for (; m + CombinedRows <= rows; m += CombinedRows)
            combineBlock<CombinedRows>(p, m, column);
        if (m < rows)
            Rest[rows - m](p, m, column);
    }
}

} // namespace

bool supported()
{
    return __builtin_cpu_supports("avx512f") != 0;
}

void multiply(const DotProducts& product, std::size_t rows)
{
    dotAll(product, rows);
}

void multiply(const Combinations& product, std::size_t rows)
{
    combineAll(product, rows);
}

} // namespace undertone::learning::vector

#else

namespace undertone::learning::vector {

bool supported()
{
    return false;
}

void multiply(const DotProducts&, std::size_t) {}

void multiply(const Combinations&, std::size_t) {}

} // namespace undertone::learning::vector

#endif
