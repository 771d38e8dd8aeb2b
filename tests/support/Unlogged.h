#pragma once

#include "core/learning/StepLog.h"

namespace undertone::tests {

/// A log that nobody keeps.
struct Unlogged
{
    base::Progress progress;
    learning::FitCheckpoint none;
    learning::StepLog log{progress, none};
};

} // namespace undertone::tests
