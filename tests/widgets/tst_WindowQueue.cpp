#include "app/MainWindow.h"
#include "core/base/Log.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/panels/ElidedLabel.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/QueueList.h"
#include "widgets/panels/StudiesPanel.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include <atomic>
#include <mutex>
#include <thread>

using namespace undertone;
using namespace undertone::widgets;
using experiment::ExperimentState;

namespace {

constexpr int patience = 30000;

/// A workspace whose engine holds every study until the gate opens.
struct Workspace
{
    Workspace()
    {
        store::RunStore store(folder.path() / "undertone.db");
        for (const char* name : {"one", "two"})
            store.saveCorpus(tests::corpusOf(name, 4, 4), {});
    }

    session::EngineFactory engine()
    {
        return tests::engineThat([this](const auto& request, auto& sink, auto&, auto& progress) {
            {
                const std::scoped_lock lock(mutex);
                ran += request.spec.name;
            }
            progress.addTotal(2);
            progress.advance(1, "half");
            while (!gate.test()) {
                progress.checkCancelled();
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
            sink.rowsAggregated({});
            progress.advance(1, "done");
        });
    }

    std::map<std::string, ExperimentState> states() const
    {
        std::map<std::string, ExperimentState> found;
        for (const auto& study : store::RunStore(folder.path() / "undertone.db").experiments())
            found[study.name] = study.state;
        return found;
    }

    /// Takes a study away, so that whatever is asked of it is refused.
    void discard(const std::string& name) const
    {
        store::RunStore store(folder.path() / "undertone.db");
        for (const auto& study : store.experiments())
            if (study.name == name)
                store.discardExperiment(study.id);
    }

    tests::TemporaryFolder folder;
    std::atomic_flag gate;
    std::mutex mutex;
    std::string ran;
};

/// The real window on it.
struct Window
{
    explicit Window(Workspace& workspace)
    {
        window.show();
        window.activateWindow();
        window.open(QString::fromStdString(workspace.folder.path().string()), {}, workspace.engine());
    }

    QAction* action(const char* name) { return window.findChild<QAction*>(QLatin1String(name)); }
    JobsBar& jobs() { return *window.findChild<JobsBar*>(); }
    QListWidget& queue() { return jobs().queue().list(); }
    QString waiting(int row) { return queue().item(row) ? queue().item(row)->text() : QString(); }
    bool isActive()
    {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }

    /// By the dialog, as a user does.
    void run(const QString& name)
    {
        QTRY_VERIFY_WITH_TIMEOUT(action("new-study")->isEnabled(), patience);
        action("new-study")->trigger();
        auto* dialog = window.findChild<NewStudyDialog*>();
        auto spec = tests::twoTrials();
        spec.name = name.toStdString();
        dialog->setSpecification(QString::fromStdString(experiment::writeSpec(spec)));
        QPushButton* run = nullptr;
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (QString(button->text()).remove('&') == "Run")
                run = button;
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!window.findChild<NewStudyDialog*>(), patience);
    }

    /// a runs; b and c wait.
    void runThree()
    {
        run("a");
        QTRY_VERIFY_WITH_TIMEOUT(!jobs().running().empty(), patience);
        run("b");
        run("c");
        QTRY_COMPARE_WITH_TIMEOUT(queue().count(), 2, patience);
    }

    void clickInBox(const QString& text)
    {
        auto* box = window.findChild<QMessageBox*>();
        QVERIFY(box);
        for (auto* button : box->buttons())
            if (QString(button->text()).remove('&') == text)
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL(qPrintable("no button " + text));
    }

    app::MainWindow window;
};

void drag(QListWidget& list, int row, const QPoint& to)
{
    auto& view = *list.viewport();
    const QPoint from = list.visualItemRect(list.item(row)).center();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QApplication::sendEvent(&view, &move); // QTest's own says nothing of the button
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
}

QToolButton* toolButton(QWidget& parent, const QString& name)
{
    for (auto* button : parent.findChildren<QToolButton*>())
        if (button->accessibleName() == name)
            return button;
    return nullptr;
}

} // namespace

class TestWindowQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLongStageEndsWithAnEllipsis()
    {
        JobsBar jobs;
        session::JobEvent event;
        event.job = 1;
        event.kind = session::JobEventKind::Started;
        event.title = "A study with a long name";
        event.progress.stage = "the attack on the fusion of all layers, fold 3 of 5, seed 10";
        jobs.resize(560, 60);
        jobs.receive({event});
        QVERIFY(QTest::qWaitForWindowExposed(&jobs));
        const auto* words = dynamic_cast<const ElidedLabel*>(jobs.findChild<QLabel*>());
        QVERIFY(words && words->toolTip().endsWith("seed 10"));
        QVERIFY2(words->shown().endsWith(QChar(0x2026)), qPrintable(words->shown()));
        jobs.resize(2000, 60);
        QTRY_COMPARE(words->shown(), words->toolTip());
    }

    void initTestCase() { qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings.path().string())); }

    void theQueueIsSeenAndMovedByMouseAndKeyboard()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        QCOMPARE(window.waiting(0), QString("2 \u00b7 b \u00b7 waiting"));
        QCOMPARE(window.waiting(1), QString("3 \u00b7 c \u00b7 waiting"));
        const auto labels = window.jobs().findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const auto* label) { return label->text().startsWith("1 of 3 \u00b7 a"); }));
        QVERIFY(window.isActive());
        window.queue().setFocus();
        QTest::mouseClick(window.queue().viewport(), Qt::LeftButton, {},
                          window.queue().visualItemRect(window.queue().item(1)).center());
        QTest::keyClick(&window.queue(), Qt::Key_Up, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.waiting(0).contains("c"), patience);
        QCOMPARE(window.queue().currentRow(), 0);
        QTest::mouseClick(toolButton(window.window, "Move down"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.waiting(1).contains("c"), patience);
        QTest::keyClick(&window.queue(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window.waiting(0).contains("c"), patience);
        QVERIFY(!toolButton(window.window, "Move up")->isEnabled());
        workspace.gate.test_and_set();
        QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
        QCOMPARE(workspace.ran, std::string("acb"));
        QVERIFY(!window.jobs().isVisible());
    }

    void aRowIsDraggedToAnotherPlace()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        window.run("d");
        auto& queue = window.queue();
        QTRY_COMPARE_WITH_TIMEOUT(queue.count(), 3, patience);
        drag(queue, 2, queue.visualItemRect(queue.item(0)).topLeft() + QPoint(20, 1));
        QTRY_VERIFY_WITH_TIMEOUT(window.waiting(0).contains("d"), patience);
        QVERIFY(window.waiting(1).contains("b") && window.waiting(2).contains("c"));
        drag(queue, 0, queue.visualItemRect(queue.item(1)).bottomLeft() + QPoint(20, -1));
        QTRY_VERIFY_WITH_TIMEOUT(window.waiting(1).contains("d"), patience);
        QVERIFY(window.waiting(0).contains("b") && window.waiting(2).contains("c"));
        QCOMPARE(queue.count(), 3);
        workspace.gate.test_and_set();
        QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
        QCOMPARE(workspace.ran, std::string("abdc"));
    }

    void pauseStopsEverythingAndResumeAllGoesOn()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        QVERIFY(window.isActive());
        QTRY_VERIFY_WITH_TIMEOUT(window.action("pause")->isEnabled(), patience);
        QTest::keyClick(&window.window, Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.waiting(0), QString("1 \u00b7 a \u00b7 paused"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
        QVERIFY2(window.jobs().isVisible(), "what is paused is still to be seen");
        QCOMPARE(workspace.ran, std::string("a"));
        for (const auto& [name, state] : workspace.states())
            QVERIFY(state == ExperimentState::Paused);
        workspace.gate.test_and_set();
        QTRY_VERIFY_WITH_TIMEOUT(window.action("resume-all")->isEnabled(), patience);
        QTest::keyClick(&window.window, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(workspace.states().at("c"), ExperimentState::Succeeded, patience);
        QCOMPARE(workspace.ran, std::string("aabc"));
    }

    void theChoiceInTheQueueStaysWithItsStudy()
    {
        const auto entry = [](const char* name) {
            store::QueueEntry made;
            made.id = made.name = name;
            made.holder = store::QueueHolder::ThisProgram;
            return made;
        };
        QueueList queue;
        queue.setEntries({entry("a"), entry("b"), entry("c")});
        queue.list().setCurrentRow(1);
        queue.setEntries({entry("b"), entry("c")});
        QCOMPARE(queue.list().currentRow(), 0);
        queue.setEntries({entry("c")});
        QCOMPARE(queue.list().currentRow(), -1);
        for (const auto* action : queue.list().actions())
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    }

    void onlyAStudyThatWasAskedForIsSelected()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        auto& studies = *window.window.findChild<StudiesPanel*>();
        const auto selected = [&studies] {
            const auto all = studies.selection();
            return all.empty() ? std::string() : all.front().name;
        };
        QTRY_COMPARE_WITH_TIMEOUT(selected(), std::string("c"), patience);
        for (const auto& entry : store::RunStore(workspace.folder.path() / "undertone.db").queue())
            if (entry.name == "a")
                studies.select(QString::fromStdString(entry.id));
        QCOMPARE(selected(), std::string("a"));
        QTest::mouseClick(toolButton(window.window, "Pause a"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(toolButton(window.window, "Stop b"), patience);
        QCOMPARE(selected(), std::string("a"));
    }

    void oneRefusalDoesNotKeepTheOthersRunning()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        QTRY_VERIFY_WITH_TIMEOUT(window.action("pause")->isEnabled(), patience);
        workspace.discard("c");
        window.action("pause")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(workspace.states().at("a"), ExperimentState::Paused, patience);
        QCOMPARE(workspace.states().at("b"), ExperimentState::Paused);
        QTRY_VERIFY_WITH_TIMEOUT(window.window.findChild<ErrorBar*>()->isVisible(), patience);
    }

    void oneRefusalDoesNotKeepTheWindowOpen()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        window.window.close();
        workspace.discard("c");
        window.clickInBox("Stop");
        QTRY_VERIFY_WITH_TIMEOUT(!window.window.isVisible(), patience);
        QCOMPARE(workspace.states().at("a"), ExperimentState::Cancelled);
        QCOMPARE(workspace.states().at("b"), ExperimentState::Cancelled);
    }

    void oneStudyIsPausedAndTheNextGoesOn()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        QTest::mouseClick(toolButton(window.window, "Pause a"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(window.waiting(0), QString("2 \u00b7 a \u00b7 paused"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(toolButton(window.window, "Stop b"), patience);
        QTest::mouseClick(toolButton(window.window, "Stop b"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(workspace.states().at("b"), ExperimentState::Cancelled, patience);
        QTRY_VERIFY_WITH_TIMEOUT(toolButton(window.window, "Stop c"), patience);
        QCOMPARE(workspace.states().at("a"), ExperimentState::Paused);
        auto& studies = *window.window.findChild<StudiesPanel*>();
        for (const auto& entry : store::RunStore(workspace.folder.path() / "undertone.db").queue())
            if (entry.name == "a")
                studies.select(QString::fromStdString(entry.id));
        QTRY_VERIFY_WITH_TIMEOUT(window.action("run")->isEnabled(), patience);
        window.action("run")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(window.waiting(0), QString("2 \u00b7 a \u00b7 waiting"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(window.action("cancel")->isEnabled(), patience);
        window.action("cancel")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(window.queue().count(), 0, patience);
    }

    void closingAsksOnceAndTheQueueGoesOnNextTime()
    {
        Workspace workspace;
        {
            Window window(workspace);
            window.runThree();
            QTest::mouseClick(window.queue().viewport(), Qt::LeftButton, {},
                              window.queue().visualItemRect(window.queue().item(1)).center());
            QTest::mouseClick(toolButton(window.window, "Move up"), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(window.waiting(0).contains("c"), patience);
            window.window.close();
            window.window.close();
            QVERIFY(window.window.isVisible());
            QCOMPARE(window.window.findChildren<QMessageBox*>().size(), 1);
            window.clickInBox("Pause, and go on next time");
            QTRY_VERIFY_WITH_TIMEOUT(!window.window.isVisible(), patience);
        }
        for (const auto& [name, state] : workspace.states())
            QVERIFY(state == ExperimentState::Queued);
        workspace.ran.clear();
        Window window(workspace);
        QTRY_COMPARE_WITH_TIMEOUT(window.queue().count(), 2, patience);
        QVERIFY(window.waiting(0).contains("c"));
        workspace.gate.test_and_set();
        QTRY_COMPARE_WITH_TIMEOUT(workspace.states().at("b"), ExperimentState::Succeeded, patience);
        QCOMPARE(workspace.ran, std::string("acb"));
    }

    void whatIsPausedStaysPausedAfterARestart()
    {
        Workspace workspace;
        {
            Window window(workspace);
            window.runThree();
            QTRY_VERIFY_WITH_TIMEOUT(window.action("pause")->isEnabled(), patience);
            window.action("pause")->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
            window.window.close();
            QVERIFY2(!window.window.isVisible(), "nothing runs: nothing to ask");
        }
        Window window(workspace);
        QTRY_COMPARE_WITH_TIMEOUT(window.queue().count(), 3, patience);
        QTRY_VERIFY_WITH_TIMEOUT(window.action("resume-all")->isEnabled(), patience);
        QVERIFY(!window.jobs().isBusy());
        QCOMPARE(workspace.ran, std::string("a"));
    }

    void closingCanStopEverything()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        window.window.close();
        window.clickInBox("Stop");
        QTRY_VERIFY_WITH_TIMEOUT(!window.window.isVisible(), patience);
        for (const auto& [name, state] : workspace.states())
            QVERIFY(state == ExperimentState::Cancelled);
        QCOMPARE(workspace.ran, std::string("a"));
    }

    void closingCanWaitUntilEverythingIsDone()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        window.window.close();
        window.clickInBox("Keep running until done");
        QTRY_VERIFY_WITH_TIMEOUT(window.window.isMinimized(), patience);
        QVERIFY(window.window.isVisible());
        workspace.gate.test_and_set();
        QTRY_VERIFY_WITH_TIMEOUT(!window.window.isVisible(), patience);
        for (const auto& [name, state] : workspace.states())
            QVERIFY(state == ExperimentState::Succeeded);
    }

    void aWindowThatIsShownAgainStaysOpen()
    {
        Workspace workspace;
        Window window(workspace);
        window.runThree();
        window.window.close();
        window.clickInBox("Keep running until done");
        QTRY_VERIFY_WITH_TIMEOUT(window.window.isMinimized(), patience);
        window.window.showNormal();
        workspace.gate.test_and_set();
        QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
        QTest::qWait(300);
        QVERIFY(window.window.isVisible());
    }

    void aStudyThatEndsBehindTheWindowIsTold()
    {
        std::mutex mutex;
        QStringList lines;
        base::setLogListener([&](base::LogLevel, const std::string& text) {
            const std::scoped_lock lock(mutex);
            lines << QString::fromStdString(text);
        });
        {
            Workspace workspace;
            Window window(workspace);
            window.run("a");
            QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().running().empty(), patience);
            QWidget other;
            other.show();
            other.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&other));
            QVERIFY(!window.window.isActiveWindow());
            workspace.gate.test_and_set();
            QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
            QCOMPARE(lines.filter("Study finished: a").size(), 1);
        }
        {
            Workspace workspace;
            Window window(workspace);
            window.run("b");
            QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().running().empty(), patience);
            QVERIFY(window.isActive());
            workspace.gate.test_and_set();
            QTRY_VERIFY_WITH_TIMEOUT(!window.jobs().isBusy(), patience);
            QCOMPARE(lines.filter("Study finished").size(), 1);
        }
        base::setLogListener({});
    }

private:
    tests::TemporaryFolder m_settings;
};

QTEST_MAIN(TestWindowQueue)
#include "tst_WindowQueue.moc"
