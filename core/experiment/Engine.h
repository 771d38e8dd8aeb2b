#pragma once

#include "core/base/Progress.h"
#include "core/corpus/Corpus.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/ResultSink.h"
#include "core/experiment/StageCache.h"
#include "core/experiment/StudyCost.h"
#include "core/experiment/Sweep.h"
#include "core/features/FeatureCache.h"
#include "core/features/FeatureTable.h"
#include "core/representation/EncoderInputSpec.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace undertone::experiment {

/// What trains and attacks; lives in undertone-engine, the one library that needs LibTorch.
struct RunRequest
{
    ExperimentSpec spec;
    std::vector<corpus::Corpus> corpora; ///< every corpus that the specification names
    unsigned workers = 1;
    std::string device = "auto"; ///< auto | cpu | cuda
};

struct EngineInfo
{
    std::string torchVersion;
    std::string blas;
    bool optimisedBlas = false;
    bool cuda = false;
};

class Engine
{
public:
    virtual ~Engine() = default;
    virtual EngineInfo info() const = 0;
    /// What the study will take, without looking into the corpora's audio.
    virtual StudyCost cost(const RunRequest& request) const = 0;
    /// Runs every trial of the study, reusing stages; each finished round and cell goes to `sink` before the
    /// next begins. Bit-identical for any number of workers, resumed or not.
    /// @throws Error, Cancelled (resumable).
    virtual void run(const RunRequest& request, ResultSink& sink, StageCache& stages,
                     features::FeatureCache& features, base::Progress& progress) = 0;

    /// One vector for each utterance of a corpus by a TorchScript encoder, keyed by path: an exported one,
    /// or any that takes `input`. @throws Error as representation::ScriptedEncoder, and InvalidRequest when
    /// the corpus cannot give what the encoder reads.
    virtual features::FeatureTable encode(const corpus::Corpus& corpus, const std::filesystem::path& encoder,
                                          representation::EncoderInput input,
                                          features::FeatureCache& features, base::Progress& progress) = 0;

    /// The encoder of a finished trial as the bytes of a TorchScript file, with its normaliser
    /// (representation/EncoderExport.h). @throws Error NotFound when it is not in the cache.
    virtual std::string exportEncoder(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                                      StageCache& stages, features::FeatureCache& features,
                                      base::Progress& progress) = 0;
};

/// Entry point of the engine library (C linkage, found by name when it is loaded).
extern "C" Engine* undertoneCreateEngine();

} // namespace undertone::experiment
