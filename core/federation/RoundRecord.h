#pragma once

#include "core/learning/ClassificationMetrics.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

/// What one round left behind.
struct RoundRecord
{
    std::size_t round = 0;    ///< from 0
    double trainingLoss = 0;  ///< mean NLL of the participating clients' batches; NaN of an empty cohort
    double validationUar = 0; ///< mean of each client's UAR weighted by its samples
    double validationLoss = 0;
    learning::ConfusionMatrix validation; ///< of all clients' validation utterances
    std::size_t participants = 0;
    std::vector<std::size_t> cohort; ///< who sent an update, in order; empty where none leaves a client
    double clip = 0;                 ///< C of this round; 0 without clipping
};

} // namespace undertone::federation
