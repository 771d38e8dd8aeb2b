#include "core/federation/ClientSampler.h"

#include <QtTest>

#include <set>

using undertone::base::SeedTree;
using undertone::federation::ClientSampler;

namespace {

std::vector<std::size_t> numbered(std::size_t count)
{
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(2 * i + 1);
    return result;
}

} // namespace

class tst_ClientSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheFloorButOneAtLeast()
    {
        const auto perRound = [](std::size_t clients, double fraction) {
            return static_cast<std::size_t>(ClientSampler(numbered(clients), fraction).expected());
        };
        QCOMPARE(perRound(80, 0.1), std::size_t{8});
        QCOMPARE(perRound(79, 0.1), std::size_t{7});
        QCOMPARE(perRound(9, 0.1), std::size_t{1});
        QCOMPARE(perRound(1, 0.0), std::size_t{1});
        QCOMPARE(perRound(12, 0.25), std::size_t{3});
        QCOMPARE(perRound(100, 0.29), std::size_t{29});
        QCOMPARE(perRound(10, 1.0), std::size_t{10});
    }

    void drawsWithoutReplacement()
    {
        const ClientSampler sampler(numbered(20), 0.5);
        for (std::uint64_t round = 0; round < 100; ++round) {
            const auto drawn = sampler.sample(SeedTree(1).child("round", round));
            QCOMPARE(drawn.size(), std::size_t{10});
            QCOMPARE(std::set(drawn.begin(), drawn.end()).size(), std::size_t{10});
            for (const auto client : drawn)
                QVERIFY(client % 2 == 1 && client < 40);
            QCOMPARE(drawn, sampler.sample(SeedTree(1).child("round", round)));
        }
    }

    /// 4,000 rounds, 5 of 20: each client 1,000 times with deviation 27. Limits of 5 deviations on a fixed
    /// stream: chance of failing when right, over streams, is 1e-5.
    void everyClientIsAsLikely()
    {
        const ClientSampler sampler(numbered(20), 0.25);
        std::vector<int> counts(40);
        for (std::uint64_t round = 0; round < 4000; ++round)
            for (const auto client : sampler.sample(SeedTree(2).child("round", round)))
                ++counts[client];
        for (const auto client : numbered(20))
            QVERIFY(std::abs(counts[client] - 1000) < 137);
    }
};

QTEST_GUILESS_MAIN(tst_ClientSampler)
#include "tst_ClientSampler.moc"
