#include "app/MainWindow.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/CompareDialog.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/panels/StudiesPanel.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTreeView>
#include <QtTest>

#include <algorithm>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 10000;

/// The real window on a workspace with finished studies.
struct Fixture
{
    Fixture()
    {
        tests::saveEmptyCorpora(folder.path(), {"one", "two"});
        double uar = 0.5;
        for (const char* name : {"Alpha", "Beta", "Gamma"}) {
            const auto json = experiment::setSpecValue(experiment::writeSpec(tests::twoTrials()), "name",
                                                       std::string("\"") + name + '"');
            const auto id = store.createExperiment(experiment::parseSpec(json, "test"));
            experiment::ResultRow row;
            row.attack = "second-moment";
            row.attackUar.value = uar += 0.1;
            store.sink(id)->rowsAggregated({row});
            store.setState(id, experiment::ExperimentState::Succeeded);
            store.release(id);
            ids << QString::fromStdString(id);
        }
        store.setState(ids[1].toStdString(), experiment::ExperimentState::Cancelled);
        window.show();
        window.open(QString::fromStdString(folder.path().string()), {},
                    tests::engineThat(tests::runEveryTrial));
        window.activateWindow();
    }

    bool isReady()
    {
        return QTest::qWaitForWindowActive(&window) &&
               QTest::qWaitFor([&] { return shown().size() == 3; }, patience);
    }

    StudiesPanel& panel() { return *window.findChild<StudiesPanel*>(); }
    QTreeView& view() { return panel().view(); }
    HistoryModel& model() { return *panel().findChild<HistoryModel*>(); }
    QAction* action(const char* name) { return window.findChild<QAction*>(QLatin1String(name)); }
    QLineEdit* line(const char* name)
    {
        for (auto* edit : panel().findChildren<QLineEdit*>())
            if (edit->accessibleName() == QLatin1String(name))
                return edit;
        return nullptr;
    }

    /// Names as the table has them from its top.
    QStringList shown()
    {
        QStringList names;
        const auto add = [&](const QModelIndex& parent) {
            for (int row = 0; row < model().rowCount(parent); ++row)
                if (const auto index = model().index(row, HistoryModel::NameColumn, parent);
                    model().study(index))
                    names << index.data().toString();
        };
        add({});
        for (int group = 0; group < model().rowCount(); ++group)
            add(model().index(group, 0));
        return names;
    }

    void click(const QString& id, int column, Qt::KeyboardModifiers modifiers = {})
    {
        const auto index = model().indexOf(id).siblingAtColumn(column);
        view().scrollTo(index);
        QTest::mouseClick(view().viewport(), Qt::LeftButton, modifiers, view().visualRect(index).center());
    }

    experiment::ExperimentSummary summary(int study) const
    {
        return store.experiment(ids[study].toStdString()).summary;
    }

    tests::TemporaryFolder folder;
    store::RunStore store{folder.path() / "undertone.db"};
    QStringList ids;
    app::MainWindow window;
};

} // namespace

class TestWindowHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_settings = std::make_unique<tests::TemporaryFolder>();
        qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings->path().string()));
    }

    void typedFiltersAndSearchesAreAnswered()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        QTest::keyClicks(fixture.line("Filter"), "attack_uar < 0.75 and state = succeeded");
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), QStringList{"Alpha"}, patience);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.panel().selected(), fixture.ids[0], patience);
        fixture.line("Filter")->clear();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 3, patience);
        QTest::keyClick(&fixture.window, Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.line("Search")->hasFocus(), patience);
        QTest::keyClicks(fixture.line("Search"), "gam");
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), QStringList{"Gamma"}, patience);
        QTest::keyClicks(fixture.line("Search"), "xyz");
        QAbstractButton* all = nullptr;
        for (auto* button : fixture.panel().findChildren<QAbstractButton*>())
            if (button->text() == "Show all")
                all = button;
        QTRY_VERIFY_WITH_TIMEOUT(all && all->isVisible(), patience);
        QTest::mouseClick(all, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 3, patience);
    }

    void aMistakeInAFilterShowsUnderIt()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        QTest::keyClicks(fixture.line("Filter"), "starred and atack_uar < 1");
        QLabel* refusal = nullptr;
        for (auto* label : fixture.panel().findChildren<QLabel*>())
            if (label->accessibleName() == "What is wrong with the filter")
                refusal = label;
        QTRY_VERIFY_WITH_TIMEOUT(refusal->isVisible() && refusal->text().contains("Did you mean attack_uar"),
                                 patience);
        QVERIFY(refusal->text().contains("character 13"));
        QCOMPARE(fixture.shown().size(), 3); // what was there stays
        fixture.line("Filter")->clear();
        QTRY_VERIFY_WITH_TIMEOUT(!refusal->isVisible(), patience);
    }

    void aRefusedFilterDoesNotStopTheList()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        QTest::keyClicks(fixture.line("Filter"), "attack_uar <");
        QLabel* refusal = nullptr;
        for (auto* label : fixture.panel().findChildren<QLabel*>())
            if (label->accessibleName() == "What is wrong with the filter")
                refusal = label;
        QTRY_VERIFY_WITH_TIMEOUT(refusal->isVisible(), patience);
        fixture.store.rename(fixture.ids[2].toStdString(), "From elsewhere");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.shown().contains("From elsewhere"), patience);
        QVERIFY(refusal->isVisible());
    }

    void aSearchWithoutAHitKeepsTheStudyThatIsShown()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::NameColumn);
        QCOMPARE(fixture.panel().selected(), fixture.ids[0]);
        fixture.line("Search")->setText("xyz");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.shown().isEmpty(), patience);
        QCOMPARE(fixture.panel().selected(), fixture.ids[0]);
        fixture.line("Search")->clear();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 3, patience);
        QCOMPARE(fixture.panel().selected(), fixture.ids[0]);
        QCOMPARE(fixture.panel().selection().size(), std::size_t{1});
    }

    void searchingOpensTheStudiesAgain()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.window.findChild<QDockWidget*>("studies")->hide();
        QTest::keyClick(&fixture.window, Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.line("Search")->isVisible(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.line("Search")->hasFocus(), patience);
    }

    void clicksOnHeadersSort()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        auto* grouping = fixture.panel().findChild<QComboBox*>();
        QTest::keyClick(grouping, Qt::Key_Home);
        QCOMPARE(fixture.shown(), (QStringList{"Gamma", "Beta", "Alpha"}));
        auto* header = fixture.view().header();
        const auto clickHeader = [&](int column) {
            const QPoint at(header->sectionViewportPosition(column) + 8, header->height() / 2);
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        };
        clickHeader(HistoryModel::AttackUarColumn);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), (QStringList{"Alpha", "Beta", "Gamma"}), patience);
        clickHeader(HistoryModel::AttackUarColumn);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), (QStringList{"Gamma", "Beta", "Alpha"}), patience);
    }

    void groupsHoldTheStudies()
    {
        Fixture fixture;
        fixture.store.addTag(fixture.ids[0].toStdString(), "draft");
        fixture.store.addTag(fixture.ids[0].toStdString(), "paper");
        QVERIFY(fixture.isReady());
        auto* grouping = fixture.panel().findChild<QComboBox*>();
        QTest::keyClick(grouping, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.model().rowCount(), 3, patience);
        QCOMPARE(fixture.model().index(0, 0).data().toString(), QString("draft  1"));
        QCOMPARE(fixture.model().index(2, 0).data().toString(), QString("No tag  2"));
        QCOMPARE(fixture.shown(), (QStringList{"Alpha", "Alpha", "Gamma", "Beta"}));
    }

    void starsAreClickedAndUndone()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::StarColumn);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.summary(0).starred, patience);
        QTRY_VERIFY_WITH_TIMEOUT(
            fixture.model().indexOf(fixture.ids[0]).data(HistoryModel::StarredRole).toBool(), patience);
        QTest::keyClick(&fixture.view(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.summary(0).starred, patience);
        fixture.click(fixture.ids[1], HistoryModel::NameColumn);
        fixture.click(fixture.ids[2], HistoryModel::NameColumn, Qt::ControlModifier);
        QTest::keyClick(&fixture.view(), Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.summary(1).starred && fixture.summary(2).starred, patience);
    }

    void theBinAndBack()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[1], HistoryModel::NameColumn);
        fixture.click(fixture.ids[2], HistoryModel::NameColumn, Qt::ControlModifier);
        QTest::keyClick(&fixture.view(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), QStringList{"Alpha"}, patience);
        QTest::keyClick(&fixture.view(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 3, patience);
        fixture.click(fixture.ids[1], HistoryModel::NameColumn);
        QTest::keyClick(&fixture.view(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 2, patience);
        fixture.action("show-bin")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), QStringList{"Beta"}, patience);
        QVERIFY(fixture.action("restore")->isEnabled());
        fixture.action("empty-bin")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window.findChild<QMessageBox*>(), patience);
        auto* box = fixture.window.findChild<QMessageBox*>();
        QVERIFY(box->buttonRole(qobject_cast<QAbstractButton*>(box->defaultButton())) ==
                QMessageBox::RejectRole);
        QVERIFY(!fixture.store.experiments({.bin = store::Bin::Inside}).empty());
        for (auto* button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.store.experiments({.bin = store::Bin::Inside}).empty(), patience);
        QVERIFY(!fixture.action("undo")->isEnabled());
        fixture.action("show-bin")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown(), (QStringList{"Gamma", "Alpha"}), patience);
    }

    void namesTagsAndNotesAreTyped()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::NameColumn);
        QTest::keyClick(&fixture.view(), Qt::Key_F2);
        auto* editor = fixture.view().viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, "Baseline");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.summary(0).name, std::string("Baseline"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.shown().contains("Baseline"), patience);
        QTest::keyClick(&fixture.view(), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window.findChild<QInputDialog*>(), patience);
        auto* dialog = fixture.window.findChild<QInputDialog*>();
        dialog->findChild<QComboBox*>()->lineEdit()->selectAll();
        QTest::keyClicks(dialog->findChild<QComboBox*>()->lineEdit(), "draft");
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.summary(0).tags, (std::vector<std::string>{"draft"}), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.window.findChild<QInputDialog*>(), patience);
        fixture.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
        QTest::keyClick(&fixture.view(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window.findChild<QInputDialog*>(), patience);
        dialog = fixture.window.findChild<QInputDialog*>();
        QTest::keyClicks(dialog->findChild<QPlainTextEdit*>(), "as in table 2");
        dialog->accept();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.summary(0).note, std::string("as in table 2"), patience);
        for (int i = 0; i < 3; ++i)
            fixture.action("undo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.summary(0).name, std::string("Alpha"), patience);
        QVERIFY(fixture.summary(0).tags.empty() && fixture.summary(0).note.empty());
    }

    void aDuplicateBeginsANewStudy()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::NameColumn);
        QTest::keyClick(&fixture.view(), Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window.findChild<NewStudyDialog*>(), patience);
        bool hasName = false;
        for (const auto* edit : fixture.window.findChild<NewStudyDialog*>()->findChildren<QPlainTextEdit*>())
            hasName = hasName || edit->toPlainText().contains("Alpha (2)");
        QVERIFY(hasName);
    }

    void selectedStudiesAreCompared()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::NameColumn);
        QVERIFY(fixture.action("compare")->isEnabled()); // its settings
        fixture.click(fixture.ids[2], HistoryModel::NameColumn, Qt::ControlModifier);
        QTest::keyClick(&fixture.view(), Qt::Key_K, Qt::ControlModifier);
        auto* dialog = fixture.window.findChild<CompareDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        const auto table = [dialog](const char* name) {
            const auto views = dialog->findChildren<QTableView*>();
            return *std::find_if(views.begin(), views.end(), [name](const auto* view) {
                return view->accessibleName() == QLatin1String(name);
            });
        };
        const auto* results = table("Results")->model();
        QTRY_COMPARE_WITH_TIMEOUT(results->rowCount(), 1, patience);
        QCOMPARE(table("Specification")->model()->index(0, 0).data().toString(), QString("name"));
        QStringList cells;
        for (int column = 0; column < results->columnCount(); ++column)
            cells << results->index(0, column).data().toString();
        QVERIFY2(cells.join(' ').contains("0.200"), qPrintable(cells.join(' ')));
        QVERIFY(cells.contains("not paired"));
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text().contains("opy"))
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains("not paired"));
    }

    void studiesTravelByFile()
    {
        Fixture fixture;
        const auto file = QString::fromStdString((fixture.folder.path() / "b.zip").string());
        QVERIFY(fixture.isReady());
        fixture.click(fixture.ids[0], HistoryModel::NameColumn);
        fixture.action("export-studies")->trigger();
        auto* saving = fixture.window.findChild<QFileDialog*>();
        QVERIFY(saving);
        saving->selectFile(file);
        static_cast<QDialog*>(saving)->accept();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
        fixture.store.discardExperiment(fixture.ids[0].toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(fixture.shown().size(), 2, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.window.findChild<QFileDialog*>(), patience);
        fixture.action("import-studies")->trigger();
        auto* opening = fixture.window.findChild<QFileDialog*>();
        opening->selectFile(file);
        static_cast<QDialog*>(opening)->accept();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.shown().contains("Alpha"), patience);
    }

    void whatAnotherProgramChangesIsShown()
    {
        Fixture fixture;
        QVERIFY(fixture.isReady());
        fixture.store.rename(fixture.ids[2].toStdString(), "From elsewhere");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.shown().contains("From elsewhere"), patience);
    }

    void columnsAreRemembered()
    {
        StudiesPanel panel;
        panel.view().setColumnHidden(HistoryModel::NoteColumn, false);
        panel.view().header()->resizeSection(HistoryModel::NameColumn, 222);
        panel.findChild<QComboBox*>()->setCurrentIndex(2);
        StudiesPanel other;
        other.setColumns(panel.columns());
        QVERIFY(!other.view().isColumnHidden(HistoryModel::NoteColumn));
        QCOMPARE(other.view().header()->sectionSize(HistoryModel::NameColumn), 222);
        QCOMPARE(other.findChild<QComboBox*>()->currentIndex(), 2);
        other.setColumns("nonsense");
        QVERIFY(!other.view().isColumnHidden(HistoryModel::NoteColumn));
    }

private:
    std::unique_ptr<tests::TemporaryFolder> m_settings;
};

QTEST_MAIN(TestWindowHistory)
#include "tst_WindowHistory.moc"
