#include "core/base/SeedTree.h"
#include "core/features/EgemapsFunctionals.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace undertone;
using Floats = std::vector<float>;

namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

bool close(double a, double b, double tolerance = 1e-5)
{
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

Floats randomWalk(std::size_t length, std::uint64_t seed, double share)
{
    base::RandomStream random = base::SeedTree(seed).stream("walk");
    Floats walk;
    double place = 0;
    for (std::size_t t = 0; t < length; ++t) {
        place += random.normal();
        walk.push_back(random.uniform() < share ? none : static_cast<float>(place));
    }
    return walk;
}

/// Every pair of ends is tried; a part is a monotone stretch that no longer one holds.
struct SlowSlopes
{
    std::vector<double> rising, falling;
};

SlowSlopes slowSlopes(const Floats& c, double hop)
{
    const auto monotone = [&](std::size_t a, std::size_t b, int sign) {
        for (std::size_t t = a; t < b; ++t)
            if (!(sign * (c[t + 1] - c[t]) > 0))
                return false;
        return true;
    };
    SlowSlopes slopes;
    for (std::size_t a = 0; a < c.size(); ++a)
        for (std::size_t b = a + 1; b < c.size(); ++b)
            for (const int sign : {1, -1}) {
                const bool longest =
                    !(a > 0 && monotone(a - 1, b, sign)) && !(b + 1 < c.size() && monotone(a, b + 1, sign));
                if (monotone(a, b, sign) && longest)
                    (sign > 0 ? slopes.rising : slopes.falling)
                        .push_back(static_cast<double>(c[b] - c[a]) / (static_cast<double>(b - a) * hop));
            }
    return slopes;
}

double slowMean(const std::vector<double>& x)
{
    double sum = 0;
    for (const double v : x)
        sum += v;
    return x.empty() ? 0 : sum / static_cast<double>(x.size());
}

double slowDeviation(const std::vector<double>& x)
{
    std::vector<double> squares;
    for (const double v : x)
        squares.push_back((v - slowMean(x)) * (v - slowMean(x)));
    return std::sqrt(slowMean(squares));
}

/// How far the contour falls from t, in one direction, before it rises above it.
float fall(const Floats& c, std::size_t t, int direction)
{
    float deepest = 0;
    for (auto i = static_cast<std::ptrdiff_t>(t); i >= 0 && i < std::ssize(c); i += direction) {
        if (c[static_cast<std::size_t>(i)] > c[t])
            break;
        deepest = std::max(deepest, c[t] - c[static_cast<std::size_t>(i)]);
    }
    return deepest;
}

int slowPeaks(const Floats& c)
{
    const auto [low, high] = std::ranges::minmax(c);
    if (low == high)
        return 0;
    int peaks = 0;
    for (std::size_t t = 0; t < c.size(); ++t)
        peaks += fall(c, t, -1) >= 0.1F * (high - low) && fall(c, t, +1) >= 0.1F * (high - low);
    return peaks;
}

} // namespace

