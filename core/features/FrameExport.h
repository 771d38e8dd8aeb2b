#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/features/FeatureCache.h"

#include <filesystem>
#include <string>

namespace undertone::features {

/// Extracts a set of frames (see extractFrames) and writes those of all utterances, in the corpus' order, one
/// utterance in memory at a time. FILE.npy: all frames (total x columns), and FILE.index.csv beside it with
/// `path`, `first_row` (from 0) and `rows` of each utterance. FILE.csv: `path`, `frame` (from 0), then the
/// columns; numbers read back as the same floats.
/// @throws Error InvalidRequest for another extension, before any work; StorageFailed; and as extractFrames.
void exportFrames(const corpus::Corpus& corpus, const std::string& set, FeatureCache& cache,
                  base::Progress& progress, unsigned workers, const std::filesystem::path& file);

} // namespace undertone::features
