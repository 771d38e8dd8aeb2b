#include "core/experiment/ExperimentResult.h"

namespace undertone::experiment {

const char* stateName(ExperimentState state)
{
    switch (state) {
    case ExperimentState::Queued:
        return "queued";
    case ExperimentState::Running:
        return "running";
    case ExperimentState::Paused:
        return "paused";
    case ExperimentState::Succeeded:
        return "succeeded";
    case ExperimentState::Failed:
        return "failed";
    case ExperimentState::Cancelled:
        return "cancelled";
    case ExperimentState::Interrupted:
        return "interrupted";
    }
    return "failed";
}

learning::ConfusionMatrix UtilityResult::total() const
{
    learning::ConfusionMatrix sum(speakers.empty() ? 0 : speakers.front().confusion.classes());
    for (const auto& speaker : speakers)
        sum.add(speaker.confusion);
    return sum;
}

} // namespace undertone::experiment
