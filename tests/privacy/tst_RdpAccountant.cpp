#include "core/base/Error.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/LossMoments.h"
#include "core/privacy/RdpAccountant.h"
#include "core/privacy/RenyiBound.h"
#include "core/privacy/RenyiDivergences.h"
#include "tests/privacy/PrivacyEvents.h"
#include "tests/support/SharedGolden.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace undertone;
using namespace undertone::privacy;
using tests::close;
using tests::gaussianEvent;
using tests::poissonEvent;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The orders of the reference tables.
std::vector<double> tableOrders()
{
    std::vector<double> orders;
    for (int k = 1; k <= 99; ++k)
        orders.push_back(1 + k / 10.0);
    for (int k = 11; k <= 63; ++k)
        orders.push_back(k);
    for (const double order : {128.0, 256.0, 512.0, 1024.0})
        orders.push_back(order);
    return orders;
}

/// The smallest epsilon over the orders of the tables.
double epsilonOnTableOrders(const RenyiCurve& curve, double delta)
{
    double least = std::numeric_limits<double>::infinity();
    for (const double order : tableOrders())
        least = std::min(least, renyiEpsilon(order, curve(order), std::log(delta)));
    return least;
}

RenyiCurve curveOf(const PrivacyEvent& event)
{
    return [event](double order) { return double(event.count) * releaseDivergence(event, order); };
}

/// E_{x~N(0,s^2)}[(1 - q + q e^t)^alpha] - 1 by Simpson's rule in long double, for moderate arguments.
double simpsonDivergence(double q, double s, double alpha)
{
    const int steps = 40000;
    const long double low = -12 * s;
    const long double h = (alpha + 24 * s) / steps;
    long double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const long double x = low + i * h;
        const long double ratio = 1 - q + q * std::exp((2 * x - 1) / (2.0L * s * s));
        const long double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * std::exp(-x * x / (2.0L * s * s)) * std::pow(ratio, (long double)alpha);
    }
    sum *= h / 3 / (s * std::sqrt(2 * std::numbers::pi_v<long double>));
    return double(std::log(sum) / (alpha - 1));
}

PrivacyEvent fixedEvent(double q, double z, std::size_t count)
{
    auto event = poissonEvent(q, z, count, Relation::Replace);
    event.sampling = Sampling::FixedSize;
    return event;
}

} // namespace

