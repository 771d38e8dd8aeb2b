#include "core/base/Error.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/NormalTail.h"
#include "core/privacy/PldAccountant.h"
#include "core/privacy/RdpAccountant.h"
#include "tests/privacy/PrivacyEvents.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace undertone;
using namespace undertone::privacy;
using tests::close;
using tests::gaussianEvent;
using tests::poissonEvent;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double normalCdf(double x)
{
    return std::exp(logNormalCdf(x));
}

/// Hockey-stick divergence of one subsampled release by its closed form: the set where the loss exceeds
/// epsilon is a half line that ends at x.
double oneReleaseDelta(double q, double s, double epsilon)
{
    const double removeAt = s * s * std::log((std::expm1(epsilon) + q) / q) + 0.5;
    const double mixed = (1 - q) * normalCdf(-removeAt / s) + q * normalCdf((1 - removeAt) / s);
    const double remove = mixed - std::exp(epsilon) * normalCdf(-removeAt / s);
    if (std::expm1(-epsilon) + q <= 0)
        return remove;
    const double addAt = s * s * std::log((std::expm1(-epsilon) + q) / q) + 0.5;
    const double under = (1 - q) * normalCdf(addAt / s) + q * normalCdf((addAt - 1) / s);
    return std::max(remove, normalCdf(addAt / s) - std::exp(epsilon) * under);
}

/// Privacy buckets, slow and obvious: masses from differences of normal distribution functions, rounded up or
/// down, convolved term by term.
struct Buckets
{
    double step;
    int first;
    std::vector<double> mass;
    double infinite = 0;
};

enum class Rounding { Down, Up };

/// Losses of Remove on a grid, P = (1-q) N(0) + q N(1).
Buckets bucketsOf(double q, double s, double step, Rounding rounding)
{
    const auto upTo = [&](double loss) {
        if (std::expm1(loss) + q <= 0)
            return 0.0;
        const double x = s * s * std::log((std::expm1(loss) + q) / q) + 0.5;
        return (1 - q) * normalCdf(x / s) + q * normalCdf((x - 1) / s);
    };
    const double lowest = std::log1p(-q);
    Buckets buckets{step, int(std::floor(lowest / step)), {}, 0};
    const double highest = std::log1p(q * std::expm1((2 * (1 + 9 * s) - 1) / (2 * s * s)));
    const int last = int(std::ceil(highest / step));
    buckets.mass.assign(std::size_t(last - buckets.first + 1), 0.0);
    for (int k = buckets.first; k < last; ++k)
        buckets.mass[std::size_t(k - buckets.first) + (rounding == Rounding::Up ? 1 : 0)] +=
            upTo((k + 1) * step) - upTo(k * step);
    if (rounding == Rounding::Up)
        buckets.infinite = 1 - upTo(last * step);
    return buckets;
}

Buckets convolved(const Buckets& a, const Buckets& b)
{
    Buckets sum{a.step, a.first + b.first, std::vector<double>(a.mass.size() + b.mass.size() - 1), 0};
    for (std::size_t i = 0; i < a.mass.size(); ++i)
        for (std::size_t j = 0; j < b.mass.size(); ++j)
            sum.mass[i + j] += a.mass[i] * b.mass[j];
    sum.infinite = a.infinite + b.infinite - a.infinite * b.infinite;
    return sum;
}

double deltaOf(const Buckets& buckets, double epsilon)
{
    double sum = buckets.infinite;
    for (std::size_t i = 0; i < buckets.mass.size(); ++i) {
        const double loss = (buckets.first + double(i)) * buckets.step;
        if (loss > epsilon)
            sum += buckets.mass[i] * -std::expm1(epsilon - loss);
    }
    return sum;
}

} // namespace

class TestPldAccountant : public QObject
{
    Q_OBJECT

    const PldAccountant m_fine = PldAccountant::withTolerance(1e-6);
    const PldAccountant m_usual = PldAccountant::withTolerance(defaultTolerance);

