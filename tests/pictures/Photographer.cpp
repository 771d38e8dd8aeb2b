#include "tests/pictures/Photographer.h"

#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/help/HelpWindow.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/panels/CorporaPanel.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/plots/ClipView.h"
#include "widgets/plots/FigureView.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>
#include <QTreeView>

#include <stdexcept>

namespace undertone::pictures {

using namespace widgets;

namespace {

constexpr int patience = 60000;
constexpr int settling = 250; ///< queued drawing and layout
const QString budgets = QStringLiteral("Budgets of DP-FedAvg");
const QString averaging = QStringLiteral("Dropout under FedAvg");
const QString gradients = QStringLiteral("Dropout under FedSGD");
const QString unlearned = QStringLiteral("Gender unlearned");

QString plain(QString text)
{
    return text.remove('&');
}

} // namespace

Photographer::Photographer(const QString& workspace, const QString& folder, const QString& ending)
    : m_workspace(workspace), m_folder(folder), m_ending(ending)
{
    QDir().mkpath(folder);
    m_window.resize(1280, 780);
    m_window.show();
    m_window.open(workspace, {}, session::loadEngine);
    auto& studies = *m_window.findChild<StudiesPanel*>();
    waitFor([&] { return studies.findChild<HistoryModel*>()->rowCount() > 0; },
            QStringLiteral("The studies"));
}

void Photographer::waitFor(const Condition& condition, const QString& what)
{
    if (!QTest::qWaitFor(condition, patience))
        throw std::runtime_error(what.toStdString() + " did not appear.");
}

void Photographer::takeAll()
{
    takeWindow();
    takeTabs();
    takeNewStudy();
    takeImport();
    takeDialogs();
    takeHelp();
}

void Photographer::save(QWidget& widget, const QString& name)
{
    QTest::qWait(settling);
    const QString file = QDir(m_folder).filePath(name + m_ending + QStringLiteral(".png"));
    if (!widget.isVisible() || !widget.grab().toImage().convertToFormat(QImage::Format_RGB32).save(file))
        throw std::runtime_error("There is no picture " + file.toStdString() + ".");
}

QAbstractButton* Photographer::button(const QWidget& parent, const QString& text) const
{
    for (auto* one : parent.findChildren<QAbstractButton*>())
        if (plain(one->text()) == text)
            return one;
    throw std::runtime_error("There is no button " + text.toStdString() + ".");
}

QDialog* Photographer::openDialog(const char* action)
{
    auto* trigger = m_window.findChild<QAction*>(QLatin1String(action));
    waitFor([&] { return trigger && trigger->isEnabled(); }, QLatin1String(action));
    trigger->trigger();
    QDialog* dialog = nullptr;
    waitFor(
        [&] {
            for (auto* one : m_window.findChildren<QDialog*>())
                dialog = one->isVisible() ? one : dialog;
            return dialog != nullptr;
        },
        QStringLiteral("The dialog of ") + QLatin1String(action));
    return dialog;
}

/// By its row, as a user does.
void Photographer::choose(const QString& study, Qt::KeyboardModifiers modifiers)
{
    auto& view = m_window.findChild<StudiesPanel*>()->view();
    const auto found = view.model()->match(view.model()->index(0, HistoryModel::NameColumn), Qt::DisplayRole,
                                           study, 1, Qt::MatchExactly | Qt::MatchRecursive);
    if (found.isEmpty())
        throw std::runtime_error("There is no study " + study.toStdString() + ".");
    view.scrollTo(found.front());
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, view.visualRect(found.front()).center());
}

void Photographer::takeWindow()
{
    auto& plots = *m_window.findChild<PlotsPanel*>();
    choose(budgets);
    waitFor(
        [&] {
            return plots.view(QStringLiteral("features")).hasFigure() &&
                   plots.view(QStringLiteral("audit")).hasFigure();
        },
        QStringLiteral("The figures"));
    save(m_window, QStringLiteral("window"));
}

