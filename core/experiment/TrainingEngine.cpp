#include "core/experiment/TrainingEngine.h"

#include "core/base/Blas.h"
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
    StudyRun(request, sink, stages, features, progress, m_checkpointSeconds).run();
}

extern "C" Engine* undertoneCreateEngine()
{
    return new TrainingEngine();
}

} // namespace undertone::experiment
