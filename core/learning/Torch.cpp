#include "core/learning/Torch.h"

#include "core/base/Blas.h"
#include "core/base/Error.h"
#include "core/learning/DenseProducts.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/version.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <mutex>

namespace undertone::learning {

namespace {

/// glibc gives every freed block of 128 KiB or more back to the system: page faults then cost as much as the
/// training step, and workers wait for each other in the kernel.
void keepFreedMemory()
{
#if defined(__GLIBC__)
    static std::once_flag once;
    std::call_once(once, [] {
        ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
        ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
    });
#endif
}

} // namespace

void useOneTorchThread()
{
    at::set_num_threads(1);
    base::useOneBlasThread();
    keepFreedMemory();
}

std::string torchVersion()
{
    return TORCH_VERSION;
}

std::string arithmeticKernel()
{
    const bool vectorised = fastestProductKernel() == ProductKernel::Avx512;
    return base::blasInfo().kernel + (vectorised ? ", batches by AVX-512" : "");
}

std::string chooseDevice(const std::string& requested)
{
    const bool available = torch::cuda::is_available();
    if (requested == "cuda" && !available)
        throw Error(ErrorCode::InvalidRequest, "CUDA was asked for, and this LibTorch has no CUDA device.",
                    "--device cuda",
                    "Use --device cpu, or build with a LibTorch that has CUDA on a machine with a GPU.");
    return requested == "cpu" || !available ? "cpu" : "cuda";
}

} // namespace undertone::learning
