#pragma once

#include <mutex>

namespace undertone::base {

/// Held while FFTW plans are made or destroyed, in single or double precision: its planners are not
/// thread-safe, its transforms are.
std::mutex& fftPlannerMutex();

} // namespace undertone::base
