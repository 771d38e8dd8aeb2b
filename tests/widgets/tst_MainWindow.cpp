#include "app/MainWindow.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/plots/ClipView.h"
#include "widgets/plots/FigureView.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 30000;

const char* const document = R"({
  "format": 1, "name": "Study", "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
  "emotions": ["neu", "hap"], "evaluation": {"folds": 1, "seeds": [8]},
  "sweep": {"model.dropout": [0.1, 0.5]}})";

experiment::ResultRow row(const experiment::TrialSpec& trial, attack::LeakedUpdates n)
{
    experiment::ResultRow result;
    result.sweep = trial.point;
    result.federation = "fedavg";
    result.attribute = "gender";
    result.attack = "second-moment";
    result.adversary = "clean";
    result.layer = "first";
    result.part = "both";
    result.leakedUpdates = n;
    result.attackUar = {0.9, 0.8, 0.95};
    result.serUar = {0.6, 0.5, 0.7};
    result.speakersPerClass = {8, 8};
    result.speakers = result.clients = 16;
    return result;
}

/// Trains nothing, but fills the store round by round as the engine does.
void pretend(const experiment::RunRequest& request, experiment::ResultSink& sink, base::Progress& progress,
             std::chrono::milliseconds aRound)
{
    constexpr std::size_t rounds = 10;
    const auto trials = experiment::expandTrials(request.spec);
    progress.addTotal(static_cast<double>(trials.size() * rounds));
    std::vector<experiment::ResultRow> rows;
    for (const auto& trial : trials) {
        sink.trialStarted(trial);
        for (std::size_t round = 0; round < rounds; ++round) {
            federation::RoundRecord record;
            record.round = round;
            record.trainingLoss = 1;
            record.validation = learning::ConfusionMatrix(2);
            sink.roundFinished(trial.id, record);
            std::this_thread::sleep_for(aRound);
            progress.advance(1, "round " + std::to_string(round + 1));
        }
        for (const attack::LeakedUpdates n : {std::size_t{1}, attack::allUpdates})
            rows.push_back(row(trial, n));
        sink.rowsAggregated(rows);
        sink.trialFinished(trial.id);
    }
}

/// The real window on a real session and workspace; only the engine pretends.
struct Fixture
{
    explicit Fixture(std::chrono::milliseconds aRound = std::chrono::milliseconds(1))
    {
        for (const char* name : {"one", "two"}) {
            auto corpus = tests::corpusOf(name, 4, 4);
            corpus.synthetic = true;
            store::RunStore(folder.path() / "undertone.db").saveCorpus(corpus, {});
        }
        window.show();
        window.open(QString::fromStdString(folder.path().string()), {},
                    tests::engineThat([aRound](const auto& request, auto& sink, auto&, auto& progress) {
                        pretend(request, sink, progress, aRound);
                    }));
    }

    QAction* action(const char* name) { return window.findChild<QAction*>(QLatin1String(name)); }
    template <typename Panel>
    Panel& panel()
    {
        return *window.findChild<Panel*>();
    }
    bool isOpen() { return action("new-study")->isEnabled(); }
    NewStudyDialog* dialog() { return window.findChild<NewStudyDialog*>(); }

    /// New study by keyboard, its document typed in, run by mouse.
    void runStudy()
    {
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
        QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(dialog(), patience);
        dialog()->setSpecification(document);
        QPushButton* run = nullptr;
        for (auto* button : dialog()->findChildren<QPushButton*>())
            if (QString(button->text()).remove('&') == "Run")
                run = button;
        QVERIFY(run);
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
        QTest::mouseClick(run, Qt::LeftButton);
    }

    std::vector<experiment::ExperimentSummary> studies() const
    {
        return store::RunStore(folder.path() / "undertone.db").experiments();
    }

    tests::TemporaryFolder folder;
    app::MainWindow window;
};

