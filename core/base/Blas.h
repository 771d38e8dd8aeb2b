#pragma once

#include <string>

namespace undertone::base {

/// The BLAS that this process uses.
struct BlasInfo
{
    bool optimised = false; ///< false: a reference BLAS, 15 times slower or worse
    std::string kernel;     ///< OpenBLAS' configuration string, or "reference": part of every stage's key
};

/// Looks at the loaded libraries (loads none).
BlasInfo blasInfo();

/// One BLAS thread for each worker: parallelism is over trials, folds and clients.
void useOneBlasThread();

} // namespace undertone::base
