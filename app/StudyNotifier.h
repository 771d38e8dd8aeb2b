#pragma once

#include "core/session/JobEvent.h"

#include <QObject>

#include <vector>

class QMainWindow;
class QSystemTrayIcon;

namespace undertone::app {

/// Tells the user of a study that has ended while the window was not in front: by the desktop's notifications
/// where there are any, else by marking the window in the task bar; in the log in either case.
class StudyNotifier : public QObject
{
    Q_OBJECT

public:
    explicit StudyNotifier(QMainWindow* window);

    void receive(const std::vector<session::JobEvent>& events);

Q_SIGNALS:
    /// The user followed the notification of this study.
    void studyWanted(const QString& experimentId);

private:
    void tell(const session::JobEvent& event);
    QSystemTrayIcon& tray();

    QMainWindow* m_window;
    QSystemTrayIcon* m_tray = nullptr; ///< made with the first notification
    QString m_told;                    ///< the study of the latest one
};

} // namespace undertone::app
