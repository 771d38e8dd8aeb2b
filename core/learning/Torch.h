#pragma once

#include <string>

namespace undertone::learning {

/// Prepares LibTorch and the BLAS for workers of one thread each, and the allocator for tensors of a megabyte
/// that come and go; called by every worker, safe to call again.
void useOneTorchThread();

std::string torchVersion();

/// What multiplies matrices here, such as "OpenBLAS ... on Haswell, batches by AVX-512": results of two
/// machines are bit-identical only where this is the same, so it belongs into every stage's key.
std::string arithmeticKernel();

/// "cpu" or "cuda" for auto | cpu | cuda. @throws Error InvalidRequest when CUDA is asked for and not there.
std::string chooseDevice(const std::string& requested);

} // namespace undertone::learning
