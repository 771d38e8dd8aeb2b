#include "core/base/Error.h"
#include "core/privacy/AnalyticGaussian.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/NormalTail.h"
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

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// delta(epsilon) = integral of the density of y above y0 times 1 - exp(-mu (y - y0)), by Simpson's rule in
/// logarithms: slow, and nothing cancels.
double quadratureLogDelta(double mu, double epsilon)
{
    const double start = epsilon / mu - mu / 2;
    const double reach = std::min(12.0, 60 / std::max(1.0, start)) + std::max(0.0, -start);
    const int steps = 200000;
    const double h = reach / steps;
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double t = i * h;
        const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * std::exp(-start * t - t * t / 2) * -std::expm1(-mu * t);
    }
    return std::log(sum * h / 3) - start * start / 2 - std::log(2 * std::numbers::pi) / 2;
}

} // namespace

class TestGaussianAccountant : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tailsOfTheNormalDistribution()
    {
        QVERIFY(close(scaledErfc(0), 1, 1e-16));
        QVERIFY(close(scaledErfc(1), 0.42758357615580700441, 1e-15));
        QVERIFY(close(scaledErfc(19.999999), scaledErfc(20.000001), 2e-7));
        QVERIFY(close(scaledErfc(1e8), 1e-8 / std::sqrt(std::numbers::pi), 1e-15));
        QVERIFY(close(scaledErfc(20), 0.02817434874, 1e-9));
        QVERIFY(close(logNormalCdf(-10), -53.231285151, 1e-9)); // Phi(-10) = 7.619853024160527e-24
        QVERIFY(close(std::exp(logNormalCdf(1)), 0.84134474606854294859, 1e-15));
        QVERIFY(close(logNormalCdf(-1e5), -5e9 - std::log(1e5) - std::log(2 * std::numbers::pi) / 2, 1e-15));
    }

    void scaledErfcIsContinuousWhereItChangesItsForm()
    {
        // d/dx erfcx = 2 x erfcx - 2 / sqrt(pi)
        const double step = 1e-9;
        const double slope = 40 * scaledErfc(20) - 2 / std::sqrt(std::numbers::pi);
        QVERIFY(std::abs(scaledErfc(20) - scaledErfc(20 - step) - slope * step) <
                1e-15 * scaledErfc(20) * 10);
    }

    void knownAnswers()
    {
        // mu = 1: delta(1) = Phi(-1/2) - e Phi(-3/2)
        QVERIFY(close(std::exp(gaussianLogDelta(1, 1)), 0.12693673750664397, 1e-13));
        // One release at z = 1, delta = 1e-5 (Balle and Wang 2018).
        const auto event = gaussianEvent(1);
        const auto bound = makeAccountant("gaussian")->epsilon({&event, 1}, 1e-5);
        QVERIFY(close(bound.epsilon, 4.3772, 1e-4));
        QCOMPARE(bound.accountant, std::string("gaussian"));
        QVERIFY(bound.kind == BoundKind::Guaranteed);
    }

    void deltaEqualsQuadrature()
    {
        for (const double mu : {1e-9, 1e-4, 0.02, 0.0499, 0.0501, 0.3, 1.0, 3.0, 10.0})
            for (const double epsilon : {0.0, 1e-12, 1e-6, 1e-3, 0.1, 1.0, 10.0, 100.0}) {
                if (epsilon / mu - mu / 2 > 38)
                    continue;
                const double expected = quadratureLogDelta(mu, epsilon);
                const double value = gaussianLogDelta(mu, epsilon);
                QVERIFY2(std::abs(value - expected) <= 1e-11 * std::max(1.0, std::abs(expected)),
                         qPrintable(QString("%1 %2: %3 %4")
                                        .arg(mu)
                                        .arg(epsilon)
                                        .arg(value, 0, 'g', 17)
                                        .arg(expected, 0, 'g', 17)));
            }
    }

    void extremesStayFinite()
    {
        for (const double mu : {1e-300, 1e-20, 1e-3, 1.0, 100.0, 1e6})
            for (const double epsilon : {0.0, 1e-300, 1.0, 1e4, 1e12}) {
                const double value = gaussianLogDelta(mu, epsilon);
                QVERIFY(!std::isnan(value));
                QVERIFY(value <= 0);
            }
        const double epsilon = gaussianEpsilon(1, std::log(1e-300));
        QVERIFY(epsilon > 37 && epsilon < 38);
        QVERIFY(close(gaussianLogDelta(1, epsilon), std::log(1e-300), 1e-13));
        const double large = gaussianEpsilon(std::sqrt(2e4), std::log(1e-5));
        QVERIFY(large > 1e4 && large < 1.1e4);
        QCOMPARE(gaussianEpsilon(infinity, -1), infinity);
        QCOMPARE(gaussianEpsilon(1e-8, std::log(1e-5)), 0.0);
    }

    void inversesReturnTheSafeSide()
    {
        for (const double mu : {0.01, 0.5, 2.0, 40.0})
            for (const double logDelta : {-0.1, -5.0, -30.0, -600.0}) {
                const double epsilon = gaussianEpsilon(mu, logDelta);
                QVERIFY(gaussianLogDelta(mu, epsilon) <= logDelta);
                if (epsilon > 0) {
                    QVERIFY(gaussianLogDelta(mu, epsilon * (1 - 1e-9)) > logDelta);
                    QVERIFY(close(gaussianMu(epsilon, logDelta), mu, 1e-9));
                    QVERIFY(gaussianLogDelta(gaussianMu(epsilon, logDelta), epsilon) <= logDelta);
                }
            }
    }

    void composesByTheSumOfSquares()
    {
        const auto accountant = makeAccountant("gaussian");
        const auto whole = gaussianEvent(3, 100);
        const PrivacyEvent parts[] = {gaussianEvent(3, 36), gaussianEvent(3, 28), gaussianEvent(0.5)};
        QVERIFY(close(accountant->epsilon(parts, 1e-6).epsilon,
                      accountant->epsilon({&whole, 1}, 1e-6).epsilon, 1e-12));
        auto replaced = gaussianEvent(2);
        replaced.relation = Relation::Replace;
        const auto single = gaussianEvent(1);
        QCOMPARE(accountant->epsilon({&replaced, 1}, 1e-5).epsilon,
                 accountant->epsilon({&single, 1}, 1e-5).epsilon);
        auto null = gaussianEvent(1);
        null.relation = Relation::ReplaceWithNull;
        QCOMPARE(accountant->delta({&null, 1}, 1).delta, accountant->delta({&single, 1}, 1).delta);
    }

    void refusesWhatItDoesNotCover()
    {
        const auto accountant = makeAccountant("gaussian");
        auto event = gaussianEvent(1);
        event.sampling = Sampling::Poisson;
        event.sampleRate = 0.1;
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon({&event, 1}, 1e-5));
        event.sampleRate = 1;
        QVERIFY(accountant->epsilon({&event, 1}, 1e-5).epsilon > 4);
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon({&event, 1}, 0));
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon({&event, 1}, 1));
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon({&event, 1}, std::nan("")));
        QVERIFY_THROWS_EXCEPTION(Error, accountant->delta({&event, 1}, -1));
        QVERIFY_THROWS_EXCEPTION(Error, accountant->delta({&event, 1}, infinity));
        QVERIFY_THROWS_EXCEPTION(Error, makeAccountant("moments"));
        QVERIFY_THROWS_EXCEPTION(Error, makeAccountant("gaussian", 0));
        PrivacyEvent mixed[] = {gaussianEvent(1), gaussianEvent(1)};
        mixed[1].relation = Relation::Replace;
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon(mixed, 1e-5));
        mixed[1].relation = mixed[0].relation;
        mixed[1].unit = "record";
        QVERIFY_THROWS_EXCEPTION(Error, accountant->epsilon(mixed, 1e-5));
    }

    void nothingReleasedCostsNothingAndNoNoiseEverything()
    {
        const auto accountant = makeAccountant("gaussian");
        QCOMPARE(accountant->epsilon({}, 1e-5).epsilon, 0.0);
        QCOMPARE(accountant->delta({}, 1).delta, 0.0);
        PrivacyEvent events[] = {gaussianEvent(1, 0), gaussianEvent(1)};
        events[1].sampling = Sampling::Poisson;
        events[1].sampleRate = 1;
        events[1].noiseMultiplier = 0;
        QCOMPARE(accountant->epsilon(events, 1e-5).epsilon, infinity);
        QCOMPARE(accountant->delta(events, 1).delta, 1.0);
        events[1].count = 0;
        QCOMPARE(accountant->epsilon(events, 1e-5).epsilon, 0.0);
    }

    void equalsTheTable()
    {
        const auto file = tests::sharedGolden("dp/gaussian_analytic.csv");
        if (!file)
            QSKIP("the reference tables are not here");
        for (const auto& row : tests::goldenRows(*file)) {
            const double mu = 1 / row.number("sigma");
            const double epsilon = row.number("epsilon");
            const double logDelta = row.number("log_delta");
            if (row.text("kind") == "delta_of_sigma_epsilon")
                QVERIFY(close(gaussianLogDelta(mu, epsilon), logDelta, 1e-11));
            else if (row.text("kind") == "sigma_of_epsilon_delta")
                QVERIFY(close(1 / gaussianMu(epsilon, logDelta), row.number("sigma"), 1e-11));
            else
                QVERIFY(close(gaussianEpsilon(mu, logDelta), epsilon, 1e-11));
        }
    }

    void calibratesNoiseRoundsAndRefuses()
    {
        const auto accountant = makeAccountant("gaussian");
        const auto event = gaussianEvent(1, 10);
        const auto noise = calibrateNoise(*accountant, event, {2, 1e-5});
        QVERIFY(noise.bound.epsilon <= 2);
        QVERIFY(close(noise.bound.epsilon, 2, 1e-11));
        QVERIFY(close(std::sqrt(10) / noise.event.noiseMultiplier, gaussianMu(2, std::log(1e-5)), 1e-11));
        const auto rounds = calibrateRounds(*accountant, noise.event, {2, 1e-5});
        QCOMPARE(rounds.event.count, std::size_t{10});
        const auto more = calibrateRounds(*accountant, gaussianEvent(50), {3, 1e-5});
        auto next = more.event;
        ++next.count;
        QVERIFY(more.bound.epsilon <= 3);
        QVERIFY(accountant->epsilon({&next, 1}, 1e-5).epsilon > 3);
        QVERIFY_THROWS_EXCEPTION(Error, calibrateRounds(*accountant, gaussianEvent(0.1), {1, 1e-5}));
        QVERIFY_THROWS_EXCEPTION(Error, calibrateNoise(*accountant, event, {0, 1e-5}));
        QVERIFY_THROWS_EXCEPTION(Error, calibrateNoise(*accountant, event, {infinity, 1e-5}));
        QVERIFY_THROWS_EXCEPTION(Error, calibrateNoise(*accountant, event, {1, 0}));
        QVERIFY_THROWS_EXCEPTION(Error, calibrateSampleRate(*accountant, event, {1, 1e-5}));
        QVERIFY_THROWS_EXCEPTION(Error, calibrateClients(*accountant, event, 5, {1, 1e-5}));
    }

    void solvesForRateAndClients()
    {
        const auto accountant = makeAccountant("wei");
        auto event = gaussianEvent(1, 100);
        event.sampling = Sampling::Poisson;
        const auto rate = calibrateSampleRate(*accountant, event, {5, 0.01});
        QVERIFY(close(rate.event.sampleRate, 25 / (200 * -std::log(0.01)), 1e-11));
        QVERIFY(rate.bound.epsilon <= 5);
        const auto clients = calibrateClients(*accountant, event, 10, {5, 0.01});
        QCOMPARE(clients.clients, static_cast<std::size_t>(std::ceil(10 / rate.event.sampleRate)));
        QVERIFY(clients.calibration.bound.epsilon <= 5);
        // A budget that even everyone's participation keeps is not exceeded by any rate.
        QCOMPARE(calibrateSampleRate(*accountant, event, {1000, 0.01}).event.sampleRate, 1.0);
        QCOMPARE(calibrateClients(*accountant, event, 10, {1000, 0.01}).clients, std::size_t{10});
    }
};

QTEST_GUILESS_MAIN(TestGaussianAccountant)
#include "tst_GaussianAccountant.moc"
