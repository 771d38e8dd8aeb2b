#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/bridge/SessionBridge.h"
#include "widgets/bridge/StudyFollower.h"

#include <QScopeGuard>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace undertone;
using namespace undertone::widgets;
using session::JobEvent;
using session::JobEventKind;
using session::Session;
using tests::twoTrials;

namespace {

constexpr int patience = 20000;

/// A bridge on a workspace with the corpora that twoTrials() names.
struct Fixture
{
    explicit Fixture(tests::EngineBody body = tests::runEveryTrial)
    {
        tests::saveEmptyCorpora(folder.path(), {"one", "two"});
        bridge = std::make_unique<SessionBridge>();
        bridge->open(QString::fromStdString(folder.path().string()), tests::engineThat(std::move(body)));
    }

    void run()
    {
        bridge->fetch(
            bridge.get(),
            [](Session& session) {
                return session.run(twoTrials(), {1, "cpu"});
            },
            [](session::JobId) {});
    }

    tests::TemporaryFolder folder;
    std::unique_ptr<SessionBridge> bridge;
};

JobEvent jobEvent(session::JobId job, JobEventKind kind, double fraction = 0)
{
    JobEvent result;
    result.job = job;
    result.kind = kind;
    result.progress.fraction = fraction;
    return result;
}

} // namespace

