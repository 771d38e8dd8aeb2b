#include "core/base/Error.h"
#include "core/experiment/StageGraph.h"

#include <QtTest>

#include <atomic>
#include <mutex>

using namespace undertone;
using experiment::StageGraph;

class TestStageGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stagesRunOnceInTheOrderOfTheirNeeds()
    {
        std::vector<std::string> log;
        StageGraph graph;
        const auto note = [&](const char* name) { return [&log, name] { log.push_back(name); }; };
        const auto a = graph.add("a", {}, note("a"));
        const auto c = graph.add("c", {a}, note("c"));
        const auto b = graph.add("b", {}, note("b"));
        graph.require(c, b);
        graph.require(c, b);
        QCOMPARE(graph.add("a", {}, note("not this one")), a);
        QCOMPARE(graph.size(), std::size_t{3});
        graph.run(1, [&] { log.push_back("thread"); });
        QCOMPARE(log, (std::vector<std::string>{"thread", "a", "b", "c"}));
    }

    void anEmptyGraphEnds()
    {
        StageGraph graph;
        graph.run(3, [] {});
    }

    /// Random graphs on several threads: every stage once, after everything that it needs.
    void needsHoldOnAnyNumberOfWorkers()
    {
        for (const unsigned workers : {1U, 2U, 5U}) {
            constexpr std::size_t count = 300;
            std::vector<std::atomic<int>> done(count);
            std::atomic<int> violations{0};
            StageGraph graph;
            for (std::size_t i = 0; i < count; ++i) {
                std::vector<StageGraph::StageId> needs;
                for (std::size_t k = 1; k <= i % 4 && k <= i; ++k)
                    needs.push_back((i * 7919 + k * 104729) % i);
                graph.add(std::to_string(i), needs, [&, i, needs] {
                    for (const auto need : needs)
                        violations += done[need] == 1 ? 0 : 1;
                    ++done[i];
                });
            }
            graph.run(workers, [] {});
            QCOMPARE(violations.load(), 0);
            for (const auto& times : done)
                QCOMPARE(times.load(), 1);
        }
    }

    void theFirstFailureStopsTheRest()
    {
        for (const unsigned workers : {1U, 3U}) {
            std::atomic<int> ran{0};
            StageGraph graph;
            const auto bad =
                graph.add("bad", {}, [] { throw Error(ErrorCode::Numerical, "It diverged.", "here", ""); });
            for (int i = 0; i < 50; ++i)
                graph.add(std::to_string(i), {bad}, [&] { ++ran; });
            QVERIFY_THROWS_EXCEPTION(Error, graph.run(workers, [] {}));
            QCOMPARE(ran.load(), 0);
            QVERIFY_THROWS_EXCEPTION(Cancelled, graph.checkRunning());
        }
    }

    void whatAStageHoldsIsReleasedWhenItHasRun()
    {
        auto data = std::make_shared<int>(1);
        StageGraph graph;
        graph.add("holds", {}, [data] {});
        graph.add("looks", {}, [&] { QCOMPARE(data.use_count(), 1L); });
        graph.run(1, [] {});
    }
};

QTEST_GUILESS_MAIN(TestStageGraph)
#include "tst_StageGraph.moc"
