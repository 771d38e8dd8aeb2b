#pragma once

#include "core/corpus/Corpus.h"
#include "core/features/FeatureTable.h"

#include <string>

namespace undertone::features {

/// One row for each utterance of the corpus, in its order, with the utterances' paths as keys. Keys are
/// compared by path (the end of a longer path counts), then by file name, then by stem: the first of the
/// three by which every utterance has exactly one row is used. Rows of other files are left out.
/// @throws Error InvalidFeatures naming the first utterances that have no row, or several.
FeatureTable matchToCorpus(const FeatureTable& table, const corpus::Corpus& corpus,
                           const std::string& source);

} // namespace undertone::features
