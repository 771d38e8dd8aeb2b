#pragma once

#include "core/session/Session.h"

#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QMainWindow;
class QMenu;
class QToolBar;

namespace undertone::widgets {
class ErrorBar;
class JobsBar;
class SessionBridge;
class StudiesPanel;
class StudyFollower;
struct Failure;
} // namespace undertone::widgets

namespace undertone::app {

/// The queue of studies: its actions in the menu, the tool bar and the context menu of the studies, and what
/// the jobs' bar shows of it. A window that opens goes on with what waits and belongs to nobody.
class WindowQueue : public QObject
{
    Q_OBJECT

public:
    /// What the actions work on; outlives this object.
    struct Parts
    {
        widgets::SessionBridge& bridge;
        widgets::StudyFollower& follower;
        widgets::StudiesPanel& studies;
        widgets::JobsBar& jobs;
        widgets::ErrorBar& errors;
        std::function<session::RunOptions()> options;
    };

    WindowQueue(QMainWindow* window, const Parts& parts);

    void addTo(QMenu* menu);
    void addTo(QToolBar* bar);
    /// Of what is selected; `enabled` is false while the window closes.
    void updateActions(bool enabled);
    void run(const experiment::ExperimentSpec& spec);
    /// Stops all jobs of this program; the studies among them wait for the next time, or leave the queue.
    enum class Ending { GoOnNextTime, Stop };
    void endAll(Ending ending);

Q_SIGNALS:
    /// Something could not be stopped by endAll(), and goes on; the bar says why.
    void endingRefused();

private:
    using Step = std::function<void(session::Session&)>;

    QAction* makeAction(const char* name, const QString& text, const QString& toolTip,
                        const QKeySequence& keys, void (WindowQueue::*reaction)());
    void makeActions();
    void connectParts();
    void takeUp();
    void read();
    void perform(const Step& step);
    void command(const Step& step);
    void lookAgain();
    void refuse(const widgets::Failure& failure);
    void endEach(const std::vector<std::string>& ids, void (session::Session::*ending)(const std::string&));
    std::vector<std::string> selected(bool (WindowQueue::*fits)(const experiment::ExperimentSummary&)
                                          const) const;
    bool canStop(const experiment::ExperimentSummary& study) const;
    bool canPause(const experiment::ExperimentSummary& study) const;
    bool canResume(const experiment::ExperimentSummary& study) const;
    const store::QueueEntry* entryOf(const std::string& id) const;
    void resume(const std::vector<std::string>& ids);

    void resumeSelected();
    void resumeAll();
    void pauseSelected();
    void pauseAll();
    void stopSelected();

    QMainWindow* m_window;
    Parts m_parts;
    std::vector<store::QueueEntry> m_entries;
    QAction* m_resume = nullptr;
    QAction* m_resumeAll = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_pauseAll = nullptr;
    QAction* m_stop = nullptr;
    bool m_enabled = false;
};

} // namespace undertone::app
