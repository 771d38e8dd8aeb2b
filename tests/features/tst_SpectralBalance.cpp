#include "core/features/FeatureSet.h"
#include "core/features/FrameSpectrum.h"
#include "core/features/MelFilterbank.h"
#include "core/features/SpectralBalance.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace undertone;

namespace {

constexpr double rate = audio::analysisRate;
constexpr std::size_t fftSize = 512;
constexpr audio::Framing frames{320, 160, 0};

bool near(double value, double expected, double tolerance)
{
    if (std::abs(value - expected) <= tolerance)
        return true;
    qWarning("%g is not within %g of %g", value, tolerance, expected);
    return false;
}

audio::Signal twoTones(double first, double firstAmplitude, double second, double secondAmplitude)
{
    auto signal = tests::makeTones({first}, 0.1, firstAmplitude);
    const auto other = tests::makeTones({second}, 0.1, secondAmplitude);
    for (std::size_t n = 0; n < signal.samples.size(); ++n)
        signal.samples[n] += other.samples[n];
    return signal;
}

features::SpectralShape shapeOf(const audio::Signal& signal)
{
    features::FrameSpectrum spectrum(frames, audio::WindowShape::Hamming);
    return features::SpectralBalance(fftSize, rate).measure(spectrum.power(signal.samples, 1));
}

/// Slope in dB per kHz of the straight line through the levels of `power(Hz)` at the bins in [lowest,
/// highest].
template <typename Power>
double slowSlope(Power power, double lowest, double highest)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (double hertz = rate / fftSize; hertz <= highest; hertz += rate / fftSize) {
        if (hertz < lowest)
            continue;
        const double x = hertz / 1000, y = 10 * std::log10(power(hertz));
        ++n;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

} // namespace

class TestSpectralBalance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSpectrumOfWhiteNoiseIsItsVariance()
    {
        // 200 frames x 255 bins: the standard error of the mean is about 0.7 %, for any window.
        const auto noise = tests::makeNoise(4, 0.1);
        for (const auto shape : {audio::WindowShape::Hamming, audio::WindowShape::Gauss}) {
            features::FrameSpectrum spectrum({500, 320, 0}, shape);
            double sum = 0;
            for (std::size_t frame = 0; frame < 190; ++frame)
                for (const float p : spectrum.power(noise.samples, frame).subspan(1, 255))
                    sum += static_cast<double>(p) / 190 / 255;
            QVERIFY(near(sum, 0.01, 0.0004));
        }
    }

    void alphaRatioAndHammarbergIndexOfTwoTones()
    {
        // Tones in the middle of bins 16 and 80: 20 dB of amplitude is 20 dB of energy and of peaks.
        const auto shape = shapeOf(twoTones(500, 0.5, 2500, 0.05));
        QVERIFY(near(shape.alphaRatio, 20, 0.1));
        QVERIFY(near(shape.hammarbergIndex, 20, 0.1));
        QVERIFY(near(shapeOf(twoTones(500, 0.05, 2500, 0.5)).alphaRatio, -20, 0.1));
    }

    void theBandsEndWhereTheyShould()
    {
        // 1500 Hz is high for the alpha ratio and low for the Hammarberg index; 6 kHz is in neither.
        const auto shape = shapeOf(twoTones(1500, 0.5, 3000, 0.05));
        QVERIFY(shape.alphaRatio < -30);
        QVERIFY(near(shape.hammarbergIndex, 20, 0.1));
        const auto high = shapeOf(twoTones(500, 0.1, 6000, 0.5));
        QVERIFY(high.alphaRatio > 25);
        QVERIFY(high.hammarbergIndex > 25);
    }

    void slopesOfStraightSpectra()
    {
        for (const double slope : {-30.0, 0.0, 12.0}) {
            std::vector<float> power;
            for (std::size_t k = 0; k <= fftSize / 2; ++k) {
                const double hertz = static_cast<double>(k) * rate / fftSize;
                power.push_back(static_cast<float>(std::pow(10, (slope * hertz / 1000) / 10)));
            }
            const auto shape = features::SpectralBalance(fftSize, rate).measure(power);
            QVERIFY(near(shape.slope500, slope, 1e-3));
            QVERIFY(near(shape.slope1500, slope, 1e-3));
        }
    }

    /// Noise through y_n = x_n + 0.9 y_(n-1), whose spectrum is known: the mean slopes over 2000 frames have
    /// standard errors of about 0.3 and 0.1 dB/kHz; 1.5 and 0.5 are 5 of them.
    void slopesOfColouredNoise()
    {
        auto noise = tests::makeNoise(20, 0.05);
        float last = 0;
        for (float& x : noise.samples)
            last = x = x + 0.9F * last;
        features::FrameSpectrum spectrum(frames, audio::WindowShape::Hamming);
        features::SpectralBalance balance(fftSize, rate);
        double low = 0, high = 0;
        for (std::size_t frame = 0; frame < 1990; ++frame) {
            const auto shape = balance.measure(spectrum.power(noise.samples, frame));
            low += shape.slope500 / 1990;
            high += shape.slope1500 / 1990;
        }
        const auto power = [](double hertz) {
            return 1 / (1 + 0.81 - 1.8 * std::cos(2 * std::numbers::pi * hertz / rate));
        };
        QVERIFY(near(low, slowSlope(power, 1, 500), 1.5));
        QVERIFY(near(high, slowSlope(power, 500, 1500), 0.5));
    }

