#include "app/WindowQueue.h"

#include "widgets/bridge/SessionBridge.h"
#include "widgets/bridge/StudyFollower.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/QueueList.h"
#include "widgets/panels/StudiesPanel.h"

#include <QAction>
#include <QFile>
#include <QIcon>
#include <QMainWindow>
#include <QMenu>
#include <QToolBar>

#include <algorithm>
#include <exception>

namespace undertone::app {

using experiment::ExperimentState;
using experiment::ExperimentSummary;
using session::Session;
using store::QueueEntry;
using store::QueueHolder;

namespace {

/// Those of this program, in the order of the queue, but the other way round and what runs last: to end one
/// begins none that waits behind it.
std::vector<std::string> inOrderOfEnding(const std::vector<QueueEntry>& entries)
{
    std::vector<std::string> ids;
    for (const auto state : {ExperimentState::Queued, ExperimentState::Running})
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
            if (entry->state == state && entry->holder == QueueHolder::ThisProgram)
                ids.push_back(entry->id);
    return ids;
}

/// Does every step; one that is refused does not keep the others from being done.
/// @throws what the first refused one threw.
void doAll(const std::vector<std::function<void()>>& steps)
{
    std::exception_ptr refusal;
    for (const auto& step : steps) {
        try {
            step();
        } catch (...) {
            if (!refusal)
                refusal = std::current_exception();
        }
    }
    if (refusal)
        std::rethrow_exception(refusal);
}

/// Pauses or stops a study, unless it has ended by itself meanwhile.
void endStudy(Session& session, const std::string& id, void (Session::*ending)(const std::string&))
{
    try {
        (session.*ending)(id);
    } catch (const Error& error) {
        const auto entries = session.queue();
        if (error.code() != ErrorCode::Conflict ||
            std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.id == id; }))
            throw;
    }
}

} // namespace

WindowQueue::WindowQueue(QMainWindow* window, const Parts& parts)
    : QObject(window), m_window(window), m_parts(parts)
{
    makeActions();
    connectParts();
}

QAction* WindowQueue::makeAction(const char* name, const QString& text, const QString& toolTip,
                                 const QKeySequence& keys, void (WindowQueue::*reaction)())
{
    auto* action = new QAction(text, m_window);
    action->setObjectName(QLatin1String(name));
    if (const QString icon = QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)); QFile::exists(icon))
        action->setIcon(QIcon(icon));
    action->setShortcut(keys);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, reaction);
    return action;
}

void WindowQueue::makeActions()
{
    m_resume = makeAction("run", tr("&Resume"), tr("Go on with the selected studies where they stopped"),
                          QKeySequence(tr("Ctrl+R")), &WindowQueue::resumeSelected);
    m_resumeAll = makeAction("resume-all", tr("Resume &all"),
                             tr("Go on with every study that is paused, in their order"),
                             QKeySequence(tr("Ctrl+Shift+R")), &WindowQueue::resumeAll);
    m_pauseAll = makeAction("pause", tr("&Pause"),
                            tr("Stop what runs, resumable, and begin nothing that waits until it is resumed"),
                            QKeySequence(tr("Ctrl+P")), &WindowQueue::pauseAll);
    m_pause = makeAction("pause-study", tr("Pause this stud&y"),
                         tr("Stop the selected studies; they keep their places, and the next one goes on"),
                         QKeySequence(tr("Ctrl+Shift+P")), &WindowQueue::pauseSelected);
    m_stop = makeAction("cancel", tr("&Stop"),
                        tr("Stop the selected studies and take them out of the queue; they can be resumed"),
                        QKeySequence(tr("Ctrl+.")), &WindowQueue::stopSelected);
}

void WindowQueue::addTo(QMenu* menu)
{
    menu->addActions({m_resume, m_resumeAll, m_pauseAll, m_pause, m_stop});
    m_parts.studies.addStudyActions({m_resume, m_pause, m_stop});
}

void WindowQueue::addTo(QToolBar* bar)
{
    bar->addActions({m_resume, m_pauseAll, m_stop});
}

