#include "app/MainWindow.h"

#include "app/FigureWiring.h"
#include "app/MessageBoxes.h"
#include "app/StudyNotifier.h"
#include "app/WindowClosing.h"
#include "app/WindowExport.h"
#include "app/WindowHelp.h"
#include "app/WindowHistory.h"
#include "app/WindowPreferences.h"
#include "app/WindowQueue.h"
#include "core/base/File.h"
#include "widgets/dialogs/ImportCorpusDialog.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/InspectorPanel.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/plots/FigureView.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace undertone::app {

using session::JobEventKind;
using session::Session;
using widgets::Failure;

namespace {

constexpr std::size_t demoSpeakers = 40;

QString title()
{
    return QStringLiteral("Undertone");
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_help(new WindowHelp(this)), m_preferences(new WindowPreferences(this)),
      m_follower(m_bridge), m_studies(new widgets::StudiesPanel), m_plots(new widgets::PlotsPanel),
      m_inspector(new widgets::InspectorPanel), m_jobs(new widgets::JobsBar), m_errors(new widgets::ErrorBar)
{
    setWindowTitle(title());
    setAcceptDrops(true);
    m_history = new WindowHistory(this, {m_bridge, m_follower, *m_studies, *m_errors});
    m_queue = new WindowQueue(this, {m_bridge, m_follower, *m_studies, *m_jobs, *m_errors,
                                     [this] { return m_preferences->runOptions(); }});
    m_closing = new WindowClosing(this, *m_queue, *m_jobs, m_bridge);
    m_notifier = new StudyNotifier(this);
    makeActions();
    makePanels();
    makeMenus();
    connectPanels();
    showEmpty();
    restoreLayout();
}

MainWindow::~MainWindow() = default;

void MainWindow::open(const QString& workspace, const QString& study, session::EngineFactory engine)
{
    setWindowTitle(QStringLiteral("%1 \u2013 %2").arg(QDir(workspace).dirName(), title()));
    m_preferences->setWorkspace(workspace);
    connect(&m_bridge, &widgets::SessionBridge::opened, this,
            [this, workspace] { m_settings.setLastWorkspace(workspace); });
    m_bridge.open(workspace, std::move(engine));
    if (study.isEmpty())
        return;
    m_studies->select(study);
    m_bridge.fetch( // it may be the beginning of an id
        this, [study](const Session& session) { return session.experiment(study.toStdString()).summary.id; },
        [this](const std::string& id) { m_studies->select(QString::fromStdString(id)); },
        [this](const Failure& failure) {
            if (m_bridge.isOpen()) // else the bar says why it is not
                m_errors->showFailure(failure);
        });
}

QAction* MainWindow::makeAction(const char* name, const QString& text, const QString& toolTip,
                                const QKeySequence& keys, void (MainWindow::*reaction)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    if (const QString icon = QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)); QFile::exists(icon))
        action->setIcon(QIcon(icon));
    action->setShortcut(keys);
    const QString shortcut = keys.toString(QKeySequence::NativeText);
    action->setToolTip(shortcut.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, shortcut));
    connect(action, &QAction::triggered, this, reaction);
    return action;
}

