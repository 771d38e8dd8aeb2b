#pragma once

#include "core/learning/ClassificationMetrics.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

/// What one round left behind.
struct RoundRecord
{
    std::size_t round = 0;    ///< from 0
    double trainingLoss = 0;  ///< mean NLL of the participating clients' batches
    double validationUar = 0; ///< mean of each client's UAR weighted by its samples
    double validationLoss = 0;
    learning::ConfusionMatrix validation; ///< of all clients' validation utterances
    std::size_t participants = 0;
};

} // namespace undertone::federation