bool isControl(const QWidget& widget)
{
    if (qobject_cast<const QHeaderView*>(&widget) || qobject_cast<const QScrollBar*>(&widget))
        return false;
    return qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QLineEdit*>(&widget) ||
           qobject_cast<const QComboBox*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget) ||
           qobject_cast<const QAbstractSlider*>(&widget) || qobject_cast<const QAbstractItemView*>(&widget) ||
           qobject_cast<const QTextEdit*>(&widget) || qobject_cast<const QPlainTextEdit*>(&widget) ||
           qobject_cast<const FigureView*>(&widget) || qobject_cast<const ClipView*>(&widget);
}

/// Whether Qt made it within a control of its own: a spin box's line, a box's list, a tab bar's arrows.
bool isOfQt(const QWidget& widget)
{
    if (widget.objectName().startsWith(QLatin1String("qt_")))
        return true;
    for (const auto* at = widget.parentWidget(); at; at = at->parentWidget())
        if (qobject_cast<const QComboBox*>(at) || qobject_cast<const QAbstractSpinBox*>(at) ||
            qobject_cast<const QLineEdit*>(at) || qobject_cast<const QTabBar*>(at) ||
            qobject_cast<const QTableView*>(at))
            return true;
    return false;
}

/// What a screen reader says: its own name, its text, or its label's.
QString nameOf(QWidget& widget)
{
    const auto* accessible = QAccessible::queryAccessibleInterface(&widget);
    return accessible ? accessible->text(QAccessible::Name) : QString();
}

