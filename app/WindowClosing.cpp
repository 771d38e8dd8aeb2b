#include "app/WindowClosing.h"

#include "app/MessageBoxes.h"
#include "app/WindowQueue.h"
#include "widgets/bridge/SessionBridge.h"
#include "widgets/panels/JobsBar.h"

#include <QEvent>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace undertone::app {

namespace {

constexpr int retryMs = 100;

} // namespace

WindowClosing::WindowClosing(QMainWindow* window, WindowQueue& queue, widgets::JobsBar& jobs,
                             widgets::SessionBridge& bridge)
    : QObject(window), m_window(window), m_queue(queue), m_jobs(jobs), m_bridge(bridge)
{
    window->installEventFilter(this);
    connect(&jobs, &widgets::JobsBar::busyChanged, this, &WindowClosing::closeWhenIdle);
    connect(&queue, &WindowQueue::endingRefused, this, [this] { close(When::NotAtAll); });
}

bool WindowClosing::mayClose()
{
    if (m_isIdle || !m_jobs.isBusy())
        return true;
    if (m_when != When::Stopped && !m_asking)
        ask();
    return false;
}

void WindowClosing::ask()
{
    m_asking = true;
    const auto choice = makeClosingBox(m_window);
    connect(choice.keep, &QPushButton::clicked, this, [this] {
        m_window->showMinimized();
        close(When::Done);
    });
    connect(choice.pause, &QPushButton::clicked, this, [this] {
        close(When::Stopped);
        m_queue.endAll(WindowQueue::Ending::GoOnNextTime);
    });
    connect(choice.stop, &QPushButton::clicked, this, [this] {
        close(When::Stopped);
        m_queue.endAll(WindowQueue::Ending::Stop);
    });
    connect(choice.box, &QDialog::finished, this, [this] { m_asking = false; });
    choice.box->open();
}

void WindowClosing::close(When when)
{
    m_when = when;
    Q_EMIT changed();
    closeWhenIdle();
}

/// The session knows: the bar may be empty for a moment between two studies, and it shows what was put off.
void WindowClosing::closeWhenIdle()
{
    if (m_when == When::NotAtAll)
        return;
    m_bridge.fetch(
        this, [](const session::Session& session) { return session.isIdle(); },
        [this](bool isIdle) {
            m_isIdle = isIdle && m_when != When::NotAtAll;
            if (m_isIdle)
                m_window->close();
            else if (!m_jobs.isBusy()) // a job has ended that the bar never showed, or is about to
                QTimer::singleShot(retryMs, this, &WindowClosing::closeWhenIdle);
        });
}

bool WindowClosing::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::WindowStateChange && m_when == When::Done && !m_window->isMinimized())
        close(When::NotAtAll);
    return QObject::eventFilter(watched, event);
}

} // namespace undertone::app
