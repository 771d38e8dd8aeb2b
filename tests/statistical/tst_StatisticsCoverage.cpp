#include "core/base/SeedTree.h"
#include "core/experiment/Statistics.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;

namespace {

/// Each bound below lies at least this many binomial deviations from what is expected: a correct program
/// fails a check with a probability under 1e-6 (normal approximation), once and for all since seeds are
/// fixed.
constexpr double deviations = 4.9;

double slack(double probability, double simulations)
{
    return deviations * std::sqrt(probability * (1 - probability) / simulations);
}

std::size_t binomial(base::RandomStream& stream, std::size_t n, double p)
{
    std::size_t successes = 0;
    for (std::size_t i = 0; i < n; ++i)
        successes += stream.uniform() < p ? 1 : 0;
    return successes;
}

/// A cell whose decisions have nothing to do with the labels.
attack::LeakageCell nullCell(base::RandomStream& stream, std::size_t speakers)
{
    attack::LeakageCell cell;
    for (std::size_t i = 0; i < speakers; ++i) {
        const auto ones = binomial(stream, 10, stream.uniform());
        cell.clients.push_back({fmt::format("s{}", i), i, i % 2, 1, {{0, 0}}, {10 - ones, ones}});
    }
    return cell;
}

/// A speaker whose recalls of both classes are drawn around `uar`.
SpeakerUtility drawnSpeaker(base::RandomStream& stream, const std::string& name, double uar)
{
    learning::ConfusionMatrix confusion(2);
    for (std::size_t truth = 0; truth < 2; ++truth) {
        const double recall = uar + 0.2 * (stream.uniform() - 0.5);
        const auto right = binomial(stream, 10, recall);
        confusion.add(truth, truth, right);
        confusion.add(truth, 1 - truth, 10 - right);
    }
    return {name, confusion};
}

} // namespace

class TestStatisticsCoverage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attackIntervalsCoverTheTruth_data()
    {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("second");
        QTest::addColumn<int>("speakers");
        QTest::addColumn<double>("coverage"); // summed over all binomial outcomes
        QTest::newRow("chance, 6 a class") << 0.5 << 0.5 << 6 << 0.94189;
        QTest::newRow("uneven, 12 a class") << 0.9 << 0.6 << 12 << 0.95074;
        QTest::newRow("nearly perfect, 20 a class") << 0.97 << 0.95 << 20 << 0.92542;
    }

    void attackIntervalsCoverTheTruth()
    {
        QFETCH(double, first);
        QFETCH(double, second);
        QFETCH(int, speakers);
        QFETCH(double, coverage);
        auto stream = base::SeedTree(1).stream("attack coverage");
        constexpr int simulations = 4000;
        int covered = 0;
        for (int i = 0; i < simulations; ++i) {
            std::vector<SpeakerRecall> recalls;
            for (int s = 0; s < speakers; ++s)
                for (std::size_t label = 0; label < 2; ++label)
                    recalls.push_back(
                        {"", label, stream.uniform() < (label == 0 ? first : second) ? 1. : 0.});
            const auto uar = attackUar(recalls, 2);
            const double truth = (first + second) / 2;
            covered += uar.low <= truth && truth <= uar.high ? 1 : 0;
        }
        const double found = covered / static_cast<double>(simulations);
        QVERIFY2(std::abs(found - coverage) < slack(coverage, simulations),
                 qPrintable(QString::number(found)));
    }

    void utilityIntervalsCoverTheTruth()
    {
        auto stream = base::SeedTree(2).stream("utility coverage");
        constexpr int simulations = 400;
        int covered = 0;
        for (int i = 0; i < simulations; ++i) {
            std::vector<SpeakerUtility> speakers;
            for (int s = 0; s < 30; ++s)
                speakers.push_back(drawnSpeaker(stream, fmt::format("s{}", s), 0.6));
            const auto uar = estimateUtility({speakers}, static_cast<std::uint64_t>(i)).uar;
            covered += uar.low <= 0.6 && 0.6 <= uar.high ? 1 : 0;
        }
        const double coverage = covered / static_cast<double>(simulations);
        // The percentile bootstrap of 30 speakers covers about .93 to .95.
        QVERIFY2(coverage > 0.93 - slack(0.93, simulations), qPrintable(QString::number(coverage)));
        QVERIFY2(coverage < 0.995, qPrintable(QString::number(coverage)));
    }

    void pValuesAreUniformUnderChance()
    {
        auto stream = base::SeedTree(3).stream("null");
        constexpr int simulations = 2000;
        std::vector<int> below(3);
        const std::vector<double> levels = {0.05, 0.25, 0.5};
        for (int i = 0; i < simulations; ++i) {
            const auto cell = nullCell(stream, 16);
            const double p = adjustedPValues({{&cell}}, 2, static_cast<std::uint64_t>(i), 199).front();
            QVERIFY(p > 0 && p <= 1);
            for (std::size_t l = 0; l < levels.size(); ++l)
                below[l] += p <= levels[l] ? 1 : 0;
        }
        for (std::size_t l = 0; l < levels.size(); ++l) {
            const double share = below[l] / static_cast<double>(simulations);
            // Ties make p a little conservative: the share may fall short of the level by a tenth of it.
            QVERIFY2(share < levels[l] + slack(levels[l], simulations), qPrintable(QString::number(share)));
            QVERIFY2(share > 0.9 * levels[l] - slack(levels[l], simulations),
                     qPrintable(QString::number(share)));
        }
    }

    void theFamilyIsWrongNoMoreOftenThanStated()
    {
        auto stream = base::SeedTree(4).stream("family");
        constexpr int simulations = 1000;
        int wrong = 0;
        for (int i = 0; i < simulations; ++i) {
            std::vector<attack::LeakageCell> cells;
            for (int c = 0; c < 8; ++c)
                cells.push_back(nullCell(stream, 16));
            std::vector<std::vector<const attack::LeakageCell*>> family;
            for (const auto& cell : cells)
                family.push_back({&cell});
            const auto p = adjustedPValues(family, 2, static_cast<std::uint64_t>(i), 199);
            wrong += *std::min_element(p.begin(), p.end()) <= 0.05 ? 1 : 0;
        }
        const double share = wrong / static_cast<double>(simulations);
        QVERIFY2(share < 0.05 + slack(0.05, simulations), qPrintable(QString::number(share)));
        QVERIFY2(share > 0.045 - slack(0.045, simulations), qPrintable(QString::number(share)));
    }
};

QTEST_GUILESS_MAIN(TestStatisticsCoverage)
#include "tst_StatisticsCoverage.moc"
