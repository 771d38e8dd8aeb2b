#pragma once

#include "core/experiment/ExperimentResult.h"

#include <string>

namespace undertone::store {

/// Which program has a study of the queue in its hands.
enum class QueueHolder { Nobody, ThisProgram, AnotherProgram };

/// A study that runs, waits or is paused.
struct QueueEntry
{
    std::string id;
    std::string name;
    experiment::ExperimentState state = experiment::ExperimentState::Queued; ///< Running, Queued or Paused
    QueueHolder holder = QueueHolder::Nobody; ///< Nobody's, Queued: waits for a program to take it up
    bool operator==(const QueueEntry&) const = default;
};

enum class QueueMove { Up, Down, ToFront };

/// What studies took here.
struct WorkSpeed
{
    double expected = 0; ///< seconds of one core, by the rough estimate
    double seconds = 0;  ///< of one worker, as measured; 0: nothing has been measured
};

} // namespace undertone::store
