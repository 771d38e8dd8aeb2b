#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureMatrix.h"

#include <string>
#include <vector>

namespace undertone::features {

/// One row for each utterance of the corpus, in its order, from the cache where it is there. `set` is a
/// native set of utterance functionals (not frames) or one that was imported for this corpus. Identical for
/// any number of workers. Units of progress: seconds of speech (added to the total here).
/// @throws Error UnreadableAudio, InvalidFeatures (an imported table without a row for an utterance),
/// NotFound, Cancelled.
FeatureMatrix extractFeatures(const corpus::Corpus& corpus, const std::string& set, FeatureCache& cache,
                              base::Progress& progress, unsigned workers);

/// Refuses a set that extractFeatures() cannot give for this corpus. @throws Error InvalidRequest.
void requireFeatures(const corpus::Corpus& corpus, const std::string& set, const FeatureCache& cache);

/// Whether `set` is a native set of frames.
bool givesFrames(const std::string& set);
/// Sees to it that the frames of every utterance are in the cache; how many each has, in the corpus' order.
/// Progress and errors as above. @throws Error InvalidRequest for a set that gives no frames.
std::vector<std::size_t> extractFrames(const corpus::Corpus& corpus, const std::string& set,
                                       FeatureCache& cache, base::Progress& progress, unsigned workers);
/// The frames of one utterance, row-major, time x columns: from the cache where they are there.
std::vector<float> utteranceFrames(const corpus::Corpus& corpus, std::size_t utterance,
                                   const std::string& set, FeatureCache& cache);

/// What identifies a feature table: set name and version, or the imported table's content hash. Part of stage
/// keys.
std::string featureSetIdentity(const corpus::Corpus& corpus, const std::string& set,
                               const FeatureCache& cache);

} // namespace undertone::features
