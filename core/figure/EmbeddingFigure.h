#pragma once

#include "core/experiment/EmbeddingResult.h"
#include "core/experiment/ExperimentResult.h"
#include "core/figure/FigureSpec.h"

#include <string>
#include <vector>

namespace undertone::figure {

/// What the utterances of a map can be coloured by: "emotion", then the attacked attributes, then "speaker".
std::vector<std::string> colouringsOf(const experiment::TrialMap& trial);

/// "lambda 0.5, fold 1, seed 8".
std::string trialTitle(const experiment::TrialMap& trial);

/// Map of a trial's embeddings: a dot for each utterance of its test speakers, in one colour for each value
/// of `colouring`; utterances without a value are left out. A dot's reference is its clip's. An empty map
/// gives a figure without series.
FigureSpec embeddingFigure(const experiment::ExperimentRecord& record, const experiment::TrialMap& trial,
                           const std::string& colouring);

} // namespace undertone::figure
