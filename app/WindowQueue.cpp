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

namespace undertone::app {

using experiment::ExperimentState;
using experiment::ExperimentSummary;
using session::Session;
using store::QueueEntry;
using store::QueueHolder;

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
    m_pause = makeAction("pause-study", tr("Pause this s&tudy"),
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
            [this](session::JobId job) { perform([job](Session& session) { session.cancel(job); }); });
    connect(&jobs, &widgets::JobsBar::pauseWanted, this,
            [this](const QString& id) { forEach({id.toStdString()}, &Session::pause); });
    connect(&queue, &widgets::QueueList::moveWanted, this,
            [this](const QString& id, store::QueueMove move, int steps) {
                perform([id = id.toStdString(), move, steps](Session& session) {
                    for (int step = 0; step < steps; ++step)
                        session.move(id, move);
                });
            });
    connect(&queue, &widgets::QueueList::pauseWanted, this,
            [this](const QString& id) { forEach({id.toStdString()}, &Session::pause); });
    connect(&queue, &widgets::QueueList::stopWanted, this,
            [this](const QString& id) { forEach({id.toStdString()}, &Session::stop); });
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
    m_parts.bridge.fetch(this, step, [this] {
        m_parts.follower.refresh();
        read();
    });
}

void WindowQueue::forEach(const std::vector<std::string>& ids, void (Session::*step)(const std::string&))
{
    perform([ids, step](Session& session) {
        for (const auto& id : ids)
            (session.*step)(id);
    });
}

const QueueEntry* WindowQueue::entryOf(const std::string& id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

/// In the order of the queue, but the other way round: to end one begins none that waits behind it.
std::vector<std::string> WindowQueue::ours(ExperimentState state) const
{
    std::vector<std::string> ids;
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry)
        if (entry->state == state && entry->holder == QueueHolder::ThisProgram)
            ids.push_back(entry->id);
    return ids;
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
    m_pauseAll->setEnabled(
        enabled && !(ours(ExperimentState::Queued).empty() && ours(ExperimentState::Running).empty()));
    m_stop->setEnabled(enabled && !selected(&WindowQueue::canStop).empty());
}

void WindowQueue::run(const experiment::ExperimentSpec& spec)
{
    perform([spec, options = m_parts.options()](Session& session) { session.run(spec, options); });
}

void WindowQueue::resume(const std::vector<std::string>& ids)
{
    perform([ids, options = m_parts.options()](Session& session) {
        for (const auto& id : ids)
            session.resume(id, options);
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
    forEach(selected(&WindowQueue::canPause), &Session::pause);
}

void WindowQueue::pauseAll()
{
    auto ids = ours(ExperimentState::Queued);
    for (const auto& id : ours(ExperimentState::Running))
        ids.push_back(id);
    forEach(ids, &Session::pause);
}

void WindowQueue::stopSelected()
{
    forEach(selected(&WindowQueue::canStop), &Session::stop);
}

void WindowQueue::endAll(Ending ending)
{
    auto ids = ours(ExperimentState::Queued);
    for (const auto& id : ours(ExperimentState::Running))
        ids.push_back(id);
    perform([ending, ids, jobs = m_parts.jobs.running()](Session& session) {
        if (ending == Ending::GoOnNextTime)
            session.suspend();
        else
            for (const auto& id : ids)
                session.stop(id);
        for (const auto job : jobs) // imports too
            session.cancel(job);
    });
}

} // namespace undertone::app