void WindowQueue::connectParts()
{
    auto& bridge = m_parts.bridge;
    auto& jobs = m_parts.jobs;
    auto& queue = jobs.queue();
    connect(&bridge, &widgets::SessionBridge::opened, this, &WindowQueue::takeUp);
    connect(&bridge, &widgets::SessionBridge::eventsArrived, this, [this](const auto& events) {
        if (std::any_of(events.begin(), events.end(), [](const auto& event) {
                return event.isTerminal() || event.kind == session::JobEventKind::Started;
            }))
            read();
    });
    connect(&m_parts.follower, &widgets::StudyFollower::studiesChanged, this, &WindowQueue::read);
    connect(&jobs, &widgets::JobsBar::cancelWanted, this,
            [this](session::JobId job) { command([job](Session& session) { session.cancel(job); }); });
    connect(&jobs, &widgets::JobsBar::pauseWanted, this,
            [this](const QString& id) { endEach({id.toStdString()}, &Session::pause); });
    connect(&queue, &widgets::QueueList::moveWanted, this,
            [this](const QString& id, store::QueueMove move, int steps) {
                perform([id = id.toStdString(), move, steps](Session& session) {
                    for (int step = 0; step < steps; ++step)
                        session.move(id, move);
                });
            });
    connect(&queue, &widgets::QueueList::pauseWanted, this,
            [this](const QString& id) { endEach({id.toStdString()}, &Session::pause); });
    connect(&queue, &widgets::QueueList::stopWanted, this,
            [this](const QString& id) { endEach({id.toStdString()}, &Session::stop); });
    connect(&queue, &widgets::QueueList::resumeWanted, this,
            [this](const QString& id) { resume({id.toStdString()}); });
    connect(&queue, &widgets::QueueList::studyChosen, &m_parts.studies, &widgets::StudiesPanel::select);
}

void WindowQueue::takeUp()
{
    m_parts.bridge.fetch(
        this, [options = m_parts.options()](Session& session) { return session.takeUpQueue(options); },
        [this](const std::vector<session::JobId>& jobs) {
            if (!jobs.empty())
                m_parts.errors.showNotice(
                    jobs.size() == 1 ? tr("Going on with the study that waited.")
                                     : tr("Going on with the %1 studies that waited.").arg(jobs.size()));
            read();
        });
}

void WindowQueue::read()
{
    if (!m_parts.bridge.isOpen())
        return;
    m_parts.bridge.fetch(
        this, [](const Session& session) { return session.queue(); },
        [this](const std::vector<QueueEntry>& entries) {
            m_entries = entries;
            m_parts.jobs.setQueue(entries);
            updateActions(m_enabled);
        });
}

void WindowQueue::perform(const Step& step)
{
    m_parts.errors.hide();
    m_parts.bridge.fetch(
        this, step, [this] { lookAgain(); }, [this](const widgets::Failure& failure) { refuse(failure); });
}

void WindowQueue::command(const Step& step)
{
    m_parts.errors.hide();
    m_parts.bridge.command(
        this, step, [this] { lookAgain(); }, [this](const widgets::Failure& failure) { refuse(failure); });
}

void WindowQueue::lookAgain()
{
    m_parts.follower.refresh();
    read();
}

void WindowQueue::refuse(const widgets::Failure& failure)
{
    m_parts.errors.showFailure(failure);
    m_parts.jobs.unmarkStopping();
    lookAgain();
}

void WindowQueue::endEach(const std::vector<std::string>& ids, void (Session::*ending)(const std::string&))
{
    command([ids, ending](Session& session) {
        std::vector<std::function<void()>> steps;
        for (const auto& id : ids)
            steps.emplace_back([&session, &id, ending] { endStudy(session, id, ending); });
        doAll(steps);
    });
}

