#pragma once

#include <QObject>

class QMainWindow;

namespace undertone::widgets {
class JobsBar;
class SessionBridge;
} // namespace undertone::widgets

namespace undertone::app {

class WindowQueue;

/// What becomes of the work when the window is closed: it asks, once. The window closes by itself when the
/// work has ended or stopped; one that only waits for that lies minimised, and showing it again calls the
/// closing off.
class WindowClosing : public QObject
{
    Q_OBJECT

public:
    WindowClosing(QMainWindow* window, WindowQueue& queue, widgets::JobsBar& jobs,
                  widgets::SessionBridge& bridge);

    /// Whether the window may close now; asks when something is going on.
    bool mayClose();
    /// The work is being stopped.
    bool isClosing() const { return m_when == When::Stopped; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class When { NotAtAll, Done, Stopped };

    void ask();
    void close(When when);
    void closeWhenIdle();

    QMainWindow* m_window;
    WindowQueue& m_queue;
    widgets::JobsBar& m_jobs;
    widgets::SessionBridge& m_bridge;
    When m_when = When::NotAtAll;
    bool m_asking = false;
    bool m_isIdle = false; ///< what there was to wait for has ended
};

} // namespace undertone::app
