#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>

namespace undertone::bench {

inline double seconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Of this thread.
inline double cpuSeconds()
{
    return seconds(CLOCK_THREAD_CPUTIME_ID);
}

inline double wallSeconds()
{
    return seconds(CLOCK_MONOTONIC);
}

/// The least CPU time of `repeats` calls, after one that is not counted.
template <typename Work>
double leastCpuSeconds(int repeats, const Work& work)
{
    work();
    double least = 1e300;
    for (int i = 0; i < repeats; ++i) {
        const double start = cpuSeconds();
        work();
        least = std::min(least, cpuSeconds() - start);
    }
    return least;
}

/// The memory traffic of a fused Adam step and next to no arithmetic: reads four arrays, writes three.
#if defined(__x86_64__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
inline void
streamLikeAdam(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v,
               std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float sum = p[i] + g[i];
        m[i] = m[i] * 0.9F + sum;
        v[i] = v[i] * 0.98F + sum;
        p[i] = sum * 0.5F;
    }
}

} // namespace undertone::bench