const QueueEntry* WindowQueue::entryOf(const std::string& id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

bool WindowQueue::canStop(const ExperimentSummary& study) const
{
    const auto* entry = entryOf(study.id);
    return entry && entry->holder != QueueHolder::AnotherProgram;
}

bool WindowQueue::canPause(const ExperimentSummary& study) const
{
    return canStop(study) && entryOf(study.id)->state != ExperimentState::Paused;
}

bool WindowQueue::canResume(const ExperimentSummary& study) const
{
    const auto* entry = entryOf(study.id);
    if (entry)
        return entry->state != ExperimentState::Running && entry->holder == QueueHolder::Nobody;
    return study.state == ExperimentState::Failed || study.state == ExperimentState::Cancelled ||
           study.state == ExperimentState::Interrupted;
}

std::vector<std::string> WindowQueue::selected(bool (WindowQueue::*fits)(const ExperimentSummary&)
                                                   const) const
{
    std::vector<std::string> ids;
    for (const auto& study : m_parts.studies.selection())
        if ((this->*fits)(study))
            ids.push_back(study.id);
    return ids;
}

void WindowQueue::updateActions(bool enabled)
{
    m_enabled = enabled;
    const bool isPaused = std::any_of(m_entries.begin(), m_entries.end(), [](const auto& entry) {
        return entry.state == ExperimentState::Paused && entry.holder == QueueHolder::Nobody;
    });
    m_resume->setEnabled(enabled && !selected(&WindowQueue::canResume).empty());
    m_resumeAll->setEnabled(enabled && isPaused);
    m_pause->setEnabled(enabled && !selected(&WindowQueue::canPause).empty());
    m_pauseAll->setEnabled(enabled && !inOrderOfEnding(m_entries).empty());
    m_stop->setEnabled(enabled && !selected(&WindowQueue::canStop).empty());
}

void WindowQueue::run(const experiment::ExperimentSpec& spec)
{
    m_parts.errors.hide();
    m_parts.bridge.fetch(
        this,
        [spec, options = m_parts.options()](Session& session) {
            return session.experimentOf(session.run(spec, options));
        },
        [this](const std::string& id) {
            m_parts.studies.select(QString::fromStdString(id));
            lookAgain();
        },
        [this](const widgets::Failure& failure) { refuse(failure); });
}

void WindowQueue::resume(const std::vector<std::string>& ids)
{
    perform([ids, options = m_parts.options()](Session& session) {
        std::vector<std::function<void()>> steps;
        for (const auto& id : ids)
            steps.emplace_back([&session, &id, &options] { session.resume(id, options); });
        doAll(steps);
    });
}

void WindowQueue::resumeSelected()
{
    resume(selected(&WindowQueue::canResume));
}

void WindowQueue::resumeAll()
{
    std::vector<std::string> ids;
    for (const auto& entry : m_entries)
        if (entry.state == ExperimentState::Paused && entry.holder == QueueHolder::Nobody)
            ids.push_back(entry.id);
    resume(ids);
}

void WindowQueue::pauseSelected()
{
    endEach(selected(&WindowQueue::canPause), &Session::pause);
}

void WindowQueue::pauseAll()
{
    endEach(inOrderOfEnding(m_entries), &Session::pause);
}

void WindowQueue::stopSelected()
{
    endEach(selected(&WindowQueue::canStop), &Session::stop);
}

void WindowQueue::endAll(Ending ending)
{
    m_parts.errors.hide();
    m_parts.bridge.fetch(
        this,
        [ending, jobs = m_parts.jobs.running()](Session& session) {
            std::vector<std::function<void()>> steps;
            if (ending == Ending::GoOnNextTime)
                steps.emplace_back([&session] { session.suspend(); });
            else
                for (const auto& id : inOrderOfEnding(session.queue()))
                    steps.emplace_back([&session, id] { endStudy(session, id, &Session::stop); });
            for (const auto job : jobs) // imports too
                steps.emplace_back([&session, job] { session.cancel(job); });
            doAll(steps);
        },
        [this] { lookAgain(); },
        [this](const widgets::Failure& failure) {
            refuse(failure);
            Q_EMIT endingRefused();
        });
}

} // namespace undertone::app
