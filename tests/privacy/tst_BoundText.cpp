#include "core/privacy/BoundText.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace undertone::privacy;

namespace {

std::string epsilonOf(double epsilon, std::optional<double> optimistic = {})
{
    PrivacyBound bound;
    bound.epsilon = epsilon;
    bound.optimistic = optimistic;
    return epsilonText(bound);
}

std::string deltaOf(double logDelta)
{
    PrivacyBound bound;
    bound.logDelta = logDelta;
    bound.delta = std::exp(logDelta);
    return deltaText(bound);
}

} // namespace

class TestBoundText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void epsilonHasTheDigitsThatItsEndsShare()
    {
        QCOMPARE(epsilonOf(1.828244, 1.828198), "1.8283");
        QCOMPARE(epsilonOf(1.828244, 1.828244), "1.82825");
        QCOMPARE(epsilonOf(1.828244), "1.82825");
        QCOMPARE(epsilonOf(2, 2), "2.00000");
        QCOMPARE(epsilonOf(1733.21, 1733.19), "1733.3");
        QCOMPARE(epsilonOf(1733.21, 1700), "1800");
        QCOMPARE(epsilonOf(0.000123456789), "0.000123457");
        QCOMPARE(epsilonOf(0, 0), "0");
        QCOMPARE(epsilonOf(std::numeric_limits<double>::infinity()), "inf");
    }

    void shownEpsilonIsNeverBelowTheBound()
    {
        for (double epsilon = 1e-6; epsilon < 1e5; epsilon *= 1.37)
            for (const double share : {0., 1e-7, 1e-5, 1e-3, 0.2})
                QVERIFY(std::stod(epsilonOf(epsilon, epsilon * (1 - share))) >= epsilon * (1 - 1e-9));
    }

    void deltaGoesBelowWhatANumberHolds()
    {
        QCOMPARE(deltaOf(std::log(1e-5)), "1e-05");
        QCOMPARE(deltaOf(std::log(0.25)), "0.25");
        QCOMPARE(deltaOf(-1000), "5.076e-435");
        QCOMPARE(deltaOf(-std::numeric_limits<double>::infinity()), "0");
        QCOMPARE(deltaOf(0), "1");
    }

    void wordsOfRelationsAndEvents()
    {
        QCOMPARE(relationWords(Relation::Replace, "client"), "one client becomes another");
        PrivacyEvent event;
        event.noiseMultiplier = 1.5;
        QCOMPARE(eventWords(event), "1 release of noise multiplier 1.5, everyone takes part");
        event.count = 1000;
        event.sampling = Sampling::Poisson;
        event.sampleRate = 0.01;
        QCOMPARE(eventWords(event),
                 "1000 releases of noise multiplier 1.5, Poisson sampling at a rate of 0.01");
        event.sampling = Sampling::FixedSize;
        QCOMPARE(eventWords(event),
                 "1000 releases of noise multiplier 1.5, cohorts of fixed size at a rate of 0.01");
    }

    void whatAnAttackCanFind()
    {
        QCOMPARE(largestTruePositiveRate(0, 0, 0.05), 0.05);
        QCOMPARE(largestTruePositiveRate(std::log(3.), 0.01, 0.1), 0.31);
        QCOMPARE(largestTruePositiveRate(std::log(10.), 0, 0.1), 1 - 0.9 / 10);
        QCOMPARE(largestTruePositiveRate(std::numeric_limits<double>::infinity(), 0, 0.1), 1.);
        QCOMPARE(largestTruePositiveRate(1, 0.5, 0.5), 1.);
    }
};

QTEST_GUILESS_MAIN(TestBoundText)
#include "tst_BoundText.moc"
