#include "app/WindowPreferences.h"

#include "widgets/dialogs/PreferencesDialog.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QMainWindow>
#include <QMenu>
#include <QProcess>

namespace undertone::app {

WindowPreferences::WindowPreferences(QMainWindow* window) : QObject(window), m_window(window)
{
    widgets::applyTheme(m_settings.preferences().theme);
}

void WindowPreferences::addTo(QMenu* menu)
{
    auto* workspace = menu->addAction(tr("Open &workspace\u2026"));
    workspace->setObjectName(QStringLiteral("open-workspace"));
    workspace->setToolTip(tr("Open another workspace in a window of its own"));
    connect(workspace, &QAction::triggered, this, &WindowPreferences::chooseWorkspace);
    auto* preferences = menu->addAction(tr("Pre&ferences\u2026"));
    preferences->setObjectName(QStringLiteral("preferences"));
    preferences->setToolTip(tr("Theme, language, workers, device"));
    preferences->setShortcut(QKeySequence(tr("Ctrl+,")));
    preferences->setMenuRole(QAction::PreferencesRole);
    connect(preferences, &QAction::triggered, this, &WindowPreferences::showDialog);
}

session::RunOptions WindowPreferences::runOptions() const
{
    const auto preferences = m_settings.preferences();
    return {preferences.workers, preferences.device.toStdString()};
}

void WindowPreferences::showDialog()
{
    auto* dialog = new widgets::PreferencesDialog(m_settings.preferences(), m_workspace, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &widgets::PreferencesDialog::changed, this, &WindowPreferences::apply);
    connect(dialog, &widgets::PreferencesDialog::otherWorkspaceWanted, this,
            &WindowPreferences::chooseWorkspace);
    dialog->open();
}

void WindowPreferences::apply(const widgets::Preferences& preferences)
{
    if (preferences.theme != m_settings.preferences().theme)
        widgets::applyTheme(preferences.theme);
    m_settings.setPreferences(preferences);
}

void WindowPreferences::chooseWorkspace()
{
    auto* dialog = new QFileDialog(m_window, tr("Workspace"), m_workspace);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [](const QString& folder) {
        QProcess::startDetached(QApplication::applicationFilePath(), {QStringLiteral("--workspace"), folder});
    });
    dialog->open();
}

} // namespace undertone::app
