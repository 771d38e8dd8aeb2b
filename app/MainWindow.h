#pragma once

#include "widgets/bridge/SessionBridge.h"
#include "widgets/bridge/StudyFollower.h"
#include "widgets/bridge/WindowSettings.h"

#include <QMainWindow>
#include <QPointer>

#include <memory>

class QAction;
class QMenu;

namespace undertone::widgets {
class ErrorBar;
class ImportCorpusDialog;
class InspectorPanel;
class JobsBar;
class PlotsPanel;
class StudiesPanel;
} // namespace undertone::widgets

namespace undertone::app {

class StudyNotifier;
class WindowClosing;
class WindowHelp;
class WindowHistory;
class WindowPreferences;
class WindowQueue;

/// The workbench: it wires the panels to the session and knows nothing else.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens the workspace behind the window; `study` is selected when it is there.
    void open(const QString& workspace, const QString& study, session::EngineFactory engine);
    /// Checks a specification file and opens the New study dialog on it; what is wrong shows in the bar.
    void openSpecification(const QString& file);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QAction* makeAction(const char* name, const QString& text, const QString& toolTip,
                        const QKeySequence& keys, void (MainWindow::*reaction)());
    void makeActions();
    void makeMenus();
    void makePanels();
    void connectPanels();
    void restoreLayout();

    void newStudy();
    void chooseSpecification();
    void importCorpus();
    void makeDemoCorpora();
    void exportFigure();
    void refresh();
    void fitFigure();
    void showAbout();

    void showDialog(const QString& specification);
    void receiveEvents(const std::vector<session::JobEvent>& events);
    void selectStudy(const QString& id);
    void showSnapshot(const widgets::StudySnapshot& snapshot);
    void showEmpty();
    void updateActions();

    WindowHelp* m_help;
    WindowPreferences* m_preferences;
    widgets::WindowSettings m_settings;
    widgets::SessionBridge m_bridge;
    widgets::StudyFollower m_follower;
    widgets::StudiesPanel* m_studies;
    widgets::PlotsPanel* m_plots;
    widgets::InspectorPanel* m_inspector;
    widgets::JobsBar* m_jobs;
    widgets::ErrorBar* m_errors;
    WindowHistory* m_history = nullptr;
    WindowQueue* m_queue = nullptr;
    WindowClosing* m_closing = nullptr;
    StudyNotifier* m_notifier = nullptr;
    QPointer<widgets::ImportCorpusDialog> m_importDialog;
    std::shared_ptr<const widgets::StudySnapshot> m_snapshot;
    QAction* m_newAction = nullptr;
    QAction* m_openAction = nullptr;
    QAction* m_importAction = nullptr;
    QAction* m_demoAction = nullptr;
    QAction* m_exportAction = nullptr;
    QAction* m_refreshAction = nullptr;
    QAction* m_fitAction = nullptr;
    QAction* m_aboutAction = nullptr;
    QAction* m_quitAction = nullptr;
    QMenu* m_viewMenu = nullptr;
};

} // namespace undertone::app
