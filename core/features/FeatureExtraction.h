#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureMatrix.h"

#include <string>

namespace undertone::features {

/// One row for each utterance of the corpus, in its order, from the cache where it is there. `set` is a
/// native set of utterance functionals (not frames) or one that was imported for this corpus. Identical for
/// any number of workers. Units of progress: seconds of speech (added to the total here).
/// @throws Error UnreadableAudio, InvalidFeatures (an imported table without a row for an utterance),
/// NotFound, Cancelled.
FeatureMatrix extractFeatures(const corpus::Corpus& corpus, const std::string& set, FeatureCache& cache,
                              base::Progress& progress, unsigned workers);

/// What identifies a feature table: set name and version, or the imported table's content hash. Part of stage
/// keys.
std::string featureSetIdentity(const corpus::Corpus& corpus, const std::string& set,
                               const FeatureCache& cache);

} // namespace undertone::features
