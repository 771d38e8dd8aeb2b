#include "app/StudyNotifier.h"

#include "core/base/Log.h"

#include <QApplication>
#include <QMainWindow>
#include <QSystemTrayIcon>

namespace undertone::app {

using session::JobEvent;
using session::JobEventKind;

StudyNotifier::StudyNotifier(QMainWindow* window) : QObject(window), m_window(window) {}

void StudyNotifier::receive(const std::vector<JobEvent>& events)
{
    for (const auto& event : events) {
        const bool hasEnded = event.kind == JobEventKind::Succeeded || event.kind == JobEventKind::Failed;
        if (hasEnded && !event.experimentId.empty() && !m_window->isActiveWindow())
            tell(event);
    }
}

void StudyNotifier::tell(const JobEvent& event)
{
    const bool failed = event.kind == JobEventKind::Failed;
    base::log(failed ? base::LogLevel::Warning : base::LogLevel::Info,
              (failed ? "Study failed: " : "Study finished: ") + event.title + " (" + event.experimentId +
                  ")");
    m_told = QString::fromStdString(event.experimentId);
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages()) {
        QApplication::alert(m_window);
        return;
    }
    const QString reason =
        failed && event.error ? QString::fromStdString(event.error->happened()) : QString();
    tray().show(); // only an icon that is shown can speak
    tray().showMessage(failed ? tr("Study failed") : tr("Study finished"),
                       QString::fromStdString(event.title) +
                           (reason.isEmpty() ? QString() : QStringLiteral("\n") + reason),
                       failed ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
}

QSystemTrayIcon& StudyNotifier::tray()
{
    if (m_tray)
        return *m_tray;
    m_tray = new QSystemTrayIcon(QIcon(QStringLiteral(":/icons/undertone.svg")), this);
    m_tray->setToolTip(QStringLiteral("Undertone"));
    const auto follow = [this] {
        m_tray->hide();
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
        m_window->show();
        m_window->raise();
        m_window->activateWindow();
        Q_EMIT studyWanted(m_told);
    };
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, follow);
    connect(m_tray, &QSystemTrayIcon::activated, this, follow);
    return *m_tray;
}

} // namespace undertone::app