class TestEgemapsFunctionals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyContourGivesZero()
    {
        QCOMPARE(features::mean({}), 0.0);
        QCOMPARE(features::standardDeviation({}), 0.0);
        QCOMPARE(features::coefficientOfVariation({}), 0.0);
        QCOMPARE(features::percentile({}, 0.5), 0.0);
        QCOMPARE(features::countPeaks({}), 0);
        QCOMPARE(features::partSlopes({}, 0.01).meanRising, 0.0);
        QVERIFY(features::runLengths({}, true).empty());
        QVERIFY(features::smoothedWhereKnown({}).empty());
        QVERIFY(features::knownValues(Floats{none, none}).empty());
    }

    void smoothingStaysWithinKnownStretches()
    {
        const auto smoothed = features::smoothedWhereKnown(Floats{1, 4, none, 6, none, 1, 2, 6});
        const Floats expected{2.5F, 2.5F, none, 6, none, 1.5F, 3, 4};
        for (std::size_t t = 0; t < expected.size(); ++t)
            QVERIFY(smoothed[t] == expected[t] || (std::isnan(smoothed[t]) && std::isnan(expected[t])));
    }

    void variationIsDeviationOverMean()
    {
        QVERIFY(close(features::standardDeviation(Floats{2, 4, 4, 4, 5, 5, 7, 9}), 2));
        QVERIFY(close(features::coefficientOfVariation(Floats{2, 4, 4, 4, 5, 5, 7, 9}), 0.4));
        QVERIFY(close(features::coefficientOfVariation(Floats{-2, -4, -4, -4, -5, -5, -7, -9}), -0.4));
        QCOMPARE(features::coefficientOfVariation(Floats{3, 3}), 0.0);
        QCOMPARE(features::coefficientOfVariation(Floats{0, 0}), 0.0);
        QCOMPARE(features::coefficientOfVariation(Floats{-1, 1}), 10.0);
        QCOMPARE(features::coefficientOfVariation(Floats{-1.01F, 1}), -10.0);
    }

    void percentilesAreInterpolated()
    {
        const Floats sorted{10, 20, 30, 40};
        QVERIFY(close(features::percentile(sorted, 0.2), 16));
        QVERIFY(close(features::percentile(sorted, 0.5), 25));
        QVERIFY(close(features::percentile(sorted, 0.8), 34));
        QVERIFY(close(features::percentile(sorted, 1.0), 40));
        QVERIFY(close(features::percentile(Floats{7}, 0.8), 7));
    }

    void slopesOfATriangle()
    {
        // Up by 4 in 2 frames, level for one, down by 6 in 3 frames; then up by 1 in a stretch of its own.
        const auto slopes = features::partSlopes(Floats{0, 3, 4, 4, 3, 1, -2, none, 5, 6}, 0.01);
        QVERIFY(close(slopes.meanRising, (200 + 100) / 2.0));
        QVERIFY(close(slopes.stddevRising, 50));
        QVERIFY(close(slopes.meanFalling, -200));
        QCOMPARE(slopes.stddevFalling, 0.0);
    }

    void slopesMatchAnExhaustiveSearch()
    {
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const auto walk = randomWalk(80, seed, seed % 3 == 0 ? 0.0 : 0.2);
            const auto fast = features::partSlopes(walk, 0.01);
            const auto slow = slowSlopes(walk, 0.01);
            QVERIFY(close(fast.meanRising, slowMean(slow.rising)));
            QVERIFY(close(fast.stddevRising, slowDeviation(slow.rising)));
            QVERIFY(close(fast.meanFalling, slowMean(slow.falling)));
            QVERIFY(close(fast.stddevFalling, slowDeviation(slow.falling)));
        }
    }

    void peaksMatchTheirDefinition()
    {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            const auto walk = randomWalk(1 + seed, seed, 0);
            QCOMPARE(features::countPeaks(walk), slowPeaks(walk));
        }
        QCOMPARE(features::countPeaks(Floats{0, 5, 0, 5, 0}), 2);
        QCOMPARE(features::countPeaks(Floats{5, 0, 5}), 0);
        QCOMPARE(features::countPeaks(Floats{0, 10, 9.5F, 10.2F, 0}), 1);
        QCOMPARE(features::countPeaks(Floats{3, 3, 3}), 0);
    }

    void runsAreMeasured()
    {
        const std::vector<bool> flags{true, true, false, true, false, false, false};
        QCOMPARE(features::runLengths(flags, true), (Floats{2, 1}));
        QCOMPARE(features::runLengths(flags, false), (Floats{1, 3}));
        QVERIFY(features::runLengths({false, false}, true).empty());
    }
};

QTEST_GUILESS_MAIN(TestEgemapsFunctionals)
#include "tst_EgemapsFunctionals.moc"
