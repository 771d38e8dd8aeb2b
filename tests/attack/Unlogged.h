#pragma once

#include "core/attack/StepLog.h"

namespace undertone::tests {

/// A log that nobody keeps.
struct Unlogged
{
    base::Progress progress;
    attack::FitCheckpoint none;
    attack::StepLog log{progress, none};
};

} // namespace undertone::tests
