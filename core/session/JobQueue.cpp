#include "core/session/JobQueue.h"

#include "core/base/Log.h"
#include "core/session/ErrorBoundary.h"
#include "core/session/Job.h"

#include <algorithm>
#include <utility>

namespace undertone::session {

namespace {

constexpr std::chrono::milliseconds announcePause{40};
/// How long a body may take to notice that it was cancelled before the terminal event goes ahead of it.
constexpr std::chrono::milliseconds cancelPatience{100};

/// A listener that throws harms neither the job nor the other listeners.
void tell(const JobQueue::Listener& listener, const JobEvent& event)
{
    const auto outcome = guarded([&] { listener(event); });
    if (outcome.error)
        base::log(base::LogLevel::Error, outcome.error->what());
}

} // namespace

JobRequest corporaJob(std::string title, std::function<void(JobContext&)> body)
{
    JobRequest request;
    request.title = std::move(title);
    request.body = std::move(body);
    return request;
}

std::stop_token JobContext::stopToken() const
{
    return m_job.stop.get_token();
}

void JobContext::report(const base::ProgressUpdate& update)
{
    const std::scoped_lock lock(m_queue.m_mutex);
    m_job.latest = update;
    if (!m_job.unannounced) {
        m_job.unannounced = true;
        m_queue.m_tickWake.notify_one();
    }
}

base::Progress JobContext::progress()
{
    return base::Progress([this](const base::ProgressUpdate& update) { report(update); }, stopToken());
}

void JobContext::resultsChanged()
{
    m_queue.announce(m_job, JobEventKind::ResultsChanged);
}

void JobContext::setImportReport(corpus::ImportReport report)
{
    const std::scoped_lock lock(m_queue.m_mutex);
    m_job.report = std::make_shared<const corpus::ImportReport>(std::move(report));
}

JobQueue::JobQueue()
{
    for (const Lane lane : {Lane::Studies, Lane::Corpora})
        m_lanes[lane];
    for (auto& [name, lane] : m_lanes)
        lane.thread = std::jthread([this, &lane](const std::stop_token& stop) { work(lane, stop); });
    m_ticker = std::jthread([this](const std::stop_token& stop) { tick(stop); });
}

JobQueue::~JobQueue()
{
    std::vector<JobId> live;
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [id, job] : m_live)
            live.push_back(id);
    }
    for (const JobId id : live)
        cancel(id);
    for (const JobId id : live)
        wait(id);
    for (auto& [name, lane] : m_lanes)
        lane.thread.request_stop();
    for (auto& [name, lane] : m_lanes)
        lane.thread.join();
}

JobId JobQueue::submit(JobRequest request)
{
    auto job = std::make_shared<Job>();
    job->request = std::move(request);
    const std::scoped_lock lock(m_mutex);
    job->id = m_nextId++;
    m_live[job->id] = job;
    m_lanes.at(job->request.lane).waiting.push_back(job);
    m_laneWake.notify_all();
    return job->id;
}

void JobQueue::checkKnown(JobId id) const
{
    if (id == 0 || id >= m_nextId)
        throw Error(ErrorCode::NotFound, "There is no such job.", std::to_string(id),
                    "This is a defect of the program; please report it.");
}

std::string JobQueue::experimentOf(JobId id) const
{
    const std::scoped_lock lock(m_mutex);
    checkKnown(id);
    const auto live = m_live.find(id);
    return live != m_live.end() ? live->second->request.experimentId : m_terminal.at(id).experimentId;
}

JobId JobQueue::jobOf(const std::string& experimentId) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = std::find_if(m_live.begin(), m_live.end(), [&](const auto& live) {
        return live.second->request.experimentId == experimentId;
    });
    return found == m_live.end() ? 0 : found->first;
}

bool JobQueue::isEnding(JobId id) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_live.find(id);
    return found != m_live.end() && found->second->cancelDeadline;
}

bool JobQueue::isIdle() const
{
    const std::scoped_lock lock(m_mutex);
    return m_live.empty();
}

void JobQueue::arrange(const std::vector<std::string>& experimentIds)
{
    const auto placeOf = [&](const std::shared_ptr<Job>& job) {
        return std::find(experimentIds.begin(), experimentIds.end(), job->request.experimentId);
    };
    const std::scoped_lock lock(m_mutex);
    auto& waiting = m_lanes.at(Lane::Studies).waiting;
    std::stable_sort(waiting.begin(), waiting.end(),
                     [&](const auto& a, const auto& b) { return placeOf(a) < placeOf(b); });
}

void JobQueue::cancel(JobId id)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_live.find(id);
    if (found == m_live.end() || found->second->cancelDeadline)
        return;
    Job& job = *found->second;
    job.stop.request_stop();
    auto& waiting = m_lanes.at(job.request.lane).waiting;
    const bool isRunning = std::erase(waiting, found->second) == 0;
    job.cancelDeadline = Clock::now() + (isRunning ? cancelPatience : std::chrono::milliseconds(0));
    m_tickWake.notify_one();
}

