#pragma once

#include "core/session/JobQueue.h"
#include "core/session/Session.h"
#include "core/session/Workspace.h"

#include <memory>
#include <mutex>

namespace undertone::session {

/// Runs studies: one engine for all of them, made when the first one needs it.
class StudyJobs
{
public:
    StudyJobs(Workspace& workspace, EngineFactory engineFactory);

    /// A new study. One that turns out not to be runnable before its first trial is not kept.
    JobRequest run(const experiment::ExperimentSpec& spec, const RunOptions& options);
    /// @throws Error NotFound, Conflict.
    JobRequest resume(const std::string& experimentId, const RunOptions& options);

private:
    class Claim;
    struct Study;

    JobRequest requestFor(Study study);
    void train(const Study& study, JobContext& context);
    void conclude(const Study& study, JobEventKind kind, const Error* error);
    experiment::Engine& engine();

    Workspace& m_workspace;
    EngineFactory m_engineFactory;
    std::mutex m_mutex; ///< guards m_engine
    std::shared_ptr<experiment::Engine> m_engine;
};

} // namespace undertone::session
