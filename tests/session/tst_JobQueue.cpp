#include "core/session/JobQueue.h"
#include "tests/session/EventLog.h"

#include <QtTest>

#include <atomic>

using namespace undertone;
using session::JobContext;
using session::JobEventKind;
using session::JobQueue;
using session::JobRequest;
using session::Lane;
using tests::EventLog;
using tests::Gate;

namespace {

JobRequest request(std::function<void(JobContext&)> body, Lane lane = Lane::Studies)
{
    JobRequest made;
    made.title = "Work";
    made.experimentId = "e1";
    made.lane = lane;
    made.body = std::move(body);
    return made;
}

/// A queue whose events are kept.
struct Fixture
{
    EventLog log;
    JobQueue queue;
    int subscription = queue.subscribe([this](const session::JobEvent& event) { log.add(event); });
};

} // namespace

class TestJobQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobStartsAndSucceeds()
    {
        Fixture fixture;
        const auto job = fixture.queue.submit(request([](JobContext& context) {
            context.report({"half", 0.5, 3});
            context.resultsChanged();
            corpus::ImportReport report;
            report.utterances = 7;
            context.setImportReport(report);
        }));
        const auto last = fixture.queue.wait(job);
        QVERIFY(last.kind == JobEventKind::Succeeded);
        QCOMPARE(last.title, std::string("Work"));
        QCOMPARE(last.experimentId, std::string("e1"));
        QCOMPARE(last.progress.stage, std::string("half"));
        QCOMPARE(last.report->utterances, std::size_t{7});
        QCOMPARE(fixture.log.kindsOf(job), std::string("started changed succeeded"));
        QVERIFY_THROWS_EXCEPTION(Error, fixture.queue.wait(job + 1));
        fixture.queue.cancel(job);
        QVERIFY(fixture.queue.wait(job).kind == JobEventKind::Succeeded);
    }

    void aListenerThatThrowsHarmsNobody()
    {
        Fixture fixture;
        EventLog later;
        const auto wicked = fixture.queue.subscribe([](const session::JobEvent&) { throw 42; });
        fixture.queue.subscribe([&](const session::JobEvent& event) { later.add(event); });
        const auto job = fixture.queue.submit(request([](JobContext& context) { context.resultsChanged(); }));
        QVERIFY(fixture.queue.wait(job).kind == JobEventKind::Succeeded);
        QCOMPARE(later.kindsOf(job), std::string("started changed succeeded"));
        fixture.queue.unsubscribe(wicked);
        const auto next = fixture.queue.submit(request([](JobContext&) {}));
        QVERIFY(fixture.queue.wait(next).kind == JobEventKind::Succeeded);
    }

    void everyExceptionBecomesOneError_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("text");
        QTest::newRow("error") << 0 << static_cast<int>(ErrorCode::StorageFailed) << "The disk is full.";
        QTest::newRow("library") << 1 << static_cast<int>(ErrorCode::Internal) << "sizes do not match";
        QTest::newRow("memory") << 2 << static_cast<int>(ErrorCode::Internal)
                                << "There was not enough memory.";
        QTest::newRow("other") << 3 << static_cast<int>(ErrorCode::Internal)
                               << "Something unknown went wrong.";
    }

    void everyExceptionBecomesOneError()
    {
        QFETCH(int, which);
        QFETCH(int, code);
        QFETCH(QString, text);
        Fixture fixture;
        const auto job = fixture.queue.submit(request([which](JobContext&) {
            if (which == 0)
                throw Error(ErrorCode::StorageFailed, "The disk is full.", "/there", "Free some space.");
            if (which == 1)
                throw std::runtime_error("sizes do not match\nstack: 0x1234");
            if (which == 2)
                throw std::bad_alloc();
            throw 42;
        }));
        const auto last = fixture.queue.wait(job);
        QVERIFY(last.kind == JobEventKind::Failed);
        QCOMPARE(static_cast<int>(last.error->code()), code);
        QCOMPARE(QString::fromStdString(last.error->happened()), text);
        QVERIFY(!last.error->remedy().empty());
        QCOMPARE(fixture.log.kindsOf(job), std::string("started failed"));
    }

    void cancelDoesNotWaitForTheBody()
    {
        Fixture fixture;
        Gate gate;
        std::atomic<bool> released = false;
        const auto deaf = fixture.queue.submit(request([&](JobContext& context) {
            gate.wait();
            context.report({"late", 1, 0});
            context.resultsChanged();
        }));
        fixture.log.waitFor([&](const auto& event) { return event.kind == JobEventKind::Started; });
        fixture.queue.cancel(deaf);
        fixture.queue.cancel(deaf);
        // The body cannot have stopped: only this thread opens the gate.
        QVERIFY(fixture.queue.wait(deaf).kind == JobEventKind::Cancelled);
        const auto next = fixture.queue.submit(request([&](JobContext&) { QVERIFY(released); }));
        released = true;
        gate.open();
        QVERIFY(fixture.queue.wait(next).kind == JobEventKind::Succeeded);
        QCOMPARE(fixture.log.kindsOf(deaf), std::string("started cancelled"));
    }

    void aCancelledBodyStopsAtItsNextCheck()
    {
        Fixture fixture;
        const auto job = fixture.queue.submit(request([](JobContext& context) {
            auto progress = context.progress();
            for (;;)
                progress.advance(1, "for ever");
        }));
        fixture.log.waitFor([](const auto& event) { return event.kind == JobEventKind::Progressed; });
        fixture.queue.cancel(job);
        QVERIFY(fixture.queue.wait(job).kind == JobEventKind::Cancelled);
    }

    void aWaitingJobIsCancelledWithoutRunning()
    {
        Fixture fixture;
        Gate gate;
        const auto first = fixture.queue.submit(request([&](JobContext&) { gate.wait(); }));
        auto held = std::make_shared<int>(1);
        const std::weak_ptr<int> watch = held;
        const auto waiting = fixture.queue.submit(request([held](JobContext&) { QFAIL("it ran"); }));
        held.reset();
        fixture.queue.cancel(waiting);
        QVERIFY(fixture.queue.wait(waiting).kind == JobEventKind::Cancelled);
        QCOMPARE(fixture.log.kindsOf(waiting), std::string("cancelled"));
        QVERIFY(watch.expired());
        gate.open();
        QVERIFY(fixture.queue.wait(first).kind == JobEventKind::Succeeded);
    }

    void studiesRunOneByOneBesideCorpora()
    {
        Fixture fixture;
        Gate gate;
        std::atomic<int> running = 0;
        const auto study = [&](JobContext&) {
            QCOMPARE(++running, 1);
            gate.wait();
            --running;
        };
        const auto first = fixture.queue.submit(request(study));
        const auto second = fixture.queue.submit(request(study));
        // Ends although a study blocks its lane.
        const auto import = fixture.queue.submit(request([](JobContext&) {}, Lane::Corpora));
        QVERIFY(fixture.queue.wait(import).kind == JobEventKind::Succeeded);
        gate.open();
        QVERIFY(fixture.queue.wait(first).kind == JobEventKind::Succeeded);
        QVERIFY(fixture.queue.wait(second).kind == JobEventKind::Succeeded);
    }

    void aStormOfProgressIsThinned()
    {
        Fixture fixture;
        constexpr int reports = 200'000;
        const auto start = std::chrono::steady_clock::now();
        const auto job = fixture.queue.submit(request([](JobContext& context) {
            for (int i = 0; i <= reports; ++i)
                context.report({"step", static_cast<double>(i) / reports, -1});
        }));
        const auto last = fixture.queue.wait(job);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        QCOMPARE(last.progress.fraction, 1.0);
        const auto events = fixture.log.of(job).size();
        QVERIFY2(static_cast<double>(events) <= took.count() * 25 + 4,
                 qPrintable(QString("%1 events in %2 s").arg(events).arg(took.count())));
    }

    void theLastProgressIsAnnouncedWhileTheBodyIsBusy()
    {
        Fixture fixture;
        Gate gate;
        const auto job = fixture.queue.submit(request([&](JobContext& context) {
            for (int i = 0; i < 10; ++i)
                context.report({"step " + QString::number(i).toStdString(), 0.1 * i, -1});
            gate.wait();
        }));
        fixture.log.waitFor([](const auto& event) { return event.progress.stage == "step 9"; });
        gate.open();
        fixture.queue.wait(job);
    }

    void concludingHappensOnceAndCanFail()
    {
        Fixture fixture;
        int concluded = 0;
        auto made = request([](JobContext&) {});
        made.conclude = [&](JobEventKind kind, const Error* error) {
            ++concluded;
            QVERIFY(kind == JobEventKind::Succeeded && !error);
            throw Error(ErrorCode::StorageFailed, "The disk is full.", "", "");
        };
        const auto last = fixture.queue.wait(fixture.queue.submit(made));
        QCOMPARE(concluded, 1);
        QVERIFY(last.kind == JobEventKind::Failed);
        QVERIFY(last.error->code() == ErrorCode::StorageFailed);
    }

    void manyJobsAndCancelsEndOnceEach()
    {
        Fixture fixture;
        std::vector<session::JobId> jobs;
        for (int i = 0; i < 200; ++i) {
            jobs.push_back(fixture.queue.submit(request(
                [](JobContext& context) {
                    auto progress = context.progress();
                    for (int step = 0; step < 20; ++step)
                        progress.advance(1, "step");
                },
                i % 2 ? Lane::Studies : Lane::Corpora)));
            if (i % 3 == 0)
                fixture.queue.cancel(jobs[static_cast<std::size_t>(i) / 2]);
        }
        for (const auto job : jobs) {
            QVERIFY(fixture.queue.wait(job).isTerminal());
            QCOMPARE(fixture.log.terminalsOf(job), std::size_t{1});
            QVERIFY(fixture.log.of(job).back().isTerminal());
        }
    }

    void nothingIsHeardAfterUnsubscribing()
    {
        Fixture fixture;
        fixture.queue.unsubscribe(fixture.subscription);
        const auto job = fixture.queue.submit(request([](JobContext&) {}));
        fixture.queue.wait(job);
        QVERIFY(fixture.log.of(job).empty());
        int heard = 0;
        int own = 0;
        own = fixture.queue.subscribe([&](const session::JobEvent&) {
            ++heard;
            fixture.queue.unsubscribe(own);
        });
        fixture.queue.wait(fixture.queue.submit(request([](JobContext&) {})));
        QCOMPARE(heard, 1);
    }

    void theEndOfTheQueueEndsEveryJob()
    {
        EventLog log;
        session::JobId running = 0;
        session::JobId waiting = 0;
        {
            JobQueue queue;
            queue.subscribe([&](const session::JobEvent& event) { log.add(event); });
            running = queue.submit(request([](JobContext& context) {
                auto progress = context.progress();
                for (;;)
                    progress.checkCancelled();
            }));
            waiting = queue.submit(request([](JobContext&) {}));
            log.waitFor([](const auto& event) { return event.kind == JobEventKind::Started; });
        }
        QCOMPARE(log.kindsOf(running), std::string("started cancelled"));
        QCOMPARE(log.kindsOf(waiting), std::string("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_JobQueue.moc"