class TestSessionBridge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBufferKeepsTheLatestProgressAndEveryEnd()
    {
        EventBuffer buffer;
        QVERIFY(buffer.add(jobEvent(1, JobEventKind::Started)));
        for (int i = 0; i < 100; ++i) {
            QVERIFY(!buffer.add(jobEvent(1, JobEventKind::Progressed, i / 100.0)));
            buffer.add(jobEvent(2, JobEventKind::ResultsChanged));
        }
        buffer.add(jobEvent(2, JobEventKind::Failed));
        buffer.add(jobEvent(1, JobEventKind::Succeeded));
        const auto events = buffer.take();
        QCOMPARE(events.size(), std::size_t{5});
        QVERIFY(events.front().kind == JobEventKind::Started);
        QCOMPARE(events[1].progress.fraction, 0.99);
        QVERIFY(events[2].kind == JobEventKind::ResultsChanged);
        QVERIFY(events[3].kind == JobEventKind::Failed && events[3].job == 2);
        QVERIFY(events[4].kind == JobEventKind::Succeeded);
        QVERIFY(buffer.take().empty());
    }

    void theBufferTakesFromManyThreads()
    {
        EventBuffer buffer;
        std::vector<std::thread> threads;
        for (session::JobId job = 1; job <= 4; ++job)
            threads.emplace_back([&buffer, job] {
                for (int i = 0; i < 1000; ++i)
                    buffer.add(jobEvent(job, JobEventKind::Progressed, i));
                buffer.add(jobEvent(job, JobEventKind::Succeeded));
            });
        std::size_t ends = 0;
        const auto count = [&] {
            for (const auto& one : buffer.take())
                ends += one.isTerminal() ? 1 : 0;
        };
        for (int i = 0; i < 100; ++i)
            count();
        for (auto& thread : threads)
            thread.join();
        count();
        QCOMPARE(ends, std::size_t{4});
    }

    void aStormOfEventsArrivesAtMost25TimesASecond()
    {
        constexpr int steps = 20000;
        Fixture fixture([](const auto&, auto&, auto&, base::Progress& progress) {
            progress.addTotal(steps);
            for (int i = 0; i < steps; ++i)
                progress.advance(1, "step");
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
        });
        std::vector<JobEvent> seen;
        std::vector<qint64> times;
        QElapsedTimer clock;
        clock.start();
        connect(fixture.bridge.get(), &SessionBridge::eventsArrived, this, [&](const auto& events) {
            QCOMPARE(QThread::currentThread(), thread());
            times.push_back(clock.elapsed());
            seen.insert(seen.end(), events.begin(), events.end());
        });
        fixture.run();
        QTRY_VERIFY_WITH_TIMEOUT(!seen.empty() && seen.back().isTerminal(), patience);
        QVERIFY(seen.front().kind == JobEventKind::Started);
        QVERIFY(seen.back().kind == JobEventKind::Succeeded);
        QCOMPARE(std::count_if(seen.begin(), seen.end(), [](const auto& e) { return e.isTerminal(); }), 1);
        // Timers may be early by a millisecond; never more than one batch in 40 ms on the average.
        QVERIFY(static_cast<qint64>(times.size()) <= (times.back() - times.front()) / 38 + 2);
        double last = 0;
        for (const auto& one : seen) {
            if (one.kind == JobEventKind::Progressed) {
                QVERIFY(one.progress.fraction >= last);
                last = one.progress.fraction;
            }
        }
    }

    void workIsDoneElsewhereAndTheResultComesHere()
    {
        Fixture fixture;
        std::atomic<QThread*> worker = nullptr;
        QThread* receiver = nullptr;
        std::size_t corpora = 0;
        fixture.bridge->fetch(
            this,
            [&worker](const Session& session) {
                worker = QThread::currentThread();
                return session.corpusNames().size();
            },
            [&](std::size_t count) {
                receiver = QThread::currentThread();
                corpora = count;
            });
        QTRY_COMPARE_WITH_TIMEOUT(corpora, std::size_t{2}, patience);
        QVERIFY(worker != QThread::currentThread());
        QCOMPARE(receiver, QThread::currentThread());
    }

    void aCommandDoesNotWaitForWhatIsRead()
    {
        std::atomic<bool> mayRead = false; // outlives the thread that reads
        Fixture fixture([](const auto&, auto&, auto&, base::Progress& progress) {
            for (;;)
                progress.checkCancelled();
        });
        std::vector<JobEvent> seen;
        connect(fixture.bridge.get(), &SessionBridge::eventsArrived, fixture.bridge.get(),
                [&](const auto& events) { seen.insert(seen.end(), events.begin(), events.end()); });
        fixture.run();
        QTRY_VERIFY_WITH_TIMEOUT(!seen.empty(), patience);
        const auto letGo = qScopeGuard([&mayRead] { mayRead = true; });
        fixture.bridge->fetch(
            this,
            [&mayRead](const Session&) {
                while (!mayRead)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
            },
            [] {});
        bool answered = false;
        fixture.bridge->command(
            this, [job = seen.front().job](Session& session) { session.cancel(job); },
            [&answered] { answered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(seen.back().kind == JobEventKind::Cancelled, patience);
        QTRY_VERIFY_WITH_TIMEOUT(answered, patience);
    }

    void aDeletedContextGetsNoCallback()
    {
        Fixture fixture;
        auto context = std::make_unique<QObject>();
        std::atomic<bool> called = false;
        bool later = false;
        fixture.bridge->fetch(
            context.get(), [](const Session& session) { return session.corpusNames(); },
            [&called](const auto&) { called = true; });
        fixture.bridge->fetch(
            context.get(), [](const Session&) -> int { throw Error(ErrorCode::Internal, "no", "", ""); },
            [&called](int) { called = true; }, [&called](const Failure&) { called = true; });
        context.reset();
        fixture.bridge->fetch(
            this, [](const Session&) {}, [&later] { later = true; });
        QTRY_VERIFY_WITH_TIMEOUT(later, patience);
        QVERIFY(!called);
    }

    void failuresAreReportedWithTheirRemedy()
    {
        Fixture fixture;
        QSignalSpy failed(fixture.bridge.get(), &SessionBridge::failed);
        fixture.bridge->fetch(
            this, [](const Session& session) { return session.experiment("nothing"); }, [](const auto&) {});
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        const auto failure = failed.front().front().value<Failure>();
        QVERIFY(failure.code == ErrorCode::NotFound);
        QVERIFY(!failure.title.isEmpty() && !failure.happened.isEmpty() && !failure.remedy.isEmpty());
        QVERIFY(failure.details().contains("[not-found]"));
    }

    void aWorkspaceThatCannotBeOpenedSaysWhy()
    {
        const tests::TemporaryFolder folder;
        folder.write("undertone.db", std::string(5000, 'x'));
        SessionBridge bridge;
        QSignalSpy failed(&bridge, &SessionBridge::openingFailed);
        QSignalSpy opened(&bridge, &SessionBridge::opened);
        bridge.open(QString::fromStdString(folder.path().string()), tests::engineThat(tests::runEveryTrial));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, patience);
        QCOMPARE(opened.count(), 0);
        QVERIFY(!bridge.isOpen());
        QSignalSpy later(&bridge, &SessionBridge::failed);
        bridge.fetch(
            this, [](const Session& session) { return session.corpusNames(); }, [](const auto&) {});
        QTRY_COMPARE_WITH_TIMEOUT(later.count(), 1, patience);
    }

    void closingWaitsForWhatRuns()
    {
        std::atomic<bool> stopped = false;
        {
            Fixture fixture([&stopped](const auto&, auto&, auto&, base::Progress& progress) {
                try {
                    for (;;)
                        progress.checkCancelled();
                } catch (const Cancelled&) {
                    stopped = true;
                    throw;
                }
            });
            QSignalSpy events(fixture.bridge.get(), &SessionBridge::eventsArrived);
            fixture.run();
            QTRY_VERIFY_WITH_TIMEOUT(events.count() > 0, patience);
        }
        QVERIFY(stopped);
    }

    void theFollowerShowsWhatAnotherProgramWrites()
    {
        Fixture fixture;
        StudyFollower follower(*fixture.bridge);
        std::vector<experiment::ExperimentSummary> studies;
        std::shared_ptr<const StudySnapshot> snapshot;
        connect(&follower, &StudyFollower::studiesChanged, this, [&](const auto& now) { studies = now; });
        connect(&follower, &StudyFollower::snapshotArrived, this, [&](const auto& now) { snapshot = now; });
        Session other(fixture.folder.path(), tests::engineThat(tests::runEveryTrial));
        const auto last = other.wait(other.run(twoTrials(), {1, "cpu"}));
        QTRY_VERIFY_WITH_TIMEOUT(
            studies.size() == 1 && studies.front().state == experiment::ExperimentState::Succeeded, patience);
        follower.show(QString::fromStdString(last.experimentId));
        QTRY_VERIFY_WITH_TIMEOUT(snapshot != nullptr, patience);
        QCOMPARE(snapshot->record.summary.id, last.experimentId);
        QCOMPARE(snapshot->figures.size(), other.figureNames().size());
        QCOMPARE(snapshot->table.rows.size(), std::size_t{2});
    }
};

QTEST_MAIN(TestSessionBridge)
#include "tst_SessionBridge.moc"
