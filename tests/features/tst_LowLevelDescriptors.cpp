#include "core/features/LowLevelDescriptors.h"
#include "core/features/MelFilterbank.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

using namespace undertone;
using features::Contours;

namespace {

std::span<const float> contour(const Contours& rows, std::string_view name)
{
    const auto found = std::ranges::find(features::descriptorNames, name);
    return rows[static_cast<std::size_t>(found - features::descriptorNames.begin())];
}

double meanOf(std::span<const float> values)
{
    double sum = 0;
    for (const float x : values)
        sum += x;
    return sum / static_cast<double>(values.size());
}

/// Pre-emphasis, Hamming window and DFT of frame t, from the definitions.
std::vector<double> slowPowerSpectrum(const std::vector<float>& samples, std::size_t t)
{
    std::vector<double> power(257);
    for (std::size_t k = 0; k < power.size(); ++k) {
        std::complex<double> sum;
        for (std::size_t n = 0; n < 400; ++n) {
            const std::size_t at = 160 * t + n;
            const double x = samples[at] - (at > 0 ? 0.97 * samples[at - 1] : 0);
            const double window = 0.54 - 0.46 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / 399);
            sum += x * window * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * n) / 512);
        }
        power[k] = std::norm(sum);
    }
    return power;
}

double slowCepstrum(const std::vector<double>& power, int index)
{
    const features::MelFilterbank bank(40, 20, 6500, 512, 16000);
    double sum = 0;
    for (std::size_t b = 0; b < 40; ++b) {
        double energy = 0;
        for (std::size_t i = 0; i < bank.bands()[b].weights.size(); ++i)
            energy += bank.bands()[b].weights[i] * power[bank.bands()[b].firstBin + i];
        sum += std::log(std::max(energy, 1e-7)) *
               std::cos(std::numbers::pi * index * (static_cast<double>(b) + 0.5) / 40);
    }
    return std::sqrt(2.0 / 40) * sum;
}

audio::Signal withoutMean(audio::Signal signal)
{
    const double mean = meanOf(signal.samples);
    for (float& x : signal.samples)
        x -= static_cast<float>(mean);
    return signal;
}

} // namespace

