#include "core/session/StudyJobs.h"

#include "core/base/Log.h"
#include "core/base/Parallel.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/Sweep.h"
#include "core/session/ErrorBoundary.h"
#include "core/session/RecordedStages.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>

namespace undertone::session {

namespace {

using experiment::ExperimentState;

enum class Origin { New, Resumed };

unsigned workersOf(const RunOptions& options)
{
    return options.workers ? options.workers : base::hardwareWorkers();
}

ExperimentState stateAfter(JobEventKind kind, ExperimentState whenCancelled)
{
    switch (kind) {
    case JobEventKind::Succeeded:
        return ExperimentState::Succeeded;
    case JobEventKind::Cancelled:
        return whenCancelled;
    default:
        return ExperimentState::Failed;
    }
}

void checkResumable(ExperimentState state, const std::string& id)
{
    if (state == ExperimentState::Succeeded)
        throw Error(ErrorCode::Conflict, "The study has finished; there is nothing to resume.", id,
                    "Run its specification again as a new study.");
}

} // namespace

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
    std::atomic<ExperimentState> whenCancelled = ExperimentState::Cancelled;
};

/// What a run took: by the rough estimate, as far as it was computed and not taken over, and by the clock.
class StudyJobs::WorkMeter
{
public:
    WorkMeter(double expected, unsigned workers) : m_expected(expected), m_workers(workers) {}

    void follow(const base::ProgressUpdate& update) { m_share = update.fraction - update.skipped; }
    store::WorkSpeed work() const
    {
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - m_started;
        return {m_share * m_expected, elapsed.count() * m_workers};
    }

private:
    double m_expected;
    unsigned m_workers;
    double m_share = 0;
    std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
};

JobRequest StudyJobs::run(const experiment::ExperimentSpec& spec, const RunOptions& options)
{
    auto& store = m_workspace.store;
    const auto id = store.createExperiment(spec);
    auto claim = std::make_shared<Claim>(store, id);
    return requestFor(std::make_shared<Study>(id, spec, options, Origin::New), std::move(claim));
}

JobRequest StudyJobs::resume(const std::string& id, const RunOptions& options)
{
    auto& store = m_workspace.store;
    store.claim(id);
    auto claim = std::make_shared<Claim>(store, id);
    checkResumable(store.state(id), id);
    const auto spec = experiment::parseSpec(store.specification(id), "study " + id);
    store.setState(id, ExperimentState::Queued);
    return requestFor(std::make_shared<Study>(id, spec, options, Origin::Resumed), std::move(claim));
}

void StudyJobs::stopAs(const std::string& experimentId, ExperimentState state)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_studies.find(experimentId); found != m_studies.end())
        if (const auto study = found->second.lock())
            study->whenCancelled = state;
}

JobRequest StudyJobs::requestFor(std::shared_ptr<Study> study, std::shared_ptr<Claim> claim)
{
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_studies, [](const auto& known) { return known.second.expired(); });
        m_studies[study->id] = study;
    }
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

void StudyJobs::addCost(StudyPreview& preview, const experiment::ExperimentSpec& spec,
                        const RunOptions& options)
{
    guarded([&] {
        const auto request = runRequest(spec, options);
        const auto cost = m_engine.get().cost(request);
        const auto speed = m_workspace.store.speed(experiment::attackKindName(spec.attack.kind));
        preview.isMeasured = speed.seconds > 0 && speed.expected > 0;
        const double pace = preview.isMeasured ? speed.seconds / speed.expected : 1;
        preview.seconds = cost.seconds * pace / request.workers;
        preview.bytes = cost.bytes;
    });
}

experiment::RunRequest StudyJobs::runRequest(const experiment::ExperimentSpec& spec,
                                             const RunOptions& options)
{
    experiment::RunRequest request;
    request.spec = spec;
    request.corpora = corporaOf(experiment::expandTrials(spec), m_workspace.store);
    request.workers = workersOf(options);
    request.device = options.device;
    return request;
}

void StudyJobs::train(const Study& study, JobContext& context)
{
    auto& store = m_workspace.store;
    const auto request = runRequest(study.spec, study.options);
    const auto cost = m_engine.get().cost(request);
    store.setExtent(study.id, cost.trials,
                    std::any_of(request.corpora.begin(), request.corpora.end(),
                                [](const corpus::Corpus& corpus) { return corpus.synthetic; }));
    const auto sink = store.sink(study.id, [&] { context.resultsChanged(); });
    RecordedStages stages(m_workspace.artifacts, *sink, context.stopToken());
    WorkMeter meter(cost.seconds, request.workers);
    base::Progress progress(
        [&](const base::ProgressUpdate& update) {
            meter.follow(update);
            context.report(update);
            sink->progressed(update.fraction);
        },
        context.stopToken());
    try {
        m_engine.get().run(request, *sink, stages, m_workspace.features, progress);
    } catch (...) {
        store.addWork(study.id, meter.work());
        throw;
    }
    store.addWork(study.id, meter.work());
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
        store.setState(study.id, stateAfter(kind, study.whenCancelled), error);
}

} // namespace undertone::session
