#pragma once

#include "core/session/Session.h"
#include "widgets/bridge/WindowSettings.h"

#include <QObject>

class QMainWindow;
class QMenu;

namespace undertone::app {

/// The preferences, their dialog, and the menu entries for it and for other workspaces.
class WindowPreferences : public QObject
{
    Q_OBJECT

public:
    /// Applies the theme that was chosen last.
    explicit WindowPreferences(QMainWindow* window);

    void setWorkspace(const QString& folder) { m_workspace = folder; }
    void addTo(QMenu* menu);
    /// What new studies run on.
    session::RunOptions runOptions() const;

private:
    void showDialog();
    void apply(const widgets::Preferences& preferences);
    void chooseWorkspace();

    QMainWindow* m_window;
    QString m_workspace;
    widgets::WindowSettings m_settings;
};

} // namespace undertone::app