    double epsilon(const PrivacyEvent& event, double delta) const
    {
        return m_usual.epsilon({&event, 1}, delta).epsilon;
    }

private Q_SLOTS:
    void oneReleaseEqualsTheClosedForm()
    {
        for (const double q : {0.001, 0.1, 0.7})
            for (const double s : {0.4, 1.0, 3.0})
                for (const double target : {0.0, 0.01, 0.5, 1.0, 4.0}) {
                    const double expected = oneReleaseDelta(q, s, target);
                    if (expected < 1e-11)
                        continue;
                    const auto event = poissonEvent(q, s, 1);
                    const auto bound = m_fine.delta({&event, 1}, target);
                    QVERIFY(bound.delta >= expected * (1 - 1e-10));
                    QVERIFY(close(bound.delta, expected, 1e-4));
                    QVERIFY(*bound.optimistic <= expected * (1 + 1e-10));
                    QVERIFY(close(*bound.optimistic, expected, 1e-3));
                }
    }

    /// Three and four releases against bucket convolution: its two roundings enclose the truth.
    void fewReleasesLieBetweenTheBuckets()
    {
        for (const auto& [q, s] : {std::pair{0.2, 1.0}, std::pair{0.5, 1.5}}) {
            auto low = bucketsOf(q, s, 4e-3, Rounding::Down);
            auto high = bucketsOf(q, s, 4e-3, Rounding::Up);
            const auto lowOne = low;
            const auto highOne = high;
            for (std::size_t count = 2; count <= 4; ++count) {
                low = convolved(low, lowOne);
                high = convolved(high, highOne);
                for (const double target : {0.5, 1.0, 2.5}) {
                    const auto event = poissonEvent(q, s, count);
                    const auto bound = m_fine.delta({&event, 1}, target);
                    // Remove is the larger direction here; the buckets know no other.
                    QVERIFY(bound.delta >= deltaOf(low, target));
                    QVERIFY(*bound.optimistic <= deltaOf(high, target));
                    QVERIFY(deltaOf(high, target) < 1.1 * deltaOf(low, target));
                    QVERIFY(bound.delta - *bound.optimistic < 1e-3 * bound.delta);
                }
            }
        }
    }

    void unequalReleasesLieBetweenTheBuckets()
    {
        const auto low =
            convolved(bucketsOf(0.2, 1, 4e-3, Rounding::Down), bucketsOf(0.05, 0.7, 4e-3, Rounding::Down));
        const auto high =
            convolved(bucketsOf(0.2, 1, 4e-3, Rounding::Up), bucketsOf(0.05, 0.7, 4e-3, Rounding::Up));
        const PrivacyEvent events[] = {poissonEvent(0.2, 1, 1), poissonEvent(0.05, 0.7, 1)};
        for (const double target : {0.5, 1.0, 3.0}) {
            const auto bound = m_fine.delta(events, target);
            QVERIFY(bound.delta >= deltaOf(low, target));
            QVERIFY(*bound.optimistic <= deltaOf(high, target));
            QVERIFY(bound.delta - *bound.optimistic < 1e-3 * bound.delta);
        }
    }

    /// Rate 1 by the grid (a Gaussian among releases of next to no loss) against the analytic Gaussian.
    void gaussianAmongOthersEqualsTheClosedForm()
    {
        const PrivacyEvent events[] = {gaussianEvent(2, 3), poissonEvent(1e-9, 50, 1)};
        const auto exact = makeAccountant("gaussian");
        for (const double delta : {1e-3, 1e-8, 1e-30, 1e-200}) {
            const double expected = exact->epsilon({events, 1}, delta).epsilon;
            const auto bound = m_usual.epsilon(events, delta);
            QVERIFY(bound.epsilon >= expected * (1 - 1e-9));
            QVERIFY(bound.epsilon <= expected + 1.5e-4);
            QVERIFY(*bound.optimistic <= expected * (1 + 1e-9));
            QVERIFY(*bound.optimistic >= expected - 4e-4);
        }
    }

    void knownEpsilon()
    {
        // q = 0.01, z = 1, T = 1000, delta = 1e-5: 1.82823667 (by extrapolation of connect-the-dots grids).
        const auto event = poissonEvent(0.01, 1, 1000);
        const auto bound = m_usual.epsilon({&event, 1}, 1e-5);
        QVERIFY(bound.epsilon >= 1.828236);
        QVERIFY(bound.epsilon <= 1.828237 + 1e-4);
        QVERIFY(*bound.optimistic <= 1.828237);
        QVERIFY(*bound.optimistic >= 1.828236 - 3e-4);
        QCOMPARE(bound.accountant, std::string("pld"));
        QVERIFY(close(PldAccountant::withStep(1e-4).epsilon({&event, 1}, 1e-5).epsilon, 1.828244, 3e-7));
        QVERIFY(bound.epsilon < RdpAccountant().epsilon({&event, 1}, 1e-5).epsilon);
    }

