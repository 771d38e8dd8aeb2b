#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/experiment/StageCache.h"
#include "core/experiment/Sweep.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureTable.h"
#include "core/representation/EncoderInputSpec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace undertone::experiment {

/// Engine::encode().
features::FeatureTable encodeCorpus(const corpus::Corpus& corpus, const std::filesystem::path& encoder,
                                    representation::EncoderInput input, features::FeatureCache& cache,
                                    base::Progress& progress);

/// Engine::exportEncoder().
std::string exportTrialEncoder(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                               StageCache& stages, features::FeatureCache& features,
                               base::Progress& progress);

} // namespace undertone::experiment