class TestRdpAccountant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void divergenceEqualsQuadrature()
    {
        for (const double q : {0.01, 0.3, 0.99})
            for (const double s : {0.6, 1.0, 3.0})
                for (const double alpha : {1.3, 2.0, 3.7, 12.0})
                    QVERIFY(close(releaseDivergence(poissonEvent(q, s, 1), alpha),
                                  simpsonDivergence(q, s, alpha), 1e-10));
    }

    void sumAndIntegralAgreeAtWholeOrders()
    {
        for (const double q : {1e-6, 0.01, 0.5})
            for (const double s : {0.02, 0.05, 0.3, 1.0, 20.0})
                for (const int order : {2, 3, 7, 64, 300})
                    QVERIFY2(close(renyiDivergence(LossPair(poissonEvent(q, s, 1), Direction::Remove), order),
                                   wholeOrderDivergence(q, s, order), 1e-12),
                             qPrintable(QString("%1 %2 %3").arg(q).arg(s).arg(order)));
    }

    void equalsTheTable()
    {
        const auto file = tests::sharedGolden("dp/rdp_subsampled_gaussian.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const double order = row.number("order");
            const auto event = poissonEvent(row.number("q"), row.number("noise_multiplier"), 1);
            const double value = releaseDivergence(event, order);
            QVERIFY(close(value, row.number("rdp_exact_mpmath"), 1e-11));
            QVERIFY(close(renyiDivergence(LossPair(event, Direction::Remove), order), value, 1e-11));
            if (order == std::floor(order))
                QVERIFY(close(value, row.number("rdp"), 1e-9));
        }
    }

    /// The removal dominates the addition at every order.
    void removalDominatesAddition()
    {
        for (const double q : {0.01, 0.5})
            for (const double s : {0.5, 2.0})
                for (const double order : {1.1, 2.0, 5.5, 40.0}) {
                    const auto event = poissonEvent(q, s, 1);
                    QVERIFY(renyiDivergence(LossPair(event, Direction::Add), order) <=
                            renyiDivergence(LossPair(event, Direction::Remove), order));
                }
    }

    void replaceOneIsBetweenHalfAndWholeParticipation()
    {
        for (const double order : {1.5, 3.0, 17.0}) {
            const auto event = poissonEvent(0.2, 1.5, 1, Relation::Replace);
            auto full = event;
            full.sampleRate = 1;
            QVERIFY(releaseDivergence(event, order) >= releaseDivergence(poissonEvent(0.2, 1.5, 1), order));
            QVERIFY(releaseDivergence(event, order) <= releaseDivergence(full, order));
            QVERIFY(close(releaseDivergence(full, order), order / (2 * 0.75 * 0.75), 1e-15));
        }
    }

    void fixedSizeEqualsTheTable()
    {
        const auto file = tests::sharedGolden("dp/rdp_wor_replace_one.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file))
            QVERIFY(close(
                fixedSizeDivergence(row.number("q"), row.number("noise_multiplier"), row.number("order")),
                row.number("rdp_wor_replace_one"), 1e-9));
    }

    void fixedSizeByHand()
    {
        // Order 2: log(1 + q^2 min{4 (e^(1/s^2) - 1), 2 e^(1/s^2)}), here with s = z / 2 = 1.
        const double e = std::numbers::e;
        QVERIFY(
            close(fixedSizeDivergence(0.1, 1, 2), std::log1p(0.01 * std::min(4 * (e - 1), 2 * e)), 1e-14));
        QVERIFY(close(releaseDivergence(fixedEvent(0.1, 2, 1), 2), fixedSizeDivergence(0.1, 1, 2), 1e-15));
        // Between whole orders (alpha - 1) D is linear, and D(1) counts as 0.
        QVERIFY(close(fixedSizeDivergence(0.1, 1, 1.5) * 0.5, fixedSizeDivergence(0.1, 1, 2) * 0.5, 1e-14));
        QVERIFY(close(fixedSizeDivergence(0.1, 1, 2.25) * 1.25,
                      0.75 * fixedSizeDivergence(0.1, 1, 2) + 0.5 * fixedSizeDivergence(0.1, 1, 3), 1e-14));
        // Sampling never costs.
        for (const double order : {2.0, 10.0, 5000.0})
            QVERIFY(releaseDivergence(fixedEvent(0.9, 1, 1), order) <= order / (2 * 0.25));
    }

    /// B(l) = E[(likelihood ratio - 1)^l] against its alternating sum, where that keeps digits.
    void momentsOfTheRatio()
    {
        for (const double s : {0.7, 1.0, 2.0})
            for (const int power : {2, 4, 6}) {
                double sum = 0;
                double binomial = 1;
                for (int i = 0; i <= power; ++i) {
                    sum += (i % 2 == 0 ? 1 : -1) * binomial * std::exp(i * (i - 1.0) / (2 * s * s));
                    binomial *= double(power - i) / (i + 1);
                }
                QVERIFY(close(std::exp(logRatioMoment(s, power)), sum, 1e-9));
            }
    }

    void knownEpsilon()
    {
        const RdpAccountant accountant;
        const auto event = poissonEvent(0.01, 1, 1000);
        const auto bound = accountant.epsilon({&event, 1}, 1e-5);
        // On the table's orders 2.101365; refined a little below.
        QVERIFY(bound.epsilon > 2.1012 && bound.epsilon < 2.101365);
        QVERIFY(close(epsilonOnTableOrders(curveOf(event), 1e-5), 2.101365, 1e-6));
        QVERIFY(*bound.order > 7 && *bound.order < 9);
        QCOMPARE(bound.accountant, std::string("rdp"));
        QVERIFY(!bound.optimistic);
    }

    void epsilonEqualsTheTableOnItsOrders()
    {
        const auto file = tests::sharedGolden("dp/epsilon_table.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        const RdpAccountant accountant;
        for (const auto& row : tests::goldenRows(*file)) {
            const auto event = poissonEvent(row.number("q"), row.number("noise_multiplier"),
                                            static_cast<std::size_t>(row.number("steps")));
            const double delta = row.number("delta");
            const double expected = row.number("eps_rdp_exact");
            QVERIFY(close(epsilonOnTableOrders(curveOf(event), delta), expected, 1e-8));
            QVERIFY(row.number("eps_rdp_dpaccounting") >= expected * (1 - 1e-8));
            const double refined = accountant.epsilon({&event, 1}, delta).epsilon;
            QVERIFY(refined <= expected * (1 + 1e-8));
            QVERIFY(refined >= row.number("eps_ref") - 1e-7);
        }
    }

    void deltaIsNeverAboveTheTables()
    {
        const auto file = tests::sharedGolden("dp/delta_table.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        const RdpAccountant accountant;
        for (const auto& row : tests::goldenRows(*file)) {
            const auto event = poissonEvent(row.number("q"), row.number("noise_multiplier"),
                                            static_cast<std::size_t>(row.number("steps")));
            const double delta = accountant.delta({&event, 1}, row.number("epsilon")).delta;
            QVERIFY(delta <= row.number("delta_rdp_exact_orders") * (1 + 1e-7) + 1e-300);
            QVERIFY(delta >= row.number("delta_ref") * (1 - 1e-6) - 1e-12);
        }
    }

    void noiseOfTheTableGivesItsEpsilon()
    {
        const auto file = tests::sharedGolden("dp/calibration.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        const RdpAccountant accountant;
        for (const auto& row : tests::goldenRows(*file)) {
            auto event = poissonEvent(row.number("q"), row.number("nm_rdp_exact"),
                                      static_cast<std::size_t>(row.number("steps")));
            const double target = row.number("target_epsilon");
            const double delta = row.number("delta");
            QVERIFY(close(epsilonOnTableOrders(curveOf(event), delta), target, 1e-6));
            const auto solved = calibrateNoise(accountant, event, {target, delta});
            QVERIFY(solved.bound.epsilon <= target);
            QVERIFY(close(solved.bound.epsilon, target, 1e-7));
            QVERIFY(solved.event.noiseMultiplier <= row.number("nm_rdp_exact") * (1 + 1e-6));
        }
    }

    void deltaAndEpsilonAreInverse()
    {
        const RdpAccountant accountant;
        for (const double delta : {1e-3, 1e-10, 1e-100, 1e-300})
            for (const auto& event :
                 {poissonEvent(0.02, 0.8, 500), gaussianEvent(3, 10), fixedEvent(0.05, 3, 100)}) {
                const auto bound = accountant.epsilon({&event, 1}, delta);
                QVERIFY(std::isfinite(bound.epsilon) && bound.epsilon > 0);
                QVERIFY(std::abs(accountant.delta({&event, 1}, bound.epsilon).logDelta - std::log(delta)) <
                        1e-4);
            }
    }

    void extremesStayFinite()
    {
        const RdpAccountant accountant;
        for (const double q : {1e-12, 1e-4, 0.5, 1.0})
            for (const double z : {1e-6, 0.01, 1.0, 1e4})
                for (const std::size_t count : {std::size_t{1}, std::size_t{1000000}})
                    for (const double delta : {1e-300, 1e-5, 0.9}) {
                        const auto event = poissonEvent(q, z, count);
                        const double epsilon = accountant.epsilon({&event, 1}, delta).epsilon;
                        QVERIFY(epsilon >= 0 && epsilon < infinity);
                    }
        // A loss so small that delta covers all of it.
        const auto tiny = poissonEvent(1e-6, 100, 1);
        QCOMPARE(accountant.epsilon({&tiny, 1}, 1e-3).epsilon, 0.0);
    }

    void growsAndFallsWithEveryArgument()
    {
        const RdpAccountant accountant;
        const auto epsilon = [&](double q, double z, std::size_t count, double delta) {
            const auto event = poissonEvent(q, z, count);
            return accountant.epsilon({&event, 1}, delta).epsilon;
        };
        const double base = epsilon(0.02, 1, 100, 1e-5);
        QVERIFY(epsilon(0.021, 1, 100, 1e-5) > base);
        QVERIFY(epsilon(0.02, 0.99, 100, 1e-5) > base);
        QVERIFY(epsilon(0.02, 1, 101, 1e-5) > base);
        QVERIFY(epsilon(0.02, 1, 100, 0.9e-5) > base);
    }

    void halvesComposeToTheWhole()
    {
        const RdpAccountant accountant;
        const auto whole = poissonEvent(0.02, 1, 100);
        const PrivacyEvent parts[] = {poissonEvent(0.02, 1, 30), poissonEvent(0.02, 1, 70)};
        QVERIFY(close(accountant.epsilon(parts, 1e-5).epsilon, accountant.epsilon({&whole, 1}, 1e-5).epsilon,
                      1e-12));
        const PrivacyEvent unequal[] = {poissonEvent(0.02, 1, 30), gaussianEvent(4)};
        QVERIFY(accountant.epsilon(unequal, 1e-5).epsilon > accountant.epsilon({&parts[0], 1}, 1e-5).epsilon);
    }

    void refusesFixedSizeWithoutReplacement()
    {
        auto event = poissonEvent(0.1, 1, 10);
        event.sampling = Sampling::FixedSize;
        QVERIFY_THROWS_EXCEPTION(Error, RdpAccountant().epsilon({&event, 1}, 1e-5));
        event.relation = Relation::ReplaceWithNull;
        QVERIFY_THROWS_EXCEPTION(Error, RdpAccountant().delta({&event, 1}, 1));
        event.relation = Relation::Replace;
        QVERIFY(RdpAccountant().epsilon({&event, 1}, 1e-5).epsilon > 0);
    }
};

QTEST_GUILESS_MAIN(TestRdpAccountant)
#include "tst_RdpAccountant.moc"
