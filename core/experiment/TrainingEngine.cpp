#include "core/experiment/TrainingEngine.h"

#include "core/base/Blas.h"
#include "core/experiment/EncoderFiles.h"
#include "core/experiment/RepresentationRun.h"
#include "core/experiment/StudyRun.h"
#include "core/learning/Torch.h"

namespace undertone::experiment {

EngineInfo TrainingEngine::info() const
{
    const auto blas = base::blasInfo();
    return {learning::torchVersion(), blas.kernel, blas.optimised, learning::chooseDevice("auto") == "cuda"};
}

StudyCost TrainingEngine::cost(const RunRequest& request) const
{
    const auto trials = expandTrials(request.spec);
    return {trials.size(), roughSeconds(trials, request.corpora),
            roughBytes(trials, request.corpora, request.workers)};
}

void TrainingEngine::run(const RunRequest& request, ResultSink& sink, StageCache& stages,
                         features::FeatureCache& features, base::Progress& progress)
{
    learning::useOneTorchThread();
    if (request.spec.kind == StudyKind::Representation)
        RepresentationRun(request, sink, stages, features, progress, m_checkpointSeconds).run();
    else
        StudyRun(request, sink, stages, features, progress, m_checkpointSeconds).run();
}

features::FeatureTable TrainingEngine::encode(const corpus::Corpus& corpus,
                                              const std::filesystem::path& encoder,
                                              representation::EncoderInput input,
                                              features::FeatureCache& features, base::Progress& progress)
{
    return encodeCorpus(corpus, encoder, input, features, progress);
}

std::string TrainingEngine::exportEncoder(const TrialSpec& trial, const std::vector<corpus::Corpus>& corpora,
                                          StageCache& stages, features::FeatureCache& features,
                                          base::Progress& progress)
{
    return exportTrialEncoder(trial, corpora, stages, features, progress);
}

extern "C" Engine* undertoneCreateEngine()
{
    return new TrainingEngine();
}

} // namespace undertone::experiment