    void fullParticipationIsTheGaussian()
    {
        for (const auto relation : {Relation::AddOrRemove, Relation::Replace, Relation::ReplaceWithNull}) {
            const auto event = poissonEvent(1, 3, 7, relation);
            QCOMPARE(epsilon(event, 1e-6), makeAccountant("gaussian")->epsilon({&event, 1}, 1e-6).epsilon);
        }
        // Nearly everyone: close to everyone, from below.
        const double all = epsilon(poissonEvent(1, 3, 7), 1e-6);
        QVERIFY(epsilon(poissonEvent(1 - 1e-9, 3, 7), 1e-6) <= all + 2e-4);
        QVERIFY(epsilon(poissonEvent(1 - 1e-9, 3, 7), 1e-6) >= all - 1e-3);
        QVERIFY(epsilon(poissonEvent(1 - 1e-9, 3, 7, Relation::Replace), 1e-6) >=
                epsilon(poissonEvent(1, 3, 7, Relation::Replace), 1e-6) - 1e-3);
    }

    void nullIsLikeAddOrRemove()
    {
        QCOMPARE(epsilon(poissonEvent(0.1, 1, 50, Relation::ReplaceWithNull), 1e-5),
                 epsilon(poissonEvent(0.1, 1, 50), 1e-5));
    }

    void growsAndFallsWithEveryArgument()
    {
        for (const auto relation : {Relation::AddOrRemove, Relation::Replace})
            for (const double q : {0.005, 0.1, 0.6})
                for (const double z : {0.6, 3.0})
                    for (const std::size_t count : {1, 10, 300})
                        for (const double delta : {1e-3, 1e-20}) {
                            const auto base = poissonEvent(q, z, count, relation);
                            const double value = epsilon(base, delta);
                            const double slack = 1e-3 * value + 4e-4;
                            QVERIFY(epsilon(poissonEvent(q * 1.2, z, count, relation), delta) >
                                    value - slack);
                            QVERIFY(epsilon(poissonEvent(q, z / 1.2, count, relation), delta) >
                                    value - slack);
                            QVERIFY(epsilon(poissonEvent(q, z, count * 2, relation), delta) > value - slack);
                            QVERIFY(epsilon(base, delta / 10) > value - slack);
                            if (value > 0.1) {
                                QVERIFY(epsilon(poissonEvent(q * 1.2, z, count, relation), delta) > value);
                                QVERIFY(epsilon(poissonEvent(q, z / 1.2, count, relation), delta) > value);
                                QVERIFY(epsilon(poissonEvent(q, z, count * 2, relation), delta) > value);
                                QVERIFY(epsilon(base, delta / 10) > value);
                            }
                        }
    }

    void pessimisticIsAboveOptimisticAndBelowRenyi()
    {
        for (const auto relation : {Relation::AddOrRemove, Relation::Replace})
            for (const double q : {0.005, 0.3})
                for (const double z : {0.5, 2.0})
                    for (const std::size_t count : {1, 30, 2000})
                        for (const double delta : {0.3, 1e-4, 1e-11}) {
                            const auto event = poissonEvent(q, z, count, relation);
                            const auto bound = m_usual.epsilon({&event, 1}, delta);
                            const double allowed = std::max(1e-4, 1e-5 * bound.epsilon);
                            QVERIFY(bound.epsilon >= *bound.optimistic);
                            QVERIFY2(bound.epsilon - *bound.optimistic <= 4 * allowed,
                                     qPrintable(QString("q %1 z %2 T %3 delta %4: %5 %6")
                                                    .arg(q)
                                                    .arg(z)
                                                    .arg(count)
                                                    .arg(delta)
                                                    .arg(bound.epsilon)
                                                    .arg(*bound.optimistic)));
                            const double renyi = RdpAccountant().epsilon({&event, 1}, delta).epsilon;
                            QVERIFY(bound.epsilon <= renyi + 2 * allowed);
                        }
    }