void MainWindow::makeActions()
{
    m_newAction =
        makeAction("new-study", tr("&New study\u2026"), tr("Start a study from a preset or a specification"),
                   QKeySequence::New, &MainWindow::newStudy);
    m_openAction =
        makeAction("open", tr("&Open specification\u2026"), tr("Start a study from a specification file"),
                   QKeySequence::Open, &MainWindow::chooseSpecification);
    m_importAction = makeAction("import", tr("&Import corpus\u2026"), tr("Look at a corpus and import it"),
                                QKeySequence(tr("Ctrl+I")), &MainWindow::importCorpus);
    m_demoAction = makeAction("demo", tr("Make &demo corpora"),
                              tr("Make two corpora of synthetic speech for the demo study"), {},
                              &MainWindow::makeDemoCorpora);
    m_exportAction =
        makeAction("export", tr("&Export figure\u2026"), tr("Write the figure in front to a file"),
                   QKeySequence(tr("Ctrl+E")), &MainWindow::exportFigure);
    m_refreshAction = makeAction("refresh", tr("&Refresh"), tr("Read the workspace again"),
                                 QKeySequence::Refresh, &MainWindow::refresh);
    m_fitAction = makeAction("fit", tr("&Fit figure"), tr("Show the whole figure"),
                             QKeySequence(tr("Ctrl+0")), &MainWindow::fitFigure);
    m_aboutAction =
        makeAction("about", tr("&About Undertone"), tr("Version and licence"), {}, &MainWindow::showAbout);
    m_quitAction = new QAction(tr("&Quit"), this);
    m_quitAction->setObjectName(QStringLiteral("quit"));
    m_quitAction->setShortcut(QKeySequence(tr("Ctrl+Q"))); // not every desktop has one of its own
    connect(m_quitAction, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::makeMenus()
{
    auto* study = menuBar()->addMenu(tr("&Study"));
    study->addActions({m_newAction, m_openAction});
    study->addSeparator();
    m_queue->addTo(study);
    study->addSeparator();
    study->addAction(m_exportAction);
    study->addSeparator();
    m_preferences->addTo(study);
    study->addSeparator();
    study->addAction(m_quitAction);
    m_history->addTo(menuBar());
    auto* corpora = menuBar()->addMenu(tr("&Corpora"));
    corpora->addActions({m_importAction, m_demoAction});
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    m_viewMenu->addActions({m_fitAction, m_refreshAction});
    m_viewMenu->addSeparator();
    for (auto* dock : findChildren<QDockWidget*>())
        m_viewMenu->addAction(dock->toggleViewAction());
    auto* help = menuBar()->addMenu(tr("&Help"));
    m_help->addTo(help);
    help->addSeparator();
    help->addAction(m_aboutAction);
    auto* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize(QSize(18, 18));
    bar->addAction(m_newAction);
    m_queue->addTo(bar);
    bar->addSeparator();
    bar->addActions({m_importAction, m_demoAction});
    bar->addSeparator();
    bar->addActions({m_history->compareAction(), m_exportAction, m_refreshAction});
}

void MainWindow::makePanels()
{
    const auto addDock = [this](const char* name, const QString& words, QWidget* panel,
                                Qt::DockWidgetArea area) {
        auto* dock = new QDockWidget(words, this);
        dock->setObjectName(QLatin1String(name));
        dock->setWidget(panel);
        addDockWidget(area, dock);
    };
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_errors);
    column->addWidget(m_plots, 1);
    column->addWidget(m_jobs);
    setCentralWidget(centre);
    addDock("studies", tr("Studies"), m_studies, Qt::LeftDockWidgetArea);
    addDock("inspector", tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    resizeDocks(findChildren<QDockWidget*>(), {330, 320}, Qt::Horizontal);
}

void MainWindow::connectPanels()
{
    connectFigures(*m_plots, *m_inspector, m_follower, m_bridge);
    connect(m_studies, &widgets::StudiesPanel::studySelected, this, &MainWindow::selectStudy);
    connect(m_studies, &widgets::StudiesPanel::newStudyWanted, this, &MainWindow::newStudy);
    connect(m_history, &WindowHistory::duplicateWanted, this, &MainWindow::showDialog);
    connect(m_plots, &widgets::PlotsPanel::currentChanged, this, &MainWindow::updateActions);
    connect(&m_follower, &widgets::StudyFollower::studiesChanged, this, [this](const auto& studies) {
        m_studies->setStudies(studies);
        updateActions();
    });
    connect(&m_follower, &widgets::StudyFollower::snapshotArrived, this, [this](const auto& snapshot) {
        m_snapshot = snapshot;
        showSnapshot(*snapshot);
    });
    connect(&m_bridge, &widgets::SessionBridge::eventsArrived, this, &MainWindow::receiveEvents);
    connect(&m_bridge, &widgets::SessionBridge::failed, m_errors, &widgets::ErrorBar::showFailure);
    connect(&m_bridge, &widgets::SessionBridge::openingFailed, m_errors, &widgets::ErrorBar::showFailure);
    connect(&m_bridge, &widgets::SessionBridge::opened, this, &MainWindow::updateActions);
    connect(m_studies, &widgets::StudiesPanel::selectionChanged, this, &MainWindow::updateActions);
    connect(m_jobs, &widgets::JobsBar::busyChanged, this, &MainWindow::updateActions);
    connect(m_closing, &WindowClosing::changed, this, &MainWindow::updateActions);
    connect(m_notifier, &StudyNotifier::studyWanted, m_studies, &widgets::StudiesPanel::select);
}

void MainWindow::restoreLayout()
{
    resize(1280, 780);
    restoreGeometry(m_settings.geometry());
    restoreState(m_settings.layout());
    m_studies->setColumns(m_settings.studyColumns());
}

void MainWindow::newStudy()
{
    showDialog({});
}

void MainWindow::showDialog(const QString& specification)
{
    auto* dialog = new widgets::NewStudyDialog(m_bridge, m_preferences->runOptions(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!specification.isEmpty())
        dialog->setSpecification(specification);
    connect(dialog, &widgets::NewStudyDialog::runWanted, m_queue, &WindowQueue::run);
    connect(dialog, &widgets::NewStudyDialog::demoCorporaWanted, this, &MainWindow::makeDemoCorpora);
    dialog->open();
}

void MainWindow::chooseSpecification()
{
    auto* dialog = new QFileDialog(this, tr("Specification file"), m_settings.lastFolder(),
                                   tr("Specifications (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openSpecification);
    dialog->open();
}

void MainWindow::openSpecification(const QString& file)
{
    m_settings.setLastFolder(QFileInfo(file).path());
    m_errors->hide();
    m_bridge.fetch(
        this,
        [path = file.toStdString()](const Session&) {
            auto text = base::readFile(path);
            experiment::parseSpec(text, path);
            return text;
        },
        [this](const std::string& text) { showDialog(QString::fromStdString(text)); });
}

void MainWindow::importCorpus()
{
    auto* dialog = new widgets::ImportCorpusDialog(m_bridge, m_settings.lastFolder(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_importDialog = dialog;
    connect(dialog, &widgets::ImportCorpusDialog::importWanted, this,
            [this](const QString& folder, const QString& layout, const QString& name) {
                m_settings.setLastFolder(folder);
                m_errors->hide();
                m_bridge.fetch(
                    this,
                    [=](Session& session) {
                        return session.importCorpus(folder.toStdString(), layout.toStdString(),
                                                    name.toStdString());
                    },
                    [](session::JobId) {});
            });
    dialog->open();
}

void MainWindow::makeDemoCorpora()
{
    m_errors->hide();
    m_bridge.fetch(
        this,
        [](Session& session) {
            const auto names = session.corpusNames();
            std::uint64_t seed = 0;
            for (const char* name : {"demo-private", "demo-shadow"}) {
                ++seed; // other speakers on either side
                if (std::find(names.begin(), names.end(), name) == names.end())
                    session.makeDemoCorpus(name, demoSpeakers, seed);
            }
            return names;
        },
        [this](const std::vector<std::string>& names) {
            if (std::count_if(names.begin(), names.end(), [](const auto& name) {
                    return name == "demo-private" || name == "demo-shadow";
                }) == 2)
                m_errors->showNotice(tr("The demo corpora are in this workspace already."));
        });
}

void MainWindow::exportFigure()
{
    openExport(*m_plots, m_snapshot.get(), m_settings, m_bridge, *m_errors, this);
}

void MainWindow::refresh()
{
    m_follower.refresh();
    if (!m_studies->selected().isEmpty())
        m_follower.show(m_studies->selected());
}

void MainWindow::fitFigure()
{
    m_plots->current().fit();
}

void MainWindow::showAbout()
{
    makeAboutBox(this)->open();
}

void MainWindow::receiveEvents(const std::vector<session::JobEvent>& events)
{
    m_jobs->receive(events);
    m_notifier->receive(events);
    for (const auto& event : events) {
        if (m_importDialog && m_importDialog->owns(event.job))
            continue;
        if (event.kind == JobEventKind::Failed && event.error)
            m_errors->showFailure(Failure::of(*event.error));
        if (event.kind == JobEventKind::Succeeded && event.experimentId.empty())
            m_errors->showNotice(tr("Done: %1").arg(QString::fromStdString(event.title)));
    }
    updateActions();
}

void MainWindow::selectStudy(const QString& id)
{
    m_snapshot.reset();
    if (id.isEmpty())
        showEmpty();
    else
        m_plots->showMessage(tr("Reading\u2026"));
    m_follower.show(id);
    updateActions();
}

void MainWindow::showSnapshot(const widgets::StudySnapshot& snapshot)
{
    m_plots->showFigures(snapshot.figures, snapshot.tradeoffs);
    m_inspector->showSnapshot(snapshot);
    updateActions();
}

void MainWindow::showEmpty()
{
    m_snapshot.reset();
    m_plots->showMessage(
        tr("No study yet: make the demo corpora or import your own (Corpora menu), then start a "
           "study (Ctrl+N). Its figures appear here while it runs."));
    m_inspector->clear();
    updateActions();
}

void MainWindow::updateActions()
{
    const bool open = m_bridge.isOpen() && !m_closing->isClosing();
    for (auto* action : {m_newAction, m_openAction, m_importAction, m_demoAction, m_refreshAction})
        action->setEnabled(open);
    m_queue->updateActions(open);
    m_exportAction->setEnabled(m_plots->current().hasFigure());
    m_fitAction->setEnabled(m_plots->current().hasFigure());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_closing->mayClose()) {
        event->ignore();
        return;
    }
    m_settings.setGeometry(saveGeometry());
    m_settings.setLayout(saveState());
    m_settings.setStudyColumns(m_studies->columns());
    m_help->close();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    for (const auto& url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
            openSpecification(path);
    }
}

} // namespace undertone::app