void Photographer::takeTabs()
{
    for (auto* dock : m_window.findChildren<QDockWidget*>())
        dock->hide();
    QTest::qWait(settling); // then the window can be narrower
    m_window.resize(800, 700);
    auto& plots = *m_window.findChild<PlotsPanel*>();
    auto& tabs = *plots.findChild<QTabWidget*>();
    for (int tab = 0; tab < tabs.count(); ++tab) {
        if (!tabs.isTabVisible(tab))
            continue;
        tabs.setCurrentIndex(tab);
        const QString title = plain(tabs.tabText(tab));
        choose(title == QLatin1String("Representation") ? unlearned : budgets);
        waitFor([&] { return plots.current().hasFigure(); }, title);
        if (title == QLatin1String("Layers"))
            takeLayers();
        if (title == QLatin1String("Corpora"))
            takeCorpora();
        save(plots, title.toLower().replace(' ', '-'));
    }
    tabs.setCurrentIndex(0);
    for (auto* dock : m_window.findChildren<QDockWidget*>())
        dock->show();
    m_window.resize(1280, 780);
}

/// With the clients behind its first cell.
void Photographer::takeLayers()
{
    auto& plots = *m_window.findChild<PlotsPanel*>();
    plots.current().setFocus();
    QTest::keyClick(&plots.current(), Qt::Key_Right);
    QTest::keyClick(&plots.current(), Qt::Key_Return);
    waitFor([&] { return plots.view(QStringLiteral("clients")).hasFigure(); }, QStringLiteral("The clients"));
}

/// With the first clip.
void Photographer::takeCorpora()
{
    auto& corpora = *m_window.findChild<CorporaPanel*>();
    auto& list = *corpora.findChild<QTreeView*>();
    waitFor([&] { return list.model()->rowCount() > 0; }, QStringLiteral("The clips"));
    list.setCurrentIndex(list.model()->index(0, 0));
    waitFor([&] { return corpora.clip().hasClip(); }, QStringLiteral("The clip"));
}

/// Of a study like an earlier one: every corpus is there.
void Photographer::takeNewStudy()
{
    choose(budgets);
    auto* dialog = openDialog("duplicate");
    waitFor([&] { return button(*dialog, QStringLiteral("Run"))->isEnabled(); },
            QStringLiteral("A valid study"));
    auto* pages = dialog->findChild<QTabWidget*>();
    for (int page = 0; page < pages->count(); ++page) {
        if (!pages->isTabVisible(page))
            continue;
        pages->setCurrentIndex(page);
        save(*dialog, QStringLiteral("new-study-") + pages->widget(page)->objectName());
    }
    dialog->reject();
}

void Photographer::takeImport()
{
    auto* dialog = openDialog("import");
    dialog->findChild<QLineEdit*>()->setText(
        QDir(m_workspace).filePath(QStringLiteral("corpora/demo-quick-private")));
    button(*dialog, QStringLiteral("Check"))->click();
    waitFor([&] { return button(*dialog, QStringLiteral("Import"))->isEnabled(); },
            QStringLiteral("The report"));
    save(*dialog, QStringLiteral("import"));
    dialog->reject();
}

void Photographer::takeDialogs()
{
    for (const char* action : {"export", "preferences"}) {
        auto* dialog = openDialog(action);
        save(*dialog, QLatin1String(action));
        dialog->reject();
        waitFor([&] { return !m_window.findChild<QDialog*>(); },
                QStringLiteral("The window without a dialog"));
    }
    choose(averaging);
    choose(gradients, Qt::ControlModifier);
    auto* dialog = openDialog("compare");
    waitFor([&] { return dialog->findChild<QTableView*>()->model()->rowCount() > 0; },
            QStringLiteral("The comparison"));
    save(*dialog, QStringLiteral("compare"));
    dialog->reject();
}

void Photographer::takeHelp()
{
    m_window.findChild<QAction*>(QStringLiteral("help"))->trigger();
    HelpWindow* help = nullptr;
    for (auto* widget : QApplication::topLevelWidgets())
        if (auto* one = qobject_cast<HelpWindow*>(widget))
            help = one;
    waitFor([&] { return help != nullptr; }, QStringLiteral("The help"));
    help->showPage(QStringLiteral("what-is-measured"));
    save(*help, QStringLiteral("help"));
}

} // namespace undertone::pictures