    void halvesComposeToTheWhole()
    {
        for (const double delta : {1e-3, 1e-9, 1e-50}) {
            const auto whole = poissonEvent(0.05, 0.8, 200);
            const PrivacyEvent parts[] = {poissonEvent(0.05, 0.8, 73), poissonEvent(0.05, 0.8, 127)};
            const double expected = epsilon(whole, delta);
            QVERIFY(std::abs(m_usual.epsilon(parts, delta).epsilon - expected) < 1e-8 * expected);
        }
    }

    void deltaAndEpsilonAreInverse()
    {
        for (const auto relation : {Relation::AddOrRemove, Relation::Replace})
            for (const double delta : {0.3, 1e-3, 1e-9, 1e-60, 1e-300}) {
                const auto event = poissonEvent(0.05, 0.8, 200, relation);
                const auto bound = m_fine.epsilon({&event, 1}, delta);
                const auto back = m_fine.delta({&event, 1}, bound.epsilon);
                QVERIFY(std::abs(back.logDelta - std::log(delta)) < 1e-3);
                QVERIFY(back.delta >= *back.optimistic);
            }
    }

    void smallDeltasKeepTheirDigits()
    {
        // One release has a closed form down to the smallest doubles, in logarithms.
        const double q = 0.1, s = 1.5;
        for (const double target : {5.0, 12.0, 20.0}) {
            const double x = s * s * std::log((std::expm1(target) + q) / q) + 0.5;
            const double log1 = std::log(q) + logNormalCdf((1 - x) / s);
            const double log0 = logAdd(logNormalCdf(-x / s) + std::log1p(-q), log1);
            const double expected = log0 + log1mExp(log0 - target - logNormalCdf(-x / s));
            const auto event = poissonEvent(q, s, 1);
            const auto bound = m_fine.delta({&event, 1}, target);
            QVERIFY2(std::abs(bound.logDelta - expected) < 1e-4,
                     qPrintable(QString("%1 %2").arg(bound.logDelta, 0, 'g', 12).arg(expected, 0, 'g', 12)));
        }
    }

    void belowTheSmallestDeltasItSaysWhoAnswered()
    {
        const auto event = poissonEvent(0.01, 1, 1000);
        const auto bound = m_usual.epsilon({&event, 1}, 1e-100);
        QVERIFY(bound.accountant == "pld" || bound.accountant == "rdp");
        QVERIFY(bound.epsilon <= RdpAccountant().epsilon({&event, 1}, 1e-100).epsilon);
        QVERIFY(*bound.optimistic <= bound.epsilon);
        QVERIFY(*bound.optimistic > 0.9 * bound.epsilon);
    }

