#include "core/learning/Torch.h"

#include "core/base/Blas.h"
#include "core/base/Error.h"
#include "core/learning/DenseProducts.h"

#include <torch/torch.h>
#include <torch/version.h>

namespace undertone::learning {

void useOneTorchThread()
{
    at::set_num_threads(1);
    base::useOneBlasThread();
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
