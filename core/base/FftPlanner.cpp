#include "core/base/FftPlanner.h"

namespace undertone::base {

std::mutex& fftPlannerMutex()
{
    static std::mutex mutex;
    return mutex;
}

} // namespace undertone::base
