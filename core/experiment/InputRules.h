#pragma once

#include "core/corpus/Corpus.h"
#include "core/representation/RepresentationSpec.h"

#include <string>
#include <vector>

namespace undertone::experiment {

/// Refuses inputs that a corpus cannot give, by the utterances that take part (those with one of `emotions`).
/// @throws Error InvalidRequest naming the corpus, how many rows lack it, and the first.
void requireInputs(const corpus::Corpus& corpus, const std::vector<std::string>& emotions,
                   const std::vector<representation::Input>& inputs);

bool reads(const std::vector<representation::Input>& inputs, representation::Input input);

} // namespace undertone::experiment
