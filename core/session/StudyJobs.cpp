#include "core/session/StudyJobs.h"

#include "core/base/Log.h"
#include "core/base/Parallel.h"
#include "core/experiment/Sweep.h"
#include "core/session/ErrorBoundary.h"
#include "core/session/RecordedStages.h"

#include <algorithm>
#include <set>

namespace undertone::session {

namespace {

using experiment::ExperimentState;

enum class Origin { New, Resumed };

/// The corpora that any trial names, each once, in the order of their names.
std::vector<corpus::Corpus> corporaOf(const std::vector<experiment::TrialSpec>& trials,
                                      const store::RunStore& store)
{
    std::set<std::string> names;
    for (const auto& trial : trials) {
        names.insert(trial.spec.privateSide.corpora.begin(), trial.spec.privateSide.corpora.end());
        names.insert(trial.spec.shadowSide.corpora.begin(), trial.spec.shadowSide.corpora.end());
    }
    std::vector<corpus::Corpus> corpora;
    for (const auto& name : names)
        corpora.push_back(store.corpus(name));
    return corpora;
}

ExperimentState stateAfter(JobEventKind kind)
{
    switch (kind) {
    case JobEventKind::Succeeded:
        return ExperimentState::Succeeded;
    case JobEventKind::Cancelled:
        return ExperimentState::Cancelled;
    default:
        return ExperimentState::Failed;
    }
}

void checkResumable(ExperimentState state, const std::string& id)
{
    if (state == ExperimentState::Succeeded)
        throw Error(ErrorCode::Conflict, "The study has finished; there is nothing to resume.", id,
                    "Run its specification again as a new study.");
    if (state == ExperimentState::Queued || state == ExperimentState::Running)
        throw Error(ErrorCode::Conflict, "The study is waiting or running already.", id,
                    "Wait until it has finished, or cancel it.");
}

} // namespace

/// This process writes the experiment while it lives. Takes over a claim that has been made.
class StudyJobs::Claim
{
public:
    Claim(store::RunStore& store, std::string id) : m_store(store), m_id(std::move(id)) {}
    ~Claim()
    {
        const auto outcome = guarded([&] { m_store.release(m_id); });
        // A study that could not run is gone.
        if (outcome.error && outcome.error->code() != ErrorCode::NotFound)
            base::log(base::LogLevel::Error, outcome.error->what());
    }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

private:
    store::RunStore& m_store;
    std::string m_id;
};

struct StudyJobs::Study
{
    std::string id;
    experiment::ExperimentSpec spec;
    RunOptions options;
    Origin origin = Origin::New;
    std::unique_ptr<Claim> claim; ///< given up with the body, when that has stopped
};

StudyJobs::StudyJobs(Workspace& workspace, EngineFactory engineFactory)
    : m_workspace(workspace), m_engineFactory(std::move(engineFactory))
{
}

JobRequest StudyJobs::run(const experiment::ExperimentSpec& spec, const RunOptions& options)
{
    auto& store = m_workspace.store;
    const auto id = store.createExperiment(spec);
    auto claim = std::make_unique<Claim>(store, id);
    return requestFor({id, spec, options, Origin::New, std::move(claim)});
}

JobRequest StudyJobs::resume(const std::string& experimentId, const RunOptions& options)
{
    auto& store = m_workspace.store;
    const auto id = store.resolve(experimentId);
    store.claim(id);
    auto claim = std::make_unique<Claim>(store, id);
    checkResumable(store.state(id), id);
    const auto spec = experiment::parseSpec(store.specification(id), "study " + id);
    store.setState(id, ExperimentState::Queued);
    return requestFor({id, spec, options, Origin::Resumed, std::move(claim)});
}

JobRequest StudyJobs::requestFor(Study wanted)
{
    const std::shared_ptr<Claim> claim = std::move(wanted.claim);
    const auto study = std::make_shared<const Study>(std::move(wanted));
    JobRequest request;
    request.title = study->spec.name;
    request.experimentId = study->id;
    request.lane = Lane::Studies;
    request.begin = [this, study] { m_workspace.store.setState(study->id, ExperimentState::Running); };
    request.body = [this, study, claim](JobContext& context) { train(*study, context); };
    request.conclude = [this, study](JobEventKind kind, const Error* error) {
        conclude(*study, kind, error);
    };
    return request;
}

void StudyJobs::train(const Study& study, JobContext& context)
{
    auto& store = m_workspace.store;
    const auto trials = experiment::expandTrials(study.spec);
    experiment::RunRequest request;
    request.spec = study.spec;
    request.corpora = corporaOf(trials, store);
    request.workers = study.options.workers ? study.options.workers : base::hardwareWorkers();
    request.device = study.options.device;
    store.setExtent(study.id, trials.size(),
                    std::any_of(request.corpora.begin(), request.corpora.end(),
                                [](const corpus::Corpus& corpus) { return corpus.synthetic; }));
    const auto sink = store.sink(study.id, [&] { context.resultsChanged(); });
    RecordedStages stages(m_workspace.artifacts, *sink, context.stopToken());
    base::Progress progress(
        [&](const base::ProgressUpdate& update) {
            context.report(update);
            sink->progressed(update.fraction);
        },
        context.stopToken());
    engine().run(request, *sink, stages, m_workspace.features, progress);
    sink->progressed(1);
    sink->flush();
}

void StudyJobs::conclude(const Study& study, JobEventKind kind, const Error* error)
{
    auto& store = m_workspace.store;
    const bool neverRan = study.origin == Origin::New && error && error->isRequestError() &&
                          store.experiment(study.id).curves.empty();
    if (neverRan)
        store.discardExperiment(study.id);
    else
        store.setState(study.id, stateAfter(kind), error);
}

experiment::Engine& StudyJobs::engine()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_engine) {
        m_engine = m_engineFactory();
        if (!m_engine->info().optimisedBlas)
            base::log(base::LogLevel::Warning,
                      "This process uses a reference BLAS: training is 15 times slower or worse. Install "
                      "OpenBLAS (Debian: libopenblas0-pthread).");
    }
    return *m_engine;
}

} // namespace undertone::session
