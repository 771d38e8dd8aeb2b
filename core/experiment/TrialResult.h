#pragma once

#include "core/attack/LeakageReport.h"
#include "core/federation/RoundRecord.h"

#include <string>
#include <vector>

namespace undertone::experiment {

/// SER on one test speaker.
struct SpeakerUtility
{
    std::string speaker;
    learning::ConfusionMatrix confusion;
};

/// Utility of one trial's reported model.
struct UtilityResult
{
    std::vector<SpeakerUtility> speakers;
    std::size_t selectedRound = 0; ///< the round whose model is reported
    learning::ConfusionMatrix total() const;
};

/// A finished trial.
struct TrialResult
{
    std::string trialId;
    UtilityResult utility;
    attack::LeakageReport leakage;
};

} // namespace undertone::experiment
