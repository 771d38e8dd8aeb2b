#include "core/base/SeedTree.h"
#include "core/experiment/Statistics.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;

namespace {

attack::ClientScore client(const std::string& speaker, std::size_t label, std::vector<std::size_t> decisions,
                           std::vector<double> score = {0, 0})
{
    return {speaker, 0, label, 1, {std::move(score)}, std::move(decisions)};
}

attack::LeakageCell cellOf(std::vector<attack::ClientScore> clients)
{
    attack::LeakageCell cell;
    cell.clients = std::move(clients);
    return cell;
}

SpeakerUtility utility(const std::string& speaker, std::uint64_t right, std::uint64_t wrong,
                       std::size_t truth)
{
    learning::ConfusionMatrix confusion(2);
    confusion.add(truth, truth, right);
    confusion.add(truth, 1 - truth, wrong);
    return {speaker, confusion};
}

bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

/// A cell of `n` speakers, half of each class, each decided rightly when `right(i)`.
template <typename Right>
attack::LeakageCell binaryCell(std::size_t n, const Right& right)
{
    attack::LeakageCell cell;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t label = i % 2;
        const std::size_t decided = right(i) ? label : 1 - label;
        cell.clients.push_back(
            client(fmt::format("s{}", i), label,
                   {decided == 0 ? std::size_t{10} : 0, decided == 1 ? std::size_t{10} : 0}));
    }
    return cell;
}

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wilsonMatchesPublishedIntervals_data()
    {
        QTest::addColumn<double>("successes");
        QTest::addColumn<double>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        QTest::newRow("81/263") << 81. << 263. << .2553 << .3662;
        QTest::newRow("15/148") << 15. << 148. << .0624 << .1605;
        QTest::newRow("0/20") << 0. << 20. << .0000 << .1611;
        QTest::newRow("1/29") << 1. << 29. << .0061 << .1718;
        QTest::newRow("0/10") << 0. << 10. << .0000 << .2775;
        QTest::newRow("5/10") << 5. << 10. << .2366 << .7634;
        QTest::newRow("10/10") << 10. << 10. << .7225 << 1.;
    }

    void wilsonMatchesPublishedIntervals()
    {
        QFETCH(double, successes);
        QFETCH(double, n);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto interval = wilsonInterval(successes / n, n);
        QVERIFY(near(interval.value, successes / n));
        QVERIFY2(near(interval.low, low, 5.1e-5), qPrintable(QString::number(interval.low)));
        QVERIFY2(near(interval.high, high, 5.1e-5), qPrintable(QString::number(interval.high)));
        QVERIFY(wilsonInterval(successes / n, n, 0.99).high >= interval.high);
    }

    void moverCombinesTheDistances()
    {
        const auto mean = moverMean({{0.9, 0.6, 1.0}, {0.5, 0.1, 0.8}});
        QVERIFY(near(mean.value, 0.7));
        QVERIFY(near(mean.low, 0.7 - std::sqrt(0.09 + 0.16) / 2));
        QVERIFY(near(mean.high, 0.7 + std::sqrt(0.01 + 0.09) / 2));
        const auto one = moverMean({{0.9, 0.6, 1.0}});
        QVERIFY(near(one.low, 0.6) && near(one.high, 1.0));
    }

    void aPerfectAttackHasAnInterval()
    {
        std::vector<SpeakerRecall> recalls;
        for (std::size_t i = 0; i < 12; ++i)
            recalls.push_back({fmt::format("s{}", i), i % 2, 1.0});
        const auto uar = attackUar(recalls, 2);
        QCOMPARE(uar.value, 1.0);
        QCOMPARE(uar.high, 1.0);
        // Wilson 6/6: 6 / (6 + z^2); two such classes halve the squared distance.
        const double z2 = 3.841458820694124;
        QVERIFY(near(uar.low, 1 - (z2 / (6 + z2)) / std::sqrt(2.0), 1e-9));
    }

    void recallIsAMeanOverClientsFoldsAndSeeds()
    {
        const auto first = cellOf({client("a", 0, {10, 0}), client("a", 0, {5, 5}), client("b", 1, {2, 8})});
        const auto second = cellOf({client("a", 0, {0, 10}), client("c", 1, {0, 10})});
        const auto recalls = speakerRecalls({&first, &second});
        QCOMPARE(recalls.size(), std::size_t{3});
        QCOMPARE(recalls[0].speaker, std::string("a"));
        QVERIFY(near(recalls[0].recall, 0.5));
        QVERIFY(near(recalls[1].recall, 0.8));
        const auto uar = attackUar(recalls, 2);
        QVERIFY(near(uar.value, (0.5 + 0.9) / 2));
        // A class without speakers is left out.
        QVERIFY(near(attackUar(recalls, 3).value, uar.value));
    }

    void aucIsAMeanOverRepeatsAndTrials()
    {
        auto first = cellOf({client("a", 0, {1, 0}, {3, -3}), client("b", 1, {1, 0}, {2, -2}),
                             client("c", 1, {0, 1}, {-1, 1})});
        QCOMPARE(attackAuc({&first}, 2).value, 1.0);
        // Another repeat in which b falls below a: (1 + 0.5) / 2, though their mean scores are in order.
        first.clients[0].scores.push_back({-1, 1});
        first.clients[1].scores.push_back({0, 0});
        first.clients[2].scores.push_back({-5, 5});
        QCOMPARE(attackAuc({&first}, 2).value, 0.75);
        // A trial on another scale is ranked by itself.
        const auto second =
            cellOf({client("a", 0, {1, 0}, {-900, 900}), client("b", 1, {1, 0}, {-901, 901})});
        QVERIFY(near(attackAuc({&first, &second}, 2).value, (1 + 0.5 + 1) / 3));
        const auto tied = cellOf({client("a", 0, {1, 0}, {0, 0}), client("b", 1, {1, 0}, {0, 0})});
        QCOMPARE(attackAuc({&tied}, 2).value, 0.5);
        const auto nobody = attackAuc({}, 2);
        QVERIFY(nobody.low == 0 && nobody.high == 1);
    }

    void aucIntervalInvertsTheHanleyMcNeilVariance()
    {
        const double z = 1.959963984540054;
        for (const double auc : {0.5, 0.8, 0.97}) {
            const auto interval = aucInterval(auc, 12, 8);
            for (const double bound : {interval.low, interval.high}) {
                const double spread = 1 + 9 * ((1 - bound) / (2 - bound) + bound / (1 + bound));
                QVERIFY(near(std::abs(bound - auc), z * std::sqrt(bound * (1 - bound) * spread / 96), 1e-9));
            }
            QVERIFY(interval.low < auc && auc < interval.high && interval.high < 1);
            const auto mirrored = aucInterval(1 - auc, 12, 8);
            QVERIFY(near(mirrored.low, 1 - interval.high, 1e-9));
        }
        const auto perfect = aucInterval(1, 6, 6);
        QCOMPARE(perfect.high, 1.0);
        QVERIFY(perfect.low > 0.5 && perfect.low < 0.9);
        QVERIFY(aucInterval(1, 60, 60).low > perfect.low);
    }

    void accuracyCountsEverySpeakerTheSame()
    {
        const auto accuracy = attackAccuracy({{"a", 0, 1.0}, {"b", 0, 0.5}, {"c", 1, 0.0}});
        QVERIFY(near(accuracy.value, 0.5));
        QVERIFY(near(accuracy.low, wilsonInterval(0.5, 3).low));
    }

    void moreClassesAreMeansOfOneAgainstTheRest()
    {
        const auto cell = cellOf({client("a", 0, {1, 0, 0}, {2, 0, 0}), client("b", 1, {0, 1, 0}, {0, 0, 1}),
                                  client("c", 2, {0, 0, 1}, {0, 1, 2})});
        // Class 0: 1; class 1: b ties with a and loses to c: 0.25; class 2: 1.
        QVERIFY(near(attackAuc({&cell}, 3).value, 2.25 / 3));
    }

    void utilityIsTheMeanOverSeeds()
    {
        // Seed 1: class 0 8/10, class 1 3/5; seed 2: class 0 1/2 in two folds, class 1 5/5.
        const auto estimate =
            estimateUtility({{utility("a", 8, 2, 0), utility("b", 3, 2, 1)},
                             {utility("a", 1, 0, 0), utility("a", 0, 1, 0), utility("b", 5, 0, 1)}},
                            1);
        const auto uar = estimate.uar;
        QVERIFY(near(uar.value, (0.7 + 0.75) / 2));
        QVERIFY(uar.low < uar.value && uar.value < uar.high);
        QVERIFY(near(estimate.accuracy.value, (11.0 / 15 + 6.0 / 7) / 2));
        QVERIFY(estimate.accuracy.low < estimate.accuracy.value);
        QCOMPARE(estimateUtility({}, 1).uar.value, 0.0);
    }

    void theBootstrapRepeatsAndFollowsItsSeed()
    {
        std::vector<SpeakerUtility> speakers;
        for (std::size_t i = 0; i < 20; ++i)
            speakers.push_back(utility(fmt::format("s{}", i), i % 7, 3, i % 2));
        const auto once = estimateUtility({speakers}, 5).uar;
        const auto again = estimateUtility({speakers}, 5).uar;
        const auto other = estimateUtility({speakers}, 6).uar;
        QCOMPARE(once.low, again.low);
        QCOMPARE(once.high, again.high);
        QVERIFY(once.low != other.low || once.high != other.high);
        QVERIFY(near(once.low, other.low, 0.05));
    }

    void aSpeakerIsDrawnWithAllItsSeeds()
    {
        // Two speakers with one class each and recalls 1 and 0, the same in both seeds: resamples are
        // {a, a}, {a, b}, {b, b}, never a mixture over the seeds such as {a, a} beside {b, b} = 0.5.
        std::vector<SpeakerUtility> seed = {utility("a", 1, 0, 0), utility("b", 0, 1, 0)};
        const auto uar = estimateUtility({seed, seed}, 3, 4000).uar;
        QCOMPARE(uar.value, 0.5);
        QCOMPARE(uar.low, 0.0);
        QCOMPARE(uar.high, 1.0);
    }

    void pValuesOfAClearAttackAreSmallAndNeverZero()
    {
        const auto perfect = binaryCell(20, [](std::size_t) { return true; });
        const auto chance = binaryCell(20, [](std::size_t i) { return i % 4 < 2; });
        const auto p = adjustedPValues({{&perfect}, {&chance}}, 2, 4, 999);
        QCOMPARE(p[0], 1.0 / 1000);
        QVERIFY(p[1] > 0.5);
        QCOMPARE(p, adjustedPValues({{&perfect}, {&chance}}, 2, 4, 999));
    }

    void pValuesMatchTheExactDistribution()
    {
        // 4 speakers, 2 of each class, all right: of the 6 labellings 1 reaches a UAR of 1.
        const auto cell = binaryCell(4, [](std::size_t) { return true; });
        const auto p = adjustedPValues({{&cell}}, 2, 9, 20000).front();
        QVERIFY2(near(p, 1.0 / 6, 0.015), qPrintable(QString::number(p))); // 5.7 deviations
    }

    void onePermutationServesAllCells()
    {
        // The same cell many times: the maximum is that of one cell, so nothing is paid for the repetition.
        const auto cell = binaryCell(16, [](std::size_t i) { return i < 12; });
        const auto alone = adjustedPValues({{&cell}}, 2, 11);
        const auto repeated = adjustedPValues({{&cell}, {&cell}, {&cell}}, 2, 11);
        QCOMPARE(repeated, std::vector<double>(3, alone.front()));
        // Other cells raise it.
        const auto others = binaryCell(16, [](std::size_t i) { return i >= 4; });
        QVERIFY(adjustedPValues({{&cell}, {&others}}, 2, 11).front() > alone.front());
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_Statistics.moc"
