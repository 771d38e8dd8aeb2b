#include "core/privacy/ClipAndNoise.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace undertone;
using namespace undertone::privacy;

namespace {

std::vector<float> randomValues(std::size_t count, double scale, std::uint64_t seed)
{
    auto stream = base::SeedTree(seed).stream("values");
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(scale * stream.normal()));
    return values;
}

long double slowNorm(const std::vector<float>& values)
{
    long double sum = 0;
    for (const float value : values)
        sum += static_cast<long double>(value) * static_cast<long double>(value);
    return std::sqrt(sum);
}

} // namespace

class TestClipAndNoise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNormIsTheRootOfTheSumOfSquares()
    {
        for (const std::size_t count : {0, 1, 15, 16, 17, 1000, 100003}) {
            const auto values = randomValues(count, 3, count);
            const auto slow = static_cast<double>(slowNorm(values));
            QVERIFY(std::abs(euclideanNorm(values) - slow) <= 1e-13 * slow);
        }
        QCOMPARE(euclideanNorm(std::vector<float>{3, 4}), 5.0);
        QVERIFY(std::abs(euclideanNorm(std::vector<float>{3e30F, 4e30F}) / 5e30 - 1) < 1e-6);
    }

    /// Not by a rounding either, for clips above, at and below the norm.
    void aClippedNormIsNeverAboveTheClip()
    {
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            auto values =
                randomValues(1 + seed * 7 % 500, std::exp(static_cast<double>(seed % 40) - 20), seed);
            const auto before = values;
            const double norm = euclideanNorm(values);
            const double clip = norm * (0.3 + 0.001 * static_cast<double>(seed % 1000));
            QCOMPARE(clipNorm(values, clip), norm);
            QVERIFY(static_cast<double>(slowNorm(values)) <= clip);
            QVERIFY(norm > clip || values == before);
            QVERIFY(norm <= clip || static_cast<double>(slowNorm(values)) > clip * (1 - 1e-6));
        }
    }

    void clippingKeepsTheDirection()
    {
        auto values = randomValues(300, 2, 1);
        const auto before = values;
        const double norm = clipNorm(values, 0.25);
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY(std::abs(static_cast<double>(values[i]) - static_cast<double>(before[i]) * 0.25 / norm) <=
                    1e-6);
    }

    void withoutAClipNothingChanges()
    {
        auto values = randomValues(50, 2, 1);
        const auto before = values;
        clipNorm(values, std::numeric_limits<double>::infinity());
        QVERIFY(values == before);
        std::vector<float> broken{1, std::numeric_limits<float>::quiet_NaN(), 2};
        clipNorm(broken, 0.1);
        QCOMPARE(broken[0], 1.F);
        QVERIFY(std::isnan(broken[1]));
    }

    void noiseIsTheStreamsNormals()
    {
        const auto stream = base::SeedTree(3).stream("noise");
        for (const std::size_t count : {1, 5, 700, 5000}) {
            auto values = randomValues(count, 1, 9);
            const auto before = values;
            addGaussianNoise(values, 0.7, stream);
            auto slow = stream;
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(values[i], static_cast<float>(static_cast<double>(before[i]) + 0.7 * slow.normal()));
        }
    }
};

QTEST_GUILESS_MAIN(TestClipAndNoise)
#include "tst_ClipAndNoise.moc"
