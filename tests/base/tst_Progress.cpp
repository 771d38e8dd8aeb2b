#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/base/Progress.h"

#include <QtTest>

#include <atomic>
#include <mutex>

using namespace undertone;

class TestProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void estimatesTheTimeLeftFromTheMeasuredSpeed()
    {
        double now = 0;
        std::vector<base::ProgressUpdate> log;
        base::Progress progress([&](const auto& update) { log.push_back(update); }, {}, [&] { return now; });
        progress.addTotal(10);
        now = 4;
        progress.advance(2, "two of ten");
        QCOMPARE(log.back().fraction, 0.2);
        QCOMPARE(log.back().secondsLeft, 16.0);
        progress.skip(4, "cached");
        QCOMPARE(log.back().fraction, 0.6);
        QCOMPARE(log.back().secondsLeft, 8.0);
        progress.addTotal(10);
        progress.advance(0, "more work was found");
        QCOMPARE(log.back().fraction, 0.6);
    }

    void aPartCountsAsItsShareOfTheWhole()
    {
        double now = 0;
        std::vector<base::ProgressUpdate> log;
        base::Progress whole([&](const auto& update) { log.push_back(update); }, {}, [&] { return now; });
        whole.addTotal(100);
        base::PartProgress half(whole, 50);
        half.part().addTotal(4);
        half.part().skip(1, "done before");
        QCOMPARE(log.back().fraction, 0.125);
        QVERIFY(log.back().secondsLeft < 0); // no work was done yet: the speed is unknown
        now = 10;
        half.part().advance(1, "the second of four");
        QCOMPARE(log.back().stage, std::string("the second of four"));
        QCOMPARE(log.back().fraction, 0.25);
        QCOMPARE(log.back().secondsLeft, 60.0); // 12.5 of 100 took 10 s, and 75 are left
        half.finish("stopped early");
        QCOMPARE(log.back().fraction, 0.5);
        QCOMPARE(log.size(), std::size_t{4}); // skipped, 0 advanced beside it, advanced, finished
    }

    void cancellingTheWholeCancelsItsParts()
    {
        std::stop_source source;
        base::Progress whole({}, source.get_token());
        base::PartProgress part(whole, 1);
        part.part().checkCancelled();
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, part.part().checkCancelled());
    }

    void aStopRequestIsNoticed()
    {
        std::stop_source source;
        base::Progress progress({}, source.get_token());
        progress.checkCancelled();
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, progress.checkCancelled());
        QVERIFY_THROWS_EXCEPTION(Cancelled, progress.advance(1, "x"));
    }

    void parallelForVisitsEachIndexOnce()
    {
        for (const unsigned workers : {1U, 2U, 7U}) {
            std::vector<std::atomic<int>> visits(1000);
            base::parallelFor(visits.size(), workers, [&](std::size_t i) { ++visits[i]; });
            for (const auto& count : visits)
                QCOMPARE(count.load(), 1);
        }
        base::parallelFor(0, 4, [](std::size_t) { QFAIL("no index to visit"); });
    }

    void parallelForRethrowsAndStops()
    {
        std::atomic<int> visited{0};
        const auto run = [&] {
            base::parallelFor(100000, 2, [&](std::size_t i) {
                ++visited;
                if (i == 3)
                    throw Cancelled();
            });
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, run());
        QVERIFY(visited < 100000);
    }

    void progressIsThreadSafeAndNeverDecreases()
    {
        std::mutex mutex;
        std::vector<double> fractions;
        base::Progress progress([&](const auto& update) {
            const std::scoped_lock lock(mutex);
            fractions.push_back(update.fraction);
        });
        progress.addTotal(1000);
        base::parallelFor(1000, 4, [&](std::size_t) { progress.advance(1, "step"); });
        QCOMPARE(fractions.size(), std::size_t{1000});
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_Progress.moc"