QString wordsOf(ErrorBar& bar)
{
    QString words;
    for (const auto* label : bar.findChildren<QLabel*>())
        words += label->text() + '\n';
    return words;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings.path().string())); }

    void aStudyRunsFromTheKeyboardToTheFigures()
    {
        Fixture fixture;
        fixture.runStudy();
        auto& plots = fixture.panel<PlotsPanel>();
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.studies().empty() && fixture.studies().front().state ==
                                                                   experiment::ExperimentState::Succeeded,
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(plots.view("tradeoff").hasFigure(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(plots.view("leaks").figure().series.size(), std::size_t{2}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.panel<JobsBar>().isBusy(), patience);
        QVERIFY(plots.view("training").hasFigure());
        QVERIFY(plots.view("layers").hasFigure());
        QVERIFY(plots.view("tradeoff").figure().warnings.front().find("Synthetic") != std::string::npos);
        QCOMPARE(fixture.panel<StudiesPanel>().selected().toStdString(), fixture.studies().front().id);
        QVERIFY(fixture.action("export")->isEnabled());
        QVERIFY(!fixture.action("cancel")->isEnabled());
        QCOMPARE(WindowSettings().lastWorkspace().toStdString(), fixture.folder.path().string());
    }

    void figuresFillWhileItRunsAndCancelAnswersAtOnce()
    {
        Fixture fixture(std::chrono::milliseconds(250));
        fixture.runStudy();
        auto& jobs = fixture.panel<JobsBar>();
        auto& training = fixture.panel<PlotsPanel>().view("training");
        QTRY_VERIFY_WITH_TIMEOUT(jobs.isBusy(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(training.hasFigure(), patience);
        const auto before = training.figure().series.front().points.size();
        QTRY_VERIFY_WITH_TIMEOUT(training.figure().series.front().points.size() > before, patience);
        QVERIFY(fixture.action("cancel")->isEnabled());
        for (auto* button : jobs.findChildren<QToolButton*>())
            if (button->text() == "Stop") {
                QTest::mouseClick(button, Qt::LeftButton);
                QVERIFY(!button->isEnabled());
            }
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.action("run")->isEnabled(), patience);
        QCOMPARE(fixture.studies().front().state, experiment::ExperimentState::Cancelled);
        fixture.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
        QTest::keyClick(&fixture.window, Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(jobs.isBusy(), patience);
        QCOMPARE(fixture.studies().size(), std::size_t{1});
    }

    void aBadSpecificationFileShowsInTheBar()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.isOpen(), patience);
        const auto file = fixture.folder.write("bad.json", R"({"format": 1, "nmae": "x"})");
        fixture.window.openSpecification(QString::fromStdString(file.string()));
        auto& bar = fixture.panel<ErrorBar>();
        QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible(), patience);
        QVERIFY(wordsOf(bar).contains("nmae"));
        QVERIFY(wordsOf(bar).contains("bad.json"));
        QVERIFY(!fixture.dialog());
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains("[invalid-specification]"));
        QTest::mouseClick(bar.findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
        const auto good = fixture.folder.write("good.json", document);
        fixture.window.openSpecification(QString::fromStdString(good.string()));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.dialog(), patience);
    }

    void aNoticeDoesNotReplaceAFailure()
    {
        ErrorBar bar;
        bar.showFailure(Failure::of(Error(ErrorCode::StorageFailed, "The disk is full.", "", "")));
        bar.showNotice("Done");
        QVERIFY(wordsOf(bar).contains("The disk is full."));
        QVERIFY(!wordsOf(bar).contains("Done"));
        QTest::mouseClick(bar.findChild<QToolButton*>(), Qt::LeftButton);
        bar.showNotice("Done");
        QVERIFY(wordsOf(bar).contains("Done"));
    }

    void aFailedStudySaysWhy()
    {
        const tests::TemporaryFolder folder;
        app::MainWindow window;
        window.show();
        for (const char* name : {"one", "two"}) {
            corpus::Corpus corpus;
            corpus.name = name;
            store::RunStore(folder.path() / "undertone.db").saveCorpus(corpus, {});
        }
        store::RunStore(folder.path() / "undertone.db");
        window.open(QString::fromStdString(folder.path().string()), {},
                    tests::engineThat([](const auto&, auto&, auto&, auto&) {
                        throw Error(ErrorCode::Numerical, "The weights are not finite.", "round 3",
                                    "Use a smaller learning rate.");
                    }));
        const auto file = folder.write("study.json", document);
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QAction*>("new-study")->isEnabled(), patience);
        window.openSpecification(QString::fromStdString(file.string()));
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<NewStudyDialog*>(), patience);
        auto* dialog = window.findChild<NewStudyDialog*>();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QPushButton*>() != nullptr, patience);
        Q_EMIT dialog->runWanted(experiment::parseSpec(document, "test"));
        auto& bar = *window.findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible(), patience);
        QVERIFY(wordsOf(bar).contains("not finite"));
        QVERIFY(wordsOf(bar).contains("smaller learning rate"));
    }

    void aWorkspaceThatCannotBeOpenedSaysWhy()
    {
        const tests::TemporaryFolder folder;
        folder.write("undertone.db", std::string(5000, 'x'));
        app::MainWindow window;
        window.show();
        window.open(QString::fromStdString(folder.path().string()), {},
                    tests::engineThat(tests::runEveryTrial));
        auto& bar = *window.findChild<ErrorBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible(), patience);
        QVERIFY(!window.findChild<QAction*>("new-study")->isEnabled());
    }

    void everyControlHasANameAndEveryButtonATooltip()
    {
        Fixture fixture;
        session::JobEvent event; // its row has buttons
        event.job = 99;
        event.experimentId = event.title = "study";
        fixture.panel<JobsBar>().receive({event});
        int controls = 0;
        for (auto* widget : fixture.window.findChildren<QWidget*>()) {
            if (!isControl(*widget) || isOfQt(*widget))
                continue;
            ++controls;
            const QString what = QStringLiteral("%1 in %2: %3")
                                     .arg(widget->metaObject()->className(),
                                          widget->parentWidget()->metaObject()->className(), nameOf(*widget));
            QVERIFY2(!nameOf(*widget).isEmpty(), qPrintable(what));
            if (qobject_cast<QAbstractButton*>(widget))
                QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(what));
        }
        QVERIFY2(controls > 60, qPrintable(QString::number(controls)));
    }

private:
    tests::TemporaryFolder m_settings;
};

QTEST_MAIN(TestMainWindow)
#include "tst_MainWindow.moc"
