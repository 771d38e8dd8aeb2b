#include "tests/widgets/NewUser.h"

#include "widgets/models/HistoryModel.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/StudiesPanel.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QTreeView>
#include <QtTest>

#include <stdexcept>

namespace undertone::tests {

using namespace widgets;

namespace {

constexpr int patience = 60000;

QString plain(QString text)
{
    return text.remove('&');
}

QModelIndex rowOf(StudiesPanel& studies, const QString& name)
{
    auto& model = *studies.view().model();
    const auto found = model.match(model.index(0, HistoryModel::NameColumn), Qt::DisplayRole, name, 1,
                                   Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.front();
}

void clickTab(QTabWidget& tabs, int index)
{
    QTest::mouseClick(tabs.tabBar(), Qt::LeftButton, {}, tabs.tabBar()->tabRect(index).center());
}

} // namespace

void expect(const std::function<bool()>& condition, const QString& what)
{
    if (!QTest::qWaitFor(condition, patience))
        throw std::runtime_error(what.toStdString());
}

void NewUser::start()
{
    m_window = std::make_unique<app::MainWindow>();
    m_window->show();
    m_window->open(QString::fromStdString(m_workspace.string()), {}, session::loadEngine);
    expect([&] { return m_window->findChild<QAction*>("new-study")->isEnabled(); }, "The workspace opens");
}

PlotsPanel& NewUser::plots()
{
    return *m_window->findChild<PlotsPanel*>();
}

JobsBar& NewUser::jobs()
{
    return *m_window->findChild<JobsBar*>();
}

/// Where there is no window manager, nothing gives the window its focus back when a dialog has closed.
void NewUser::press(const char* action, Qt::Key key)
{
    m_window->activateWindow();
    expect([&] { return m_window->isActiveWindow(); }, "The window is in front");
    expect([&] { return m_window->findChild<QAction*>(action)->isEnabled(); },
           QStringLiteral("One can ") + action);
    QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
}

QDialog& NewUser::open(const char* action, Qt::Key key)
{
    press(action, key);
    QDialog* dialog = nullptr;
    expect(
        [&] {
            for (auto* one : m_window->findChildren<QDialog*>())
                dialog = one->isVisible() ? one : dialog;
            return dialog && dialog->isActiveWindow();
        },
        "A dialog opens");
    return *dialog;
}

void NewUser::showTab(const QString& title)
{
    auto& tabs = *plots().findChild<QTabWidget*>();
    for (int i = 0; i < tabs.count(); ++i)
        if (plain(tabs.tabText(i)) == title)
            return clickTab(tabs, i);
    throw std::runtime_error("There is no tab " + title.toStdString());
}

QString NewUser::state(const QString& study)
{
    return rowOf(*m_window->findChild<StudiesPanel*>(), study)
        .siblingAtColumn(HistoryModel::StateColumn)
        .data()
        .toString();
}

void NewUser::selectStudy(const QString& study, Qt::KeyboardModifiers modifiers)
{
    auto& studies = *m_window->findChild<StudiesPanel*>();
    expect([&] { return rowOf(studies, study).isValid(); }, "The study is in the list: " + study);
    auto& view = studies.view();
    view.scrollTo(rowOf(studies, study));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers,
                      view.visualRect(rowOf(studies, study)).center());
}

void NewUser::waitUntilFinished(const QString& study)
{
    expect([&] { return state(study) == "finished"; }, "The study ends: " + study);
}

void NewUser::click(QAbstractButton& button)
{
    expect([&] { return button.isVisible() && button.isEnabled(); },
           "The button can be pressed: " + button.text());
    QTest::mouseClick(&button, Qt::LeftButton);
}

QAbstractButton& NewUser::button(const QWidget& parent, const QString& text)
{
    for (auto* one : parent.findChildren<QAbstractButton*>())
        if (plain(one->text()) == text)
            return *one;
    throw std::runtime_error("There is no button " + text.toStdString());
}

QWidget& NewUser::field(const QWidget& parent, const QString& label)
{
    for (const auto* one : parent.findChildren<QLabel*>())
        if (one->buddy() && plain(one->text()) == label) {
            showPageOf(*one->buddy());
            return *one->buddy();
        }
    throw std::runtime_error("There is no field " + label.toStdString());
}

void NewUser::showPageOf(QWidget& field)
{
    for (auto* tabs : field.window()->findChildren<QTabWidget*>())
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->widget(i)->isAncestorOf(&field) && tabs->currentIndex() != i)
                clickTab(*tabs, i);
}

void NewUser::type(const QWidget& parent, const QString& label, const QString& text)
{
    auto& edit = field(parent, label);
    edit.setFocus();
    QTest::keyClick(&edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&edit, text);
}

void NewUser::chooseByKeys(QWidget& field, const QString& beginning)
{
    auto& box = *qobject_cast<QComboBox*>(&field);
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_Home);
    for (int i = 0; i < box.count() && !box.currentText().startsWith(beginning); ++i)
        QTest::keyClick(&box, Qt::Key_Down);
    expect([&] { return box.currentText().startsWith(beginning); }, "There is a choice " + beginning);
}

void NewUser::tickOnly(QListWidget& list, const QString& item)
{
    for (int i = 0; i < list.count(); ++i) {
        const bool isTicked = list.item(i)->checkState() == Qt::Checked;
        list.scrollToItem(list.item(i));
        const QRect row = list.visualItemRect(list.item(i));
        if (isTicked != (list.item(i)->text() == item))
            QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(row.left() + 9, row.center().y()));
    }
}

void NewUser::typeInCell(QTableWidget& table, const QString& row, const QString& text)
{
    showPageOf(table);
    const auto found = table.findItems(row, Qt::MatchExactly);
    expect([&] { return !found.isEmpty(); }, "There is a row " + row);
    const auto cell = table.visualItemRect(table.item(found.front()->row(), 1)).center();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell);
    QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, cell);
    auto* editor = table.viewport()->findChild<QLineEdit*>();
    expect([&] { return editor && editor->isVisible(); }, "The cell can be edited");
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
}

void NewUser::nameFile(QDialog& parent, const QString& file)
{
    QFileDialog* dialog = nullptr;
    expect(
        [&] {
            dialog = parent.findChild<QFileDialog*>();
            return dialog && dialog->isVisible();
        },
        "A file dialog opens");
    auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
    name->setFocus();
    QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(name, file);
    auto* box = dialog->findChild<QDialogButtonBox*>();
    for (auto* one : box->buttons())
        if (box->buttonRole(one) == QDialogButtonBox::AcceptRole)
            return click(*one);
}

} // namespace undertone::tests
