#pragma once

#include "core/session/JobQueue.h"
#include "core/session/StudyJobs.h"

#include <string>
#include <vector>

namespace undertone::session {

/// The studies that run, wait or are paused. Their order is the store's, so that it outlives the program; the
/// job queue follows it. A study that another living program has in its hands is left to it: what would touch
/// it throws Error Conflict.
class StudyQueue
{
public:
    StudyQueue(Workspace& workspace, StudyJobs& studies, JobQueue& jobs);

    JobId run(const experiment::ExperimentSpec& spec, const RunOptions& options);
    JobId resume(const std::string& experimentId, const RunOptions& options);
    void pause(const std::string& experimentId);
    void stop(const std::string& experimentId);
    void move(const std::string& experimentId, store::QueueMove move);
    void suspend();
    std::vector<JobId> takeUp(const RunOptions& options);

private:
    JobId submit(JobRequest request);
    void arrange();
    JobId jobOf(const std::string& id);
    void tryToResume(const std::string& id, const RunOptions& options, std::vector<JobId>& jobs);
    void end(const std::string& experimentId, experiment::ExperimentState state);

    store::RunStore& m_store;
    StudyJobs& m_studies;
    JobQueue& m_jobs;
};

} // namespace undertone::session
