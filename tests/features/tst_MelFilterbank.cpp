#include "core/features/MelFilterbank.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace undertone;

class TestMelFilterbank : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void melScaleHasItsKnownValues()
    {
        QVERIFY(std::abs(features::melOfHertz(1000) - 999.99) < 0.01);
        QCOMPARE(features::melOfHertz(0), 0.0);
        for (const double hertz : {20.0, 440.0, 7999.0})
            QVERIFY(std::abs(features::hertzOfMel(features::melOfHertz(hertz)) - hertz) < 1e-8);
    }

    void bandsAreEqualTrianglesOnTheMelScale()
    {
        const features::MelFilterbank bank(26, 20, 8000, 512, 16000);
        QCOMPARE(bank.bands().size(), std::size_t{26});
        const double step = (features::melOfHertz(8000) - features::melOfHertz(20)) / 27;
        for (std::size_t b = 0; b < 26; ++b) {
            const auto& band = bank.bands()[b];
            const double centre = features::melOfHertz(20) + static_cast<double>(b + 1) * step;
            QVERIFY(std::abs(features::melOfHertz(band.centre) - centre) < 1e-6);
            QVERIFY(std::abs(features::melOfHertz(band.lowest) - centre + step) < 1e-6);
            QVERIFY(std::abs(features::melOfHertz(band.highest) - centre - step) < 1e-6);
        }
    }

    void neighboursShareEveryBin()
    {
        const features::MelFilterbank bank(26, 20, 8000, 512, 16000);
        std::vector<double> sums(257);
        for (const auto& band : bank.bands())
            for (std::size_t i = 0; i < band.weights.size(); ++i)
                sums[band.firstBin + i] += band.weights[i];
        for (std::size_t k = 0; k < sums.size(); ++k) {
            const double hertz = static_cast<double>(k) * 31.25;
            if (hertz >= bank.bands().front().centre && hertz <= bank.bands().back().centre)
                QVERIFY(std::abs(sums[k] - 1) < 1e-5);
        }
        QCOMPARE(sums[0], 0.0);
        QCOMPARE(sums[256], 0.0);
    }

    void aToneFallsIntoItsBand()
    {
        const features::MelFilterbank bank(26, 20, 8000, 512, 16000);
        for (const std::size_t bin : {std::size_t{5}, std::size_t{64}, std::size_t{200}}) {
            std::vector<float> spectrum(257), energies(26);
            spectrum[bin] = 2;
            bank.apply(spectrum, energies);
            const double hertz = static_cast<double>(bin) * 31.25;
            for (std::size_t b = 0; b < 26; ++b) {
                const auto& band = bank.bands()[b];
                const double rise = (hertz - band.lowest) / (band.centre - band.lowest);
                const double fall = (band.highest - hertz) / (band.highest - band.centre);
                QVERIFY(std::abs(energies[b] - 2 * std::max(0.0, std::min(rise, fall))) < 1e-5);
            }
        }
    }

    void cosineTransformMatchesItsDefinition()
    {
        const features::CosineTransform transform(26, 1, 12);
        std::vector<float> bands(26), coefficients(12);
        for (std::size_t j = 0; j < 26; ++j)
            bands[j] = static_cast<float>(std::sin(0.3 * static_cast<double>(j * j)));
        transform.apply(bands, coefficients);
        for (std::size_t i = 1; i <= 12; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < 26; ++j)
                sum += bands[j] * std::cos(std::numbers::pi * static_cast<double>(i) *
                                           (static_cast<double>(j) + 0.5) / 26);
            QVERIFY(std::abs(coefficients[i - 1] - std::sqrt(2.0 / 26) * sum) < 1e-5);
        }
        transform.apply(std::vector<float>(26, 5.0F), coefficients);
        for (const float c : coefficients)
            QVERIFY(std::abs(c) < 1e-4);
    }
};

QTEST_GUILESS_MAIN(TestMelFilterbank)
#include "tst_MelFilterbank.moc"
