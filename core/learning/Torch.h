#pragma once

#include <string>

namespace undertone::learning {

/// Prepares LibTorch and the BLAS for workers of one thread each; safe to call again.
void useOneTorchThread();

std::string torchVersion();

/// "cpu" or "cuda" for auto | cpu | cuda. @throws Error InvalidRequest when CUDA is asked for and not there.
std::string chooseDevice(const std::string& requested);

} // namespace undertone::learning