JobEvent JobQueue::wait(JobId id)
{
    std::unique_lock lock(m_mutex);
    checkKnown(id);
    m_ended.wait(lock, [&] { return m_terminal.contains(id); });
    return m_terminal.at(id);
}

int JobQueue::subscribe(Listener listener)
{
    const std::scoped_lock lock(m_listening);
    m_listeners[m_nextSubscription] = std::move(listener);
    return m_nextSubscription++;
}

void JobQueue::unsubscribe(int subscription)
{
    const std::scoped_lock lock(m_listening);
    m_listeners.erase(subscription);
}

void JobQueue::work(LaneState& lane, const std::stop_token& stop)
{
    for (;;) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_laneWake.wait(lock, stop, [&] { return !lane.waiting.empty(); }))
                return;
            job = std::move(lane.waiting.front());
            lane.waiting.pop_front();
        }
        runJob(*job);
    }
}

void JobQueue::runJob(Job& job)
{
    JobContext context(*this, job);
    const auto outcome = guarded([&] {
        {
            const std::scoped_lock lock(job.transition);
            if (job.concluded)
                return;
            job.begun = true;
            if (job.request.begin)
                job.request.begin();
        }
        announce(job, JobEventKind::Started);
        job.request.body(context);
    });
    if (outcome.cancelled)
        end(job, JobEventKind::Cancelled, nullptr, Body::Stopped);
    else
        end(job, outcome.error ? JobEventKind::Failed : JobEventKind::Succeeded, outcome.error,
            Body::Stopped);
}

void JobQueue::end(Job& job, JobEventKind kind, std::shared_ptr<const Error> error, Body body)
{
    {
        const std::scoped_lock lock(job.transition);
        const bool isFirst = !std::exchange(job.concluded, true);
        if (isFirst && job.request.conclude) {
            const auto outcome = guarded([&] { job.request.conclude(kind, error.get()); });
            if (outcome.error && !error) {
                kind = JobEventKind::Failed;
                error = outcome.error;
            }
        }
        if (body == Body::Stopped || !job.begun)
            job.request.body = {};
        if (!isFirst)
            return;
    }
    announce(job, kind, error);
    const std::scoped_lock lock(m_mutex);
    m_terminal[job.id] = eventOf(job, kind, error);
    m_live.erase(job.id);
    m_ended.notify_all();
}

JobEvent JobQueue::eventOf(Job& job, JobEventKind kind, std::shared_ptr<const Error> error)
{
    JobEvent event;
    event.job = job.id;
    event.kind = kind;
    event.title = job.request.title;
    event.experimentId = job.request.experimentId;
    event.progress = job.latest;
    event.error = std::move(error);
    if (kind == JobEventKind::Succeeded)
        event.report = job.report;
    return event;
}

void JobQueue::announce(Job& job, JobEventKind kind, std::shared_ptr<const Error> error)
{
    const std::scoped_lock listening(m_listening);
    if (job.silent)
        return;
    JobEvent event;
    {
        const std::scoped_lock lock(m_mutex);
        event = eventOf(job, kind, std::move(error));
        job.unannounced = false;
        job.lastAnnounced = Clock::now();
    }
    job.silent = event.isTerminal();
    // A listener may unsubscribe itself or others.
    const auto listeners = m_listeners;
    for (const auto& [subscription, listener] : listeners)
        if (m_listeners.contains(subscription))
            tell(listener, event);
}

JobQueue::Clock::time_point JobQueue::nextDeadline() const
{
    auto next = Clock::time_point::max();
    for (const auto& [id, job] : m_live) {
        if (job->unannounced)
            next = std::min(next, job->lastAnnounced + announcePause);
        if (job->cancelDeadline)
            next = std::min(next, *job->cancelDeadline);
    }
    return next;
}

void JobQueue::tick(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::vector<std::shared_ptr<Job>> toAnnounce;
        std::vector<std::shared_ptr<Job>> toEnd;
        {
            std::unique_lock lock(m_mutex);
            const auto deadline = nextDeadline();
            const auto isSooner = [&] { return nextDeadline() < deadline; };
            if (deadline == Clock::time_point::max())
                m_tickWake.wait(lock, stop, isSooner);
            else
                m_tickWake.wait_until(lock, stop, deadline, isSooner);
            const auto now = Clock::now();
            for (const auto& [id, job] : m_live) {
                if (job->cancelDeadline && *job->cancelDeadline <= now) {
                    job->cancelDeadline = Clock::time_point::max();
                    toEnd.push_back(job);
                } else if (job->unannounced && job->lastAnnounced + announcePause <= now) {
                    toAnnounce.push_back(job);
                }
            }
        }
        for (const auto& job : toAnnounce)
            announce(*job, JobEventKind::Progressed);
        for (const auto& job : toEnd)
            end(*job, JobEventKind::Cancelled, nullptr, Body::MayRun);
    }
}

} // namespace undertone::session