    void extremesStayFinite()
    {
        for (const double q : {1e-9, 0.01, 0.999})
            for (const double z : {1e-3, 0.05, 1.0, 1e3})
                for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{100000}})
                    for (const double delta : {1e-300, 1e-5, 0.5}) {
                        const auto event = poissonEvent(q, z, count);
                        const auto bound = m_usual.epsilon({&event, 1}, delta);
                        QVERIFY2(bound.epsilon >= 0 && bound.epsilon < infinity,
                                 qPrintable(QString("%1 %2 %3 %4").arg(q).arg(z).arg(count).arg(delta)));
                        QVERIFY(*bound.optimistic >= 0 && *bound.optimistic <= bound.epsilon);
                    }
    }

    void extremesOfEpsilonStayFinite()
    {
        for (const auto relation : {Relation::AddOrRemove, Relation::Replace})
            for (const double q : {1e-300, 1e-9, 0.3})
                for (const double z : {0.02, 0.5, 1e4})
                    for (const std::size_t count : {std::size_t{1}, std::size_t{1000}})
                        for (const double target : {0.0, 1e-12, 1.0, 1e4, 1e9}) {
                            const auto event = poissonEvent(q, z, count, relation);
                            const auto bound = m_usual.delta({&event, 1}, target);
                            QVERIFY2(bound.logDelta <= 0 && bound.delta >= 0 && bound.delta <= 1,
                                     qPrintable(QString("%1 %2 %3 %4").arg(q).arg(z).arg(count).arg(target)));
                            QVERIFY(*bound.optimistic >= 0 && *bound.optimistic <= bound.delta);
                        }
    }

    void aTrillionReleases()
    {
        const auto event = poissonEvent(1e-6, 30, 1000000000000);
        const auto bound = m_usual.epsilon({&event, 1}, 1e-6);
        // As good as a Gaussian with mu = q sqrt(T (e^(1/z^2) - 1)), by the central limit theorem; no grid
        // that fits into memory is fine enough, so the Renyi bound answers.
        const double mu = 1e-6 * std::sqrt(1e12 * std::expm1(1 / 900.0));
        const auto limit = gaussianEvent(1 / mu);
        const double expected = makeAccountant("gaussian")->epsilon({&limit, 1}, 1e-6).epsilon;
        QVERIFY(bound.epsilon >= expected && bound.epsilon < 1.2 * expected);
        QCOMPARE(bound.accountant, std::string("rdp"));
        QVERIFY(bound.epsilon >= *bound.optimistic);
    }

    void nextToNoNoiseIsNone()
    {
        const auto event = poissonEvent(0.1, 1e-7, 1);
        QCOMPARE(epsilon(event, 1e-5), infinity);
        QCOMPARE(m_usual.delta({&event, 1}, 1).delta, 1.0);
    }

    void epsilonsOfTenThousand()
    {
        const auto event = poissonEvent(0.5, 0.2, 1000);
        const auto bound = m_usual.epsilon({&event, 1}, 1e-5);
        QVERIFY(bound.epsilon > 6000 && bound.epsilon < 10000);
        QVERIFY(bound.epsilon - *bound.optimistic < 4e-5 * bound.epsilon);
        const auto back = m_usual.delta({&event, 1}, bound.epsilon);
        QVERIFY(close(back.delta, 1e-5, 0.05));
        QVERIFY(m_usual.delta({&event, 1}, 1e4).logDelta < -20);
    }

    void anEpsilonOfZero()
    {
        const auto event = poissonEvent(1e-4, 5, 1);
        QCOMPARE(epsilon(event, 1e-3), 0.0);
        const double variation = m_fine.delta({&event, 1}, 0).delta;
        QVERIFY(close(variation, oneReleaseDelta(1e-4, 5, 0), 1e-4));
    }

    void repeatsBitForBit()
    {
        const auto event = poissonEvent(0.03, 0.9, 77);
        QCOMPARE(epsilon(event, 1e-6), epsilon(event, 1e-6));
    }

    void calibratesNoiseRoundsRateAndClients()
    {
        const PrivacyBudget budget{2, 1e-5};
        const auto noise = calibrateNoise(m_usual, poissonEvent(0.01, 1, 1000), budget);
        QVERIFY(noise.bound.epsilon <= 2);
        QVERIFY(close(noise.bound.epsilon, 2, 1e-6));
        const auto rounds = calibrateRounds(m_usual, poissonEvent(0.01, 1, 1), budget);
        auto more = rounds.event;
        ++more.count;
        QVERIFY(rounds.bound.epsilon <= 2);
        QVERIFY(epsilon(more, 1e-5) > 2);
        const auto rate = calibrateSampleRate(m_usual, poissonEvent(0.01, 1, 1000), budget);
        QVERIFY(rate.bound.epsilon <= 2);
        QVERIFY(rate.event.sampleRate > 0.01 && rate.event.sampleRate < 0.012);
        const auto clients = calibrateClients(m_usual, poissonEvent(0.01, 1, 1000), 50, budget);
        QVERIFY(close(50 / double(clients.clients), rate.event.sampleRate, 1e-3));
        QVERIFY(50 / double(clients.clients) <= rate.event.sampleRate * (1 + 1e-6));
    }

    void refusesFixedSizeSampling()
    {
        auto event = poissonEvent(0.1, 1, 10, Relation::Replace);
        event.sampling = Sampling::FixedSize;
        QVERIFY_THROWS_EXCEPTION(Error, m_usual.epsilon({&event, 1}, 1e-5));
        event.sampleRate = 1;
        QVERIFY(epsilon(event, 1e-5) > 0);
        QVERIFY_THROWS_EXCEPTION(Error, m_usual.epsilon({&event, 1}, 0));
        QVERIFY_THROWS_EXCEPTION(Error, makeAccountant("pld", 2));
        QCOMPARE(makeAccountant("pld")->name(), std::string("pld"));
    }
};

QTEST_GUILESS_MAIN(TestPldAccountant)
#include "tst_PldAccountant.moc"
