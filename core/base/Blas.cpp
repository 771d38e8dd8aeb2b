#include "core/base/Blas.h"

#include <dlfcn.h>

namespace undertone::base {

BlasInfo blasInfo()
{
    using ConfigFunction = char* (*)();
    BlasInfo info;
    if (const auto config = reinterpret_cast<ConfigFunction>(::dlsym(RTLD_DEFAULT, "openblas_get_config"))) {
        info.optimised = true;
        info.kernel = config();
        if (const auto core =
                reinterpret_cast<ConfigFunction>(::dlsym(RTLD_DEFAULT, "openblas_get_corename")))
            info.kernel += std::string(" on ") + core();
    } else {
        info.optimised =
            ::dlsym(RTLD_DEFAULT, "MKL_Get_Version") || ::dlsym(RTLD_DEFAULT, "bli_info_get_version_str");
        info.kernel = info.optimised ? "MKL or BLIS" : "reference";
    }
    return info;
}

void useOneBlasThread()
{
    using SetThreads = void (*)(int);
    if (const auto setThreads =
            reinterpret_cast<SetThreads>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        setThreads(1);
}

} // namespace undertone::base
