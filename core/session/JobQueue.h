#pragma once

#include "core/base/Progress.h"
#include "core/session/JobEvent.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace undertone::session {

class JobQueue;
struct Job;

/// What the body of a job talks to.
class JobContext
{
public:
    std::stop_token stopToken() const;
    /// Remembers where the job stands; announced at most 25 times a second.
    void report(const base::ProgressUpdate& update);
    /// A Progress that reports here and notices cancelling.
    base::Progress progress();
    void resultsChanged();
    /// Travels with the terminal event.
    void setImportReport(corpus::ImportReport report);

private:
    friend class JobQueue;
    JobContext(JobQueue& queue, Job& job) : m_queue(queue), m_job(job) {}

    JobQueue& m_queue;
    Job& m_job;
};

/// Jobs of one lane run one after the other; the lanes run side by side.
enum class Lane {
    Studies,
    Corpora, ///< imports, demo speech, features
};

/// What is to be done.
struct JobRequest
{
    std::string title;
    std::string experimentId;
    Lane lane = Lane::Corpora;
    std::function<void()> begin;           ///< just before the body, unless the job has ended; may be empty
    std::function<void(JobContext&)> body; ///< throws Error or Cancelled; destroyed when it has stopped
    /// Just before the terminal event, once, with its kind and error; may be empty. When it throws, the job
    /// has Failed.
    std::function<void(JobEventKind, const Error*)> conclude;
};

/// A job of the lane Corpora that is its body alone.
JobRequest corporaJob(std::string title, std::function<void(JobContext&)> body);

/// Runs jobs on threads of its own. Every job ends with exactly one terminal event, after which no event of
/// it follows. A cancelled job says so within 200 ms: when its body takes longer to notice, the event comes
/// first, and the lane is free when the body has stopped.
class JobQueue
{
public:
    using Listener = std::function<void(const JobEvent&)>;

    JobQueue();
    ~JobQueue(); ///< cancels every job and waits for the bodies to stop

    JobId submit(JobRequest request);
    /// @throws Error NotFound for an id that was never given.
    std::string experimentOf(JobId job) const;
    /// The job that runs or waits for a study; 0 when there is none.
    JobId jobOf(const std::string& experimentId) const;
    bool isEnding(JobId job) const; ///< it was cancelled, and is about to say so
    bool isIdle() const;            ///< nothing runs or waits
    /// Waiting jobs of studies run in this order; those of other studies come after them.
    void arrange(const std::vector<std::string>& experimentIds);
    /// Nothing happens when the job has ended.
    void cancel(JobId job);
    /// Blocks until the job has ended and every listener has heard so; not to be called by a listener.
    /// @throws Error NotFound for an id that was never given.
    JobEvent wait(JobId job);

    /// Events come on the queue's threads, one at a time. After unsubscribe() has returned, none comes.
    int subscribe(Listener listener);
    void unsubscribe(int subscription);

private:
    friend class JobContext;
    using Clock = std::chrono::steady_clock;

    struct LaneState
    {
        std::deque<std::shared_ptr<Job>> waiting;
        std::jthread thread;
    };

    void work(LaneState& lane, const std::stop_token& stop);
    void runJob(Job& job);
    enum class Body { Stopped, MayRun };
    void end(Job& job, JobEventKind kind, std::shared_ptr<const Error> error, Body body);
    void announce(Job& job, JobEventKind kind, std::shared_ptr<const Error> error = nullptr);
    JobEvent eventOf(Job& job, JobEventKind kind, std::shared_ptr<const Error> error);
    void tick(const std::stop_token& stop);
    Clock::time_point nextDeadline() const;
    void checkKnown(JobId job) const;

    mutable std::mutex m_mutex; ///< guards what follows, and the parts of a Job that say so
    std::condition_variable_any m_laneWake;
    std::condition_variable_any m_tickWake;
    std::condition_variable_any m_ended;
    JobId m_nextId = 1;
    std::map<JobId, std::shared_ptr<Job>> m_live;
    std::map<JobId, JobEvent> m_terminal;
    std::map<Lane, LaneState> m_lanes;

    std::recursive_mutex m_listening; ///< guards the listeners; one event at a time
    std::map<int, Listener> m_listeners;
    int m_nextSubscription = 1;

    std::jthread m_ticker;
};

} // namespace undertone::session
