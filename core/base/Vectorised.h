#pragma once

// UNDERTONE_VECTORISED before a function: compiled for several vector widths, of which the loader picks the
// widest that the processor has. Results do not depend on the choice (no fused multiply-add, no reordered
// sums). Sanitizers are not ready yet when the loader picks.
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define UNDERTONE_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define UNDERTONE_VECTORISED
#endif