class TestLowLevelDescriptors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void intensityAndLoudnessOfATone()
    {
        const auto rows = features::lowLevelDescriptors(tests::makeTones({1000}, 1, 0.4));
        QCOMPARE(rows.frames, std::size_t{98});
        for (std::size_t t = 0; t < rows.frames; ++t) {
            QVERIFY(std::abs(contour(rows, "intensity")[t] - 0.08) < 0.001); // amplitude^2 / 2
            QVERIFY(std::abs(contour(rows, "loudness")[t] - std::pow(0.08e6, 0.3)) < 0.2);
        }
    }

    void tenDecibelsAreTwiceAsLoud()
    {
        const auto soft = features::lowLevelDescriptors(tests::makeTones({1000}, 1, 0.1));
        const auto loud = features::lowLevelDescriptors(tests::makeTones({1000}, 1, 0.1 * std::sqrt(10.0)));
        QVERIFY(std::abs(meanOf(contour(loud, "loudness")) / meanOf(contour(soft, "loudness")) - 2) < 0.01);
    }

    void crossingsOfATone()
    {
        for (const double hertz : {100.0, 1000.0, 3210.0}) {
            const auto rows = features::lowLevelDescriptors(tests::makeTones({hertz}, 1));
            QVERIFY(std::abs(meanOf(contour(rows, "zcr")) - 2 * hertz / 16000) < 0.002);
        }
        const auto noise = features::lowLevelDescriptors(tests::makeNoise(5, 0.1));
        QVERIFY(std::abs(meanOf(contour(noise, "zcr")) - 0.5) < 0.01);
    }

    void crossingsOfAChirpRiseWithIt()
    {
        audio::Signal chirp;
        for (int n = 0; n < 16000; ++n) // 500 + 3000 t Hz
            chirp.samples.push_back(
                0.5F * static_cast<float>(std::sin(2 * std::numbers::pi *
                                                   (500 * n / 16000.0 + 1500 * std::pow(n / 16000.0, 2)))));
        const auto rows = features::lowLevelDescriptors(chirp);
        for (std::size_t t = 0; t < rows.frames; ++t) {
            const double hertz = 500 + 3000 * (0.0125 + 0.01 * static_cast<double>(t));
            QVERIFY(std::abs(contour(rows, "zcr")[t] - 2 * hertz / 16000) < 0.006);
        }
    }

    void cepstraMatchTheSlowOnes()
    {
        const auto signal =
            withoutMean(tests::withNoise(tests::makeVowel({.f0 = 150, .seconds = 0.2}).signal, 20));
        const auto rows = features::lowLevelDescriptors(signal);
        for (const std::size_t t : {std::size_t{0}, std::size_t{7}, rows.frames - 1}) {
            const auto power = slowPowerSpectrum(signal.samples, t);
            for (int i = 1; i <= 12; ++i)
                QVERIFY(std::abs(contour(rows, "mfcc" + std::to_string(i))[t] - slowCepstrum(power, i)) <
                        1e-3);
        }
    }

    void cepstraDoNotChangeWithTheLevel()
    {
        auto signal = tests::makeNoise(1, 0.2);
        const auto loud = features::lowLevelDescriptors(signal);
        for (float& x : signal.samples)
            x *= 0.25F;
        const auto soft = features::lowLevelDescriptors(signal);
        for (int i = 1; i <= 12; ++i) {
            const auto name = "mfcc" + std::to_string(i);
            for (std::size_t t = 0; t < loud.frames; ++t)
                QVERIFY(std::abs(contour(loud, name)[t] - contour(soft, name)[t]) < 1e-3);
        }
    }

    void lineSpectrumOfPreEmphasisedNoiseLeansToHighFrequencies()
    {
        // Pre-emphasis makes white noise rise by 6 dB an octave; noise that falls by as much becomes white,
        // whose line spectral frequencies are i pi / 9.
        auto signal = tests::makeNoise(20, 0.01);
        for (std::size_t n = 1; n < signal.samples.size(); ++n)
            signal.samples[n] += 0.97F * signal.samples[n - 1];
        const auto rows = features::lowLevelDescriptors(signal);
        for (int i = 1; i <= 8; ++i) {
            const double mean = meanOf(contour(rows, "lsf" + std::to_string(i)));
            QVERIFY2(std::abs(mean - i * std::numbers::pi / 9) < 0.03, qPrintable(QString::number(mean)));
        }
    }

    void lineSpectrumOfATonePairsAroundIt()
    {
        for (const double hertz : {500.0, 2000.0, 5000.0}) {
            const auto rows = features::lowLevelDescriptors(tests::makeTones({hertz}, 0.3));
            const double angle = 2 * std::numbers::pi * hertz / 16000;
            double nearest = 10;
            for (int i = 1; i <= 8; ++i)
                nearest = std::min(nearest, std::abs(contour(rows, "lsf" + std::to_string(i))[10] - angle));
            QVERIFY2(nearest < 0.02, qPrintable(QString::number(nearest)));
        }
    }

    void pitchOfAVowelThatPauses()
    {
        auto signal = tests::makeVowel({.f0 = 140, .seconds = 1.5}).signal;
        std::fill(signal.samples.begin() + 8000, signal.samples.begin() + 16000, 0.0F);
        const auto rows = features::lowLevelDescriptors(signal);
        QVERIFY(std::abs(contour(rows, "f0")[20] - 140) < 1);
        QVERIFY(contour(rows, "voicing")[20] > 0.95);
        QCOMPARE(contour(rows, "f0")[75], 0.0F);
        QVERIFY(contour(rows, "voicing")[75] < 0.1);
        QVERIFY(std::abs(contour(rows, "f0env")[75] - 140) < 3);
    }

    void aConstantOffsetChangesNothing()
    {
        auto signal = withoutMean(tests::withNoise(tests::makeVowel({.seconds = 0.3}).signal, 30));
        const auto rows = features::lowLevelDescriptors(signal);
        for (float& x : signal.samples)
            x += 0.25F;
        const auto offset = features::lowLevelDescriptors(signal);
        for (std::size_t i = 0; i < rows.values.size(); ++i)
            QVERIFY(std::abs(rows.values[i] - offset.values[i]) < 1e-2 * (1 + std::abs(rows.values[i])));
    }

    void silenceAndOneSampleAreFinite()
    {
        const auto silent = features::lowLevelDescriptors({std::vector<float>(3200), 16000});
        for (const char* name : {"intensity", "loudness", "f0", "voicing", "f0env", "zcr"})
            QCOMPARE(meanOf(contour(silent, name)), 0.0);
        QVERIFY(std::abs(contour(silent, "mfcc1")[3]) < 1e-4);
        QVERIFY(std::abs(contour(silent, "lsf4")[3] - 4 * std::numbers::pi / 9) < 1e-5);
        const auto one = features::lowLevelDescriptors({{1.0F}, 16000});
        QCOMPARE(one.frames, std::size_t{1});
        for (const float x : one.values)
            QVERIFY(std::isfinite(x));
    }
};

QTEST_GUILESS_MAIN(TestLowLevelDescriptors)
#include "tst_LowLevelDescriptors.moc"