    void loudnessGrowsWithThePowerLaw()
    {
        const double quiet = shapeOf(tests::makeTones({1000}, 0.1, 0.05)).loudness;
        const double loud = shapeOf(tests::makeTones({1000}, 0.1, 0.5)).loudness;
        // All bands grow by 20 dB but those that hold rounding noise alone.
        QVERIFY(near(loud / quiet, std::pow(100, 0.33), 0.05 * std::pow(100, 0.33)));
        QVERIFY(shapeOf(tests::makeTones({3000}, 0.1, 0.05)).loudness >
                1.5 * shapeOf(tests::makeTones({100}, 0.1, 0.05)).loudness);
    }

    void fluxComparesShapesNotLevels()
    {
        features::FrameSpectrum spectrum(frames, audio::WindowShape::Hamming);
        features::SpectralBalance balance(fftSize, rate);
        const auto measure = [&](double hertz, double amplitude) {
            return balance.measure(spectrum.power(tests::makeTones({hertz}, 0.1, amplitude).samples, 1)).flux;
        };
        QCOMPARE(measure(500, 0.5), 0.0);
        QVERIFY(measure(500, 0.5) < 1e-6);
        QVERIFY(measure(500, 0.05) < 1e-3);
        QVERIFY(near(measure(2500, 0.05), 2, 0.02));
        QVERIFY(near(measure(500, 0.05), 2, 0.02));
    }

    void cepstrumMatchesItsDefinition()
    {
        features::FrameSpectrum spectrum(frames, audio::WindowShape::Hamming);
        const auto vowel = tests::makeVowel({}).signal;
        const auto span = spectrum.power(vowel.samples, 30);
        const std::vector<float> power(span.begin(), span.end());
        const auto shape = features::SpectralBalance(fftSize, rate).measure(power);
        const features::MelFilterbank mel(26, 20, 8000, fftSize, rate);
        for (std::size_t i = 1; i <= 4; ++i) {
            double expected = 0;
            for (std::size_t b = 0; b < 26; ++b) {
                const auto& band = mel.bands()[b];
                double energy = 0;
                for (std::size_t k = 0; k < band.weights.size(); ++k)
                    energy +=
                        static_cast<double>(band.weights[k]) * static_cast<double>(power[band.firstBin + k]);
                expected +=
                    std::sqrt(2.0 / 26) * std::log(energy) *
                    std::cos(std::numbers::pi * static_cast<double>(i) * (static_cast<double>(b) + 0.5) / 26);
            }
            QVERIFY(near(shape.mfcc[i - 1], expected, 1e-3));
        }
    }

    void silenceIsFiniteAndFlat()
    {
        const auto shape = shapeOf({std::vector<float>(1600), audio::analysisRate});
        QVERIFY(near(shape.hammarbergIndex, 0, 1e-6));
        QVERIFY(near(shape.slope500, 0, 1e-6));
        QVERIFY(std::isfinite(shape.alphaRatio) && std::isfinite(shape.mfcc[0]));
        QVERIFY(shape.loudness > 0 &&
                shape.loudness < 1e-2 * shapeOf(tests::makeTones({1000}, 0.1)).loudness);
    }

    void logMelBandsFollowATone()
    {
        const auto& set = features::featureSet("logmel");
        QCOMPARE(set.columns().size(), std::size_t{40});
        QVERIFY(set.isFrames());
        const features::MelFilterbank mel(40, 20, 8000, fftSize, rate);
        for (const std::size_t band : {std::size_t{10}, std::size_t{20}, std::size_t{35}}) {
            const auto rows = set.extract(tests::makeTones({mel.bands()[band].centre}, 0.2, 0.5));
            QCOMPARE(rows.size(), std::size_t{40} * 18); // 1 + (3200 - 400) / 160
            const auto row = rows.begin() + 40 * 9;
            QCOMPARE(std::max_element(row, row + 40) - row, static_cast<std::ptrdiff_t>(band));
        }
    }

    void logMelOfNoiseIsItsBandsEnergy()
    {
        // Of 590 frames: the mean of the energies has a standard error below 2 % in every band.
        const auto rows = features::featureSet("logmel").extract(tests::makeNoise(6, 0.1));
        const std::size_t count = rows.size() / 40;
        const features::MelFilterbank mel(40, 20, 8000, fftSize, rate);
        for (std::size_t b = 0; b < 40; ++b) {
            double expected = 0, sum = 0;
            for (const float w : mel.bands()[b].weights)
                expected += 0.01 * static_cast<double>(w);
            for (std::size_t frame = 0; frame < count; ++frame)
                sum += std::exp(static_cast<double>(rows[40 * frame + b])) / static_cast<double>(count);
            QVERIFY(near(sum / expected, 1, 0.25));
        }
    }

    void logMelOfShortAndSilentClips()
    {
        const auto& set = features::featureSet("logmel");
        QCOMPARE(set.extract({{0.5F}, audio::analysisRate}).size(), std::size_t{40});
        for (const float value : set.extract({std::vector<float>(1000), audio::analysisRate}))
            QVERIFY(std::isfinite(value));
    }
};

QTEST_GUILESS_MAIN(TestSpectralBalance)
#include "tst_SpectralBalance.moc"
