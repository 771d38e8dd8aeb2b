#include "core/base/SeedTree.h"

#include <QtTest>

#include <cmath>
#include <set>

using undertone::base::RandomStream;
using undertone::base::SeedTree;

/// Statistical checks use fixed streams: they pass or fail for good, error probability 0 after the first run.
class TestSeedTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesRandom123KnownAnswer()
    {
        // Known-answer test of Philox 4x32-10 with a zero counter and key (Random123's kat_vectors).
        RandomStream stream(0);
        QCOMPARE(stream(), 0x6627e8d5U);
        QCOMPARE(stream(), 0xe169c58dU);
        QCOMPARE(stream(), 0xbc57ac4cU);
        QCOMPARE(stream(), 0x9b00dbd8U);
    }

    void fillingGivesTheSameWords()
    {
        for (const std::size_t before : {0, 1, 3, 4, 6})
            for (const std::size_t count : {0, 1, 2, 4, 7, 63, 64, 65, 1000, 7680}) {
                RandomStream single(77);
                RandomStream bulk(77);
                for (std::size_t i = 0; i < before; ++i)
                    QCOMPARE(bulk(), single());
                std::vector<std::uint32_t> words(count);
                bulk.fill(words);
                for (const auto word : words)
                    QCOMPARE(word, single());
                QCOMPARE(bulk(), single());
                QCOMPARE(bulk.uniform(), single.uniform());
            }
    }

    void pathsAreIndependentOfTheOrderOfCalls()
    {
        const SeedTree tree(8);
        const auto first = tree.child("fold", 1).child("round", 3).stream("dropout")();
        tree.child("fold", 0).stream("sampling")();
        QCOMPARE(tree.child("fold", 1).child("round", 3).stream("dropout")(), first);
    }

    void differentPathsDiffer()
    {
        std::set<std::uint64_t> seen;
        for (std::uint64_t seed = 0; seed < 10; ++seed)
            for (std::uint64_t round = 0; round < 100; ++round)
                for (const char* purpose : {"a", "b", "ab"})
                    seen.insert(SeedTree(seed).child("round", round).child(purpose).value());
        QCOMPARE(seen.size(), std::size_t{3000});
        QVERIFY(SeedTree(1).child("ab").child("c").value() != SeedTree(1).child("a").child("bc").value());
    }

    void normalHasUnitMoments()
    {
        RandomStream stream = SeedTree(1).stream("normal");
        const int n = 200000;
        double sum = 0, squares = 0;
        for (int i = 0; i < n; ++i) {
            const double x = stream.normal();
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / n) < 5 / std::sqrt(n));
        QVERIFY(std::abs(squares / n - 1) < 5 * std::sqrt(2.0 / n));
    }

    void choosesWithoutReplacement()
    {
        RandomStream stream = SeedTree(2).stream("choose");
        const auto chosen = stream.choose(10, 4);
        QCOMPARE(chosen.size(), std::size_t{4});
        QCOMPARE(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), std::size_t{4});
        std::vector<int> hits(10);
        for (int i = 0; i < 10000; ++i)
            for (const auto index : stream.choose(10, 4))
                ++hits[index];
        for (const int count : hits)
            QVERIFY(std::abs(count - 4000) < 5 * std::sqrt(10000 * .4 * .6));
    }
};

QTEST_GUILESS_MAIN(TestSeedTree)
#include "tst_SeedTree.moc"
