#pragma once

#include "core/session/JobQueue.h"
#include "core/session/LoadedEngine.h"
#include "core/session/Session.h"
#include "core/session/Workspace.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace undertone::session {

/// The corpora that any of the trials names, each once, in the order of their names, which stages depend on.
std::vector<corpus::Corpus> corporaOf(const std::vector<experiment::TrialSpec>& trials,
                                      const store::RunStore& store);

/// Runs studies.
class StudyJobs
{
public:
    StudyJobs(Workspace& workspace, LoadedEngine& engine) : m_workspace(workspace), m_engine(engine) {}

    /// A new study. One that turns out not to be runnable before its first trial is not kept.
    JobRequest run(const experiment::ExperimentSpec& spec, const RunOptions& options);
    /// `experimentId` is whole. @throws Error NotFound, Conflict.
    JobRequest resume(const std::string& experimentId, const RunOptions& options);
    /// What becomes of the study when its job is cancelled; Cancelled when nothing else is said.
    void stopAs(const std::string& experimentId, experiment::ExperimentState state);
    /// Time and memory of a study whose corpora are here; nothing where the engine cannot be loaded.
    void addCost(StudyPreview& preview, const experiment::ExperimentSpec& spec, const RunOptions& options);

private:
    class Claim;
    struct Study;
    class WorkMeter;

    JobRequest requestFor(std::shared_ptr<Study> study, std::shared_ptr<Claim> claim);
    experiment::RunRequest runRequest(const experiment::ExperimentSpec& spec, const RunOptions& options);
    void train(const Study& study, JobContext& context);
    void conclude(const Study& study, JobEventKind kind, const Error* error);

    Workspace& m_workspace;
    LoadedEngine& m_engine;
    std::mutex m_mutex;                                    ///< guards what follows
    std::map<std::string, std::weak_ptr<Study>> m_studies; ///< by id, the latest job's
};

} // namespace undertone::session
