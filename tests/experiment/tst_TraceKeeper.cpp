#include "core/base/Error.h"
#include "core/experiment/TraceKeeper.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;

namespace {

constexpr std::size_t clientsOfARound = 3;
constexpr std::size_t segmentSize = 4;

federation::ModelUpdate updateOf(std::size_t round, std::size_t client)
{
    const auto value = static_cast<double>(10 * round + client + 1);
    federation::ModelUpdate update;
    update.push_back(
        {"dense1", at::arange(60, at::kFloat).view({20, 3}).sin() + value, at::full({20}, value)});
    update.push_back(
        {"dense2", at::arange(80, at::kFloat).view({4, 20}).cos() * value, at::full({4}, -value)});
    return update;
}

std::vector<federation::RoundRecord> records(std::size_t begin, std::size_t end)
{
    std::vector<federation::RoundRecord> rounds;
    for (auto round = begin; round < end; ++round) {
        rounds.emplace_back();
        rounds.back().round = round;
        rounds.back().participants = clientsOfARound;
    }
    return rounds;
}

void show(federation::UpdateObserver& observer, std::size_t begin, std::size_t end)
{
    for (auto round = begin; round < end; ++round)
        for (std::size_t client = 0; client < clientsOfARound; ++client)
            observer.observe({round, client}, updateOf(round, client));
}

attack::UpdateTrace expectedTrace(std::size_t rounds)
{
    attack::ProbingObserver observer(attack::randomProbes({20, 4}));
    show(observer, 0, rounds);
    return observer.take();
}

std::unique_ptr<UpdateKeeper> keeperOf(MemoryCache& cache)
{
    return keepTrace(cache, "key", attack::randomProbes({20, 4}), segmentSize);
}

/// The finished standing of a run over all rounds without a pause.
std::string keepAll(MemoryCache& cache, std::size_t rounds)
{
    const auto keeper = keeperOf(cache);
    keeper->beginAnew();
    show(keeper->observer(), 0, rounds);
    return keeper->finish();
}

} // namespace

class TestTraceKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSegmentsAreTheTrace()
    {
        for (const std::size_t rounds : {0U, 1U, 4U, 5U, 8U}) {
            MemoryCache cache;
            const auto standing = keepAll(cache, rounds);
            QCOMPARE(cache.entries().size(), (rounds * clientsOfARound + segmentSize - 1) / segmentSize);
            const auto trace = keptTrace(cache, "key", standing, base::Progress());
            QVERIFY(trace.has_value());
            QCOMPARE(trace->serialize(), expectedTrace(rounds).serialize());
        }
    }

    /// A run is killed after `killed` rounds, `saved` of which a checkpoint has.
    void aResumedRunKeepsTheSame()
    {
        constexpr std::size_t rounds = 7;
        MemoryCache whole;
        const auto expected = keepAll(whole, rounds);
        for (std::size_t saved = 1; saved < rounds; ++saved)
            for (std::size_t killed = saved; killed < rounds; ++killed) {
                MemoryCache cache;
                auto keeper = keeperOf(cache);
                keeper->beginAnew();
                show(keeper->observer(), 0, saved / 2);
                keeper->checkpoint();
                show(keeper->observer(), saved / 2, saved);
                const auto checkpoint = keeper->checkpoint();
                show(keeper->observer(), saved, killed);
                keeper = keeperOf(cache);
                QVERIFY(keeper->resume(checkpoint, records(0, saved)));
                show(keeper->observer(), saved, rounds);
                QCOMPARE(keeper->finish(), expected);
                QVERIFY(cache.entries() == whole.entries());
            }
    }

    void otherRoundsAreNotTaken()
    {
        MemoryCache cache;
        const auto keeper = keeperOf(cache);
        keeper->beginAnew();
        show(keeper->observer(), 0, 5);
        const auto checkpoint = keeper->checkpoint();
        QVERIFY(keeper->resume(checkpoint, records(0, 5)));
        QVERIFY(!keeper->resume(checkpoint, records(0, 4)));
        QVERIFY(!keeper->resume(checkpoint, records(0, 6)));
        QVERIFY(!keeper->resume(checkpoint, records(1, 6)));
        QVERIFY(!keeper->resume("damaged", records(0, 5)));
        auto entries = cache.entries();
        QCOMPARE(entries.size(), std::size_t{3});
        std::swap(entries.at("key.1"), entries.at("key.2"));
        cache.setEntries(entries);
        QVERIFY(!keeper->resume(checkpoint, records(0, 5)));
    }

    void aLostSegmentIsNoticed()
    {
        MemoryCache cache;
        const auto keeper = keeperOf(cache);
        keeper->beginAnew();
        show(keeper->observer(), 0, 5);
        const auto checkpoint = keeper->checkpoint();
        const auto standing = keeper->finish();
        QVERIFY(keptTrace(cache, "key", standing, base::Progress()));
        cache.remove("key.1");
        QVERIFY(!keptTrace(cache, "key", standing, base::Progress()));
        QVERIFY(!keptTrace(cache, "key", "damaged", base::Progress()));
        QVERIFY(!keeper->resume(checkpoint, records(0, 5)));
    }

    /// Reading looks at the stop token before each segment.
    void readingCanBeCancelled()
    {
        MemoryCache cache;
        const auto standing = keepAll(cache, 5);
        std::stop_source stop;
        const base::Progress progress({}, stop.get_token());
        QVERIFY(keptTrace(cache, "key", standing, progress));
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, keptTrace(cache, "key", standing, progress));
    }

    /// What a checkpoint holds does not grow with the rounds.
    void aCheckpointHoldsLessThanASegment()
    {
        MemoryCache cache;
        const auto keeper = keeperOf(cache);
        keeper->beginAnew();
        std::size_t longest = 0;
        for (std::size_t round = 0; round < 40; ++round) {
            show(keeper->observer(), round, round + 1);
            longest = std::max(longest, keeper->checkpoint().size());
        }
        const auto update = expectedTrace(2).serialize().size() / (2 * clientsOfARound);
        QVERIFY(longest < (segmentSize + 1) * update);
    }
};

QTEST_GUILESS_MAIN(TestTraceKeeper)
#include "tst_TraceKeeper.moc"
