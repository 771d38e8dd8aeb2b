#include "core/learning/ClassificationMetrics.h"

#include "core/base/SeedTree.h"

#include <QtTest>

#include <limits>

using namespace undertone;
using namespace undertone::learning;

namespace {

/// The definition: a positive beats a negative, ties counting half, over all pairs.
double pairwiseAuc(const std::vector<double>& scores, const std::vector<bool>& positive)
{
    double wins = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        for (std::size_t j = 0; j < scores.size(); ++j)
            if (positive[i] && !positive[j]) {
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                ++pairs;
            }
    return wins / pairs;
}

} // namespace

class tst_ClassificationMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void confusionCounts()
    {
        ConfusionMatrix matrix(3);
        matrix.add(0, 1);
        matrix.add(0, 1, 4);
        matrix.add(2, 2);
        QCOMPARE(matrix.classes(), std::size_t{3});
        QCOMPARE(matrix.count(0, 1), std::uint64_t{5});
        QCOMPARE(matrix.count(1, 0), std::uint64_t{0});
        QCOMPARE(matrix.total(), std::uint64_t{6});
        ConfusionMatrix other(3);
        other.add(1, 0, 2);
        other.add(matrix);
        QCOMPARE(other.count(0, 1), std::uint64_t{5});
        QCOMPARE(other.count(1, 0), std::uint64_t{2});
        QCOMPARE(other.total(), std::uint64_t{8});
    }

    void uarAveragesRecalls()
    {
        ConfusionMatrix matrix(2);
        matrix.add(0, 0, 90);
        matrix.add(0, 1, 10);
        matrix.add(1, 1, 1);
        matrix.add(1, 0, 3);
        QCOMPARE(matrix.unweightedAverageRecall(), (0.9 + 0.25) / 2);
        QCOMPARE(matrix.accuracy(), 91.0 / 104);
    }

    void absentClassesAreLeftOut()
    {
        ConfusionMatrix matrix(4);
        matrix.add(1, 1, 3);
        matrix.add(1, 0, 1);
        matrix.add(3, 2, 5); // class 2 is predicted but never true
        QCOMPARE(matrix.unweightedAverageRecall(), 0.375);
        QCOMPARE(ConfusionMatrix(4).unweightedAverageRecall(), 0.0);
        QCOMPARE(ConfusionMatrix(4).accuracy(), 0.0);
        QCOMPARE(ConfusionMatrix().unweightedAverageRecall(), 0.0);
    }

    void aucOfKnownOrders()
    {
        QCOMPARE(areaUnderRoc({1, 2, 3, 4}, {false, false, true, true}), 1.0);
        QCOMPARE(areaUnderRoc({4, 3, 2, 1}, {false, false, true, true}), 0.0);
        QCOMPARE(areaUnderRoc({7, 7, 7, 7}, {false, true, true, false}), 0.5);
        QCOMPARE(areaUnderRoc({1, 2, 2, 3}, {false, true, false, true}), 0.875);
        const double infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(areaUnderRoc({-infinity, 0, infinity}, {false, true, true}), 1.0);
    }

    void aucOfNaNEnds()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(areaUnderRoc({nan, 1, 2, nan}, {true, false, true, false}), 0.625);
        QCOMPARE(areaUnderRoc({nan, nan}, {true, false}), 0.5);
    }

    void aucWithoutOneClassIsChance()
    {
        QCOMPARE(areaUnderRoc({1, 2}, {true, true}), 0.5);
        QCOMPARE(areaUnderRoc({1, 2}, {false, false}), 0.5);
        QCOMPARE(areaUnderRoc({}, {}), 0.5);
    }

    void aucMatchesAllPairs()
    {
        auto stream = base::SeedTree(5).stream("scores");
        for (int repeat = 0; repeat < 200; ++repeat) {
            const std::size_t n = 2 + stream.below(40);
            const std::uint64_t levels = 1 + stream.below(30); // few levels: many ties
            std::vector<double> scores;
            std::vector<bool> positive = {true, false};
            for (std::size_t i = 0; i < n; ++i)
                scores.push_back(static_cast<double>(stream.below(levels)) - 3);
            while (positive.size() < n)
                positive.push_back(stream.below(3) == 0);
            QVERIFY(std::abs(areaUnderRoc(scores, positive) - pairwiseAuc(scores, positive)) < 1e-12);
        }
    }
};

QTEST_GUILESS_MAIN(tst_ClassificationMetrics)
#include "tst_ClassificationMetrics.moc"
