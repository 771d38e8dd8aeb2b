#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/Sweep.h"

#include <vector>

namespace undertone::experiment {

/// What a study will take, from its specification and the number of speakers alone.
struct StudyCost
{
    std::size_t trials = 0;
    double seconds = 0; ///< of one core: what progress counts with until the stages are known
    double bytes = 0;   ///< of memory, at the most
};

double roughSeconds(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora);
/// Memory of the whole program with `workers` threads.
double roughBytes(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora,
                  unsigned workers);

} // namespace undertone::experiment
