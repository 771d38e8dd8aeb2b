#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/Sweep.h"

#include <vector>

namespace undertone::experiment {

/// Expected seconds of one core for all trials, from the specification and the number of speakers alone: what
/// progress counts with until the stages are known.
double roughSeconds(const std::vector<TrialSpec>& trials, const std::vector<corpus::Corpus>& corpora);

} // namespace undertone::experiment
