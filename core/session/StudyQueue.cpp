#include "core/session/StudyQueue.h"

namespace undertone::session {

using experiment::ExperimentState;
using store::QueueHolder;

StudyQueue::StudyQueue(Workspace& workspace, StudyJobs& studies, JobQueue& jobs)
    : m_store(workspace.store), m_studies(studies), m_jobs(jobs)
{
}

JobId StudyQueue::submit(JobRequest request)
{
    const auto job = m_jobs.submit(std::move(request));
    arrange();
    return job;
}

void StudyQueue::arrange()
{
    std::vector<std::string> ids;
    for (const auto& entry : m_store.queue())
        ids.push_back(entry.id);
    m_jobs.arrange(ids);
}

/// One that has been cancelled is waited for: it is about to say so.
JobId StudyQueue::jobOf(const std::string& id)
{
    const auto job = m_jobs.jobOf(id);
    if (job == 0 || !m_jobs.isEnding(job))
        return job;
    m_jobs.wait(job);
    return 0;
}

JobId StudyQueue::run(const experiment::ExperimentSpec& spec, const RunOptions& options)
{
    return submit(m_studies.run(spec, options));
}

JobId StudyQueue::resume(const std::string& experimentId, const RunOptions& options)
{
    const auto id = m_store.resolve(experimentId);
    if (jobOf(id) != 0)
        throw Error(ErrorCode::Conflict, "The study is waiting or running already.", id,
                    "Wait until it has finished, or cancel it.");
    return submit(m_studies.resume(id, options));
}

/// Stops the study's job, or, when it has none, notes that it is not to be taken up.
void StudyQueue::end(const std::string& experimentId, ExperimentState state)
{
    const auto id = m_store.resolve(experimentId);
    if (const auto job = jobOf(id)) {
        m_studies.stopAs(id, state);
        m_jobs.cancel(job);
        return;
    }
    const auto now = m_store.state(id);
    if (now != ExperimentState::Queued && now != ExperimentState::Paused)
        throw Error(ErrorCode::Conflict, "The study neither runs nor waits here.", id,
                    "A study that another program runs is stopped there.");
    m_store.claim(id);
    m_store.setState(id, state);
    m_store.release(id);
}

void StudyQueue::pause(const std::string& experimentId)
{
    end(experimentId, ExperimentState::Paused);
}

void StudyQueue::stop(const std::string& experimentId)
{
    end(experimentId, ExperimentState::Cancelled);
}

void StudyQueue::move(const std::string& experimentId, store::QueueMove move)
{
    const auto id = m_store.resolve(experimentId);
    for (const auto& entry : m_store.queue())
        if (entry.id == id && entry.holder == QueueHolder::AnotherProgram)
            throw Error(ErrorCode::Conflict, "Another program has the study in its queue.", id,
                        "Move it there.");
    m_store.move(id, move);
    arrange();
}

void StudyQueue::suspend()
{
    const auto entries = m_store.queue();
    for (auto entry = entries.rbegin(); entry != entries.rend();
         ++entry) // what runs last: nothing follows it
        if (const auto job = m_jobs.jobOf(entry->id)) {
            m_studies.stopAs(entry->id, ExperimentState::Queued);
            m_jobs.cancel(job);
        }
}

std::vector<JobId> StudyQueue::takeUp(const RunOptions& options)
{
    std::vector<JobId> jobs;
    for (const auto& entry : m_store.queue())
        if (entry.state == ExperimentState::Queued && entry.holder == QueueHolder::Nobody)
            tryToResume(entry.id, options, jobs);
    return jobs;
}

/// One that cannot be run any more does not keep the others from running.
void StudyQueue::tryToResume(const std::string& id, const RunOptions& options, std::vector<JobId>& jobs)
{
    try {
        jobs.push_back(resume(id, options));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Conflict) // another program was faster
            m_store.setState(id, ExperimentState::Failed, &error);
    }
}

} // namespace undertone::session
