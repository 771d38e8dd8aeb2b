#pragma once

#include "core/base/Progress.h"

namespace undertone::tests {

/// A progress that nobody hears, for what wants one.
inline base::Progress& unheard()
{
    thread_local base::Progress progress;
    return progress;
}

} // namespace undertone::tests
