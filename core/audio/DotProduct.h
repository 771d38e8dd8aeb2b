#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace undertone::audio {

/// sum_i a_i b_i over eight running sums, which compilers keep in vector registers. Both have the same size.
inline float dotProduct(std::span<const float> a, std::span<const float> b)
{
    constexpr std::size_t lanes = 8;
    std::array<float, lanes> sums{};
    std::size_t i = 0;
    for (; i + lanes <= a.size(); i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    float rest = 0;
    for (; i < a.size(); ++i)
        rest += a[i] * b[i];
    for (const float sum : sums)
        rest += sum;
    return rest;
}

} // namespace undertone::audio
