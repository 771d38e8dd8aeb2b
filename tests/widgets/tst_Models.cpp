#include "core/figure/FigureBuilder.h"
#include "tests/figure/SampleRecord.h"
#include "widgets/models/HistoryModel.h"
#include "widgets/models/TableSpecModel.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/panels/TradeoffBar.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QProgressBar>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

using namespace undertone;
using namespace undertone::widgets;
using experiment::ExperimentState;
using experiment::ExperimentSummary;

namespace {

ExperimentSummary study(const char* id, ExperimentState state)
{
    ExperimentSummary summary;
    summary.id = id;
    summary.name = summary.id;
    summary.state = state;
    summary.trials = 4;
    return summary;
}

session::JobEvent jobEvent(session::JobId job, session::JobEventKind kind, double fraction = 0)
{
    session::JobEvent result;
    result.job = job;
    result.kind = kind;
    result.title = "Study";
    result.experimentId = "abc";
    result.progress = {"round 3 of 20", fraction, 130};
    return result;
}

QToolButton* button(const QWidget& parent, const QString& name)
{
    for (auto* one : parent.findChildren<QToolButton*>())
        if (one->accessibleName() == name)
            return one;
    return nullptr;
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void studiesAreInSections()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStudies({study("a", ExperimentState::Succeeded), study("b", ExperimentState::Running),
                          study("c", ExperimentState::Interrupted), study("d", ExperimentState::Queued)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Running  2"));
        QCOMPARE(model.rowCount(model.index(0, 0)), 2);
        QCOMPARE(model.indexOf("c").parent().row(), 1);
        QCOMPARE(model.indexOf("a").data().toString(), QStringLiteral("a"));
        QVERIFY(!model.indexOf("x").isValid());
    }

    void progressDoesNotDisturbTheRows()
    {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto running = study("b", ExperimentState::Running);
        model.setStudies({running, study("a", ExperimentState::Succeeded)});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        running.fraction = 0.5;
        model.setStudies({running, study("a", ExperimentState::Succeeded)});
        QCOMPARE(resets.count(), 0);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(changes.front().front().toModelIndex().siblingAtColumn(HistoryModel::NameColumn),
                 model.indexOf("b"));
        QCOMPARE(model.indexOf("b").data(HistoryModel::FractionRole).toDouble(), 0.5);
        running.state = ExperimentState::Succeeded;
        model.setStudies({running, study("a", ExperimentState::Succeeded)});
        QCOMPARE(resets.count(), 1);
    }

    void aNameIsTypedWhileItsStudyGoesOn()
    {
        StudiesPanel panel;
        panel.show();
        panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        QSignalSpy renamed(&panel, &StudiesPanel::renameWanted);
        auto running = study("b", ExperimentState::Running);
        panel.setStudies({running});
        panel.editName();
        const QPointer<QLineEdit> editor = panel.view().viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, "typed");
        running.fraction = 0.5;
        panel.setStudies({running});
        QCOMPARE(editor->text(), QStringLiteral("typed"));
        running.state = ExperimentState::Succeeded;
        panel.setStudies({running});
        QVERIFY(editor && editor->isVisible());
        QCOMPARE(editor->text(), QStringLiteral("typed"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(renamed.count(), 1);
        QCOMPARE(renamed.front().back().toString(), QStringLiteral("typed"));
        const auto& model = *panel.findChild<HistoryModel*>();
        QTRY_VERIFY(!model.indexOf("b").data(HistoryModel::RunningRole).toBool());
    }

    void manyStudiesAreOfferedBeside()
    {
        std::vector<ExperimentSummary> studies;
        for (int i = 0; i < 70; ++i)
            studies.push_back(study(std::to_string(i).c_str(), ExperimentState::Succeeded));
        TradeoffBar bar;
        bar.setStudies(studies, QStringLiteral("0"));
        auto* menu = bar.findChild<QMenu*>();
        for (int opened = 0; opened < 2; ++opened) {
            Q_EMIT menu->aboutToShow();
            int offered = 0;
            for (const auto* action : bar.findChildren<QAction*>())
                offered += action->isCheckable() && action->isEnabled() ? 1 : 0;
            QCOMPARE(offered, 69);
        }
    }

    void thePanelKeepsItsSelection()
    {
        StudiesPanel panel;
        QSignalSpy selected(&panel, &StudiesPanel::studySelected);
        panel.setStudies({study("a", ExperimentState::Succeeded)});
        QCOMPARE(panel.selected(), QStringLiteral("a"));
        panel.setStudies({study("b", ExperimentState::Running), study("a", ExperimentState::Succeeded)});
        QCOMPARE(panel.selected(), QStringLiteral("a"));
        QCOMPARE(selected.count(), 1);
        panel.select("b");
        QCOMPARE(selected.count(), 2);
        panel.setStudies({study("b", ExperimentState::Succeeded), study("a", ExperimentState::Succeeded)});
        QCOMPARE(panel.selected(), QStringLiteral("b"));
        QCOMPARE(panel.view().currentIndex().data(HistoryModel::IdRole).toString(), QStringLiteral("b"));
        panel.setStudies({});
        QCOMPARE(panel.selected(), QString());
    }

    void aStudyCanBeChosenBeforeItIsThere()
    {
        StudiesPanel panel;
        QSignalSpy selected(&panel, &StudiesPanel::studySelected);
        panel.select("z");
        panel.setStudies({study("b", ExperimentState::Running), study("z", ExperimentState::Succeeded)});
        QCOMPARE(panel.view().currentIndex().data(HistoryModel::IdRole).toString(), QStringLiteral("z"));
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.front().front().toString(), QStringLiteral("z"));
    }

    void theTableShowsTheSpecification()
    {
        TableSpecModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto table = figure::buildTable("leakage", tests::sampleRecord());
        model.setTable(table);
        QCOMPARE(model.rowCount(), static_cast<int>(table.rows.size()));
        QCOMPARE(model.index(3, 8).data().toString().toStdString(), table.rows[3][8]);
        QCOMPARE(model.headerData(8, Qt::Horizontal).toString().toStdString(), table.columns[8]);
    }

    void jobsHaveALineWhileTheyRun()
    {
        JobsBar bar;
        QSignalSpy busy(&bar, &JobsBar::busyChanged);
        QSignalSpy cancelled(&bar, &JobsBar::cancelWanted);
        bar.receive({jobEvent(7, session::JobEventKind::Started),
                     jobEvent(7, session::JobEventKind::Progressed, 0.25)});
        QVERIFY(bar.isBusy());
        QCOMPARE(bar.jobOf("abc"), session::JobId{7});
        QCOMPARE(bar.findChild<QProgressBar*>()->value(), 250);
        QTest::mouseClick(button(bar, "Stop Study"), Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        QVERIFY(bar.isBusy());
        bar.receive({jobEvent(7, session::JobEventKind::Cancelled)});
        QVERIFY(!bar.isBusy());
        QCOMPARE(busy.count(), 2);
    }

    void timeLeftIsInWords()
    {
        QCOMPARE(timeLeftWords(-1), QString());
        QCOMPARE(timeLeftWords(12.7), QStringLiteral("12 s left"));
        QCOMPARE(timeLeftWords(250), QStringLiteral("4 min left"));
        QCOMPARE(timeLeftWords(7500), QStringLiteral("2 h 5 min left"));
    }
};

QTEST_MAIN(TestModels)
#include "tst_Models.moc"
