#include "core/base/SeedTree.h"
#include "core/features/FormantFinder.h"
#include "core/features/FrameSpectrum.h"
#include "core/features/HarmonicSpectrum.h"
#include "core/features/Harmonicity.h"
#include "core/features/PitchPeriods.h"
#include "core/features/PolynomialRoots.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

using namespace undertone;

namespace {

constexpr double rate = audio::analysisRate;

bool near(double value, double expected, double tolerance)
{
    if (std::abs(value - expected) <= tolerance)
        return true;
    qWarning("%g is not within %g of %g", value, tolerance, expected);
    return false;
}

/// A voice of pulses at exactly known times, each ringing in three resonances.
struct PulseVoice
{
    audio::Signal signal;
    double jitter = 0;  ///< local, of all periods
    double shimmer = 0; ///< local, in dB, of the pulses' heights
};

void addPulse(std::vector<float>& samples, double time, double height)
{
    // Narrow resonances would carry a pulse's height into the next period.
    for (const auto& [hertz, bandwidth] : {std::pair{700.0, 220.0}, {1200.0, 260.0}, {2500.0, 300.0}})
        for (auto n = static_cast<std::size_t>(std::ceil(time * rate)); n < samples.size(); ++n) {
            const double t = static_cast<double>(n) / rate - time;
            if (t > 0.05)
                break;
            samples[n] += static_cast<float>(0.2 * height * std::exp(-std::numbers::pi * bandwidth * t) *
                                             std::sin(2 * std::numbers::pi * hertz * t));
        }
}

/// Period lengths and heights vary independently and normally; deviations relative to their means.
PulseVoice makePulseVoice(double f0, double seconds, double lengthDeviation, double heightDeviation)
{
    base::RandomStream random = base::SeedTree(3).stream("pulses");
    PulseVoice voice;
    voice.signal.samples.resize(static_cast<std::size_t>(seconds * rate));
    double time = 0, lastLength = 0, lastHeight = 0, lengths = 0, changes = 0, levels = 0;
    int periods = 0;
    while (time < seconds) {
        const double length = (1 + lengthDeviation * random.normal()) / f0;
        const double height = 1 + heightDeviation * random.normal();
        addPulse(voice.signal.samples, time, height);
        if (periods > 0) {
            changes += std::abs(length - lastLength);
            levels += std::abs(20 * std::log10(height / lastHeight));
        }
        lengths += length;
        ++periods;
        lastLength = length;
        lastHeight = height;
        time += length;
    }
    voice.jitter = changes / (periods - 1) / (lengths / periods);
    voice.shimmer = levels / (periods - 1);
    return voice;
}

std::vector<features::PitchFrame> constantPitch(const audio::Signal& signal, double hertz)
{
    return std::vector<features::PitchFrame>((signal.samples.size() - 400) / 160 + 1,
                                             {static_cast<float>(hertz), 1});
}

features::Perturbation measured(const PulseVoice& voice, double f0)
{
    const auto periods =
        features::findPeriods(voice.signal.samples, rate, constantPitch(voice.signal, f0), 200, 160);
    return features::perturbation(periods, 0, static_cast<double>(voice.signal.samples.size()));
}

/// |1 / A|^2 of resonances at 11 kHz, divided by the emphasis, so that the finder's own emphasis cancels.
std::vector<float> resonantSpectrum(const std::vector<tests::Formant>& formants)
{
    std::vector<float> power(257, 0.0F);
    for (std::size_t k = 0; k <= 176; ++k) {
        const std::complex<double> z = std::polar(1.0, std::numbers::pi * static_cast<double>(k) / 176);
        std::complex<double> a = 1;
        for (const auto& formant : formants) {
            const auto pole = std::polar(std::exp(-std::numbers::pi * formant.bandwidth / 11000),
                                         2 * std::numbers::pi * formant.hertz / 11000);
            a *= (1.0 - pole / z) * (1.0 - std::conj(pole) / z);
        }
        const double emphasis = std::norm(1.0 - std::exp(-2 * std::numbers::pi * 50 / 11000) / z);
        power[k] = static_cast<float>(1 / std::norm(a) / emphasis);
    }
    return power;
}

} // namespace

class TestVoiceDescriptors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rootsOfKnownPolynomials()
    {
        // (z - 0.5)(z + 0.9)(z^2 + 0.81): two real zeros and a pair.
        const std::vector<double> coefficients{1, 0.4, 0.36, 0.324, -0.3645};
        std::vector<std::complex<double>> roots(4);
        QVERIFY(features::polynomialRoots(coefficients, roots));
        for (const std::complex<double> expected :
             {std::complex{0.5, 0.0}, {-0.9, 0.0}, {0.0, 0.9}, {0.0, -0.9}})
            QVERIFY(std::ranges::any_of(roots, [&](auto z) { return std::abs(z - expected) < 1e-8; }));
    }

    void rootsOfRandomPolynomialsMultiplyOut()
    {
        base::RandomStream random = base::SeedTree(5).stream("roots");
        for (int trial = 0; trial < 500; ++trial) {
            std::vector<double> polynomial{1};
            for (int pair = 0; pair < 5; ++pair) {
                const double radius = 0.3 + 0.69 * random.uniform();
                const double angle = std::numbers::pi * random.uniform();
                std::vector<double> product(polynomial.size() + 2, 0.0);
                for (std::size_t i = 0; i < polynomial.size(); ++i) {
                    product[i] += polynomial[i];
                    product[i + 1] -= 2 * radius * std::cos(angle) * polynomial[i];
                    product[i + 2] += radius * radius * polynomial[i];
                }
                polynomial = product;
            }
            std::vector<std::complex<double>> roots(10), again{1.0};
            QVERIFY(features::polynomialRoots(polynomial, roots));
            for (const auto root : roots) {
                again.push_back(0);
                for (std::size_t i = again.size() - 1; i > 0; --i)
                    again[i] -= root * again[i - 1];
            }
            for (std::size_t i = 0; i < polynomial.size(); ++i)
                QVERIFY(std::abs(again[i] - polynomial[i]) < 1e-6);
        }
    }

    void aPredictorOfSilenceHasRootsAtZero()
    {
        std::vector<double> coefficients(11, 0.0);
        coefficients[0] = 1;
        std::vector<std::complex<double>> roots(10, 1.0);
        if (features::polynomialRoots(coefficients, roots))
            for (const auto root : roots)
                QVERIFY(std::abs(root) < 0.1);
    }

    void formantsOfAnAllPoleSpectrumAreExact()
    {
        const features::FormantFinder finder(512, rate);
        for (const auto& vowel : tests::cardinalVowels()) {
            const auto formants = finder.find(resonantSpectrum(vowel));
            for (std::size_t i = 0; i < features::formantCount; ++i) {
                QVERIFY(near(formants[i].hertz, vowel[i].hertz, 2));
                QVERIFY(near(formants[i].bandwidth, vowel[i].bandwidth, 4));
            }
        }
    }

    void wideResonancesAreNotFormants()
    {
        // Between F1 and F2 of [e]: what the source's spectrum, not the tract, adds.
        auto resonances = tests::cardinalVowels()[1];
        resonances.push_back({1100, 800});
        const auto formants = features::FormantFinder(512, rate).find(resonantSpectrum(resonances));
        QVERIFY(near(formants[1].hertz, 1840, 5));
        QVERIFY(near(formants[2].hertz, 2480, 5));
    }

    void noSpectrumNoFormants()
    {
        const auto formants = features::FormantFinder(512, rate).find(std::vector<float>(257, 0.0F));
        QCOMPARE(formants[0].hertz, 0.0);
    }

    void periodsOfASteadyVoice()
    {
        for (const double f0 : {70.0, 133.3, 250.0, 480.0}) {
            const auto voice = makePulseVoice(f0, 0.5, 0, 0);
            const auto periods = features::findPeriods(voice.signal.samples, rate,
                                                       constantPitch(voice.signal, f0 * 1.03), 200, 160);
            // All but those of which the first and last 15 ms hold a part.
            QVERIFY(near(static_cast<double>(periods.size()), 0.485 * f0, 0.015 * f0 + 2));
            for (std::size_t i = 0; i < periods.size(); ++i) {
                QVERIFY(near(periods[i].length, rate / f0, 0.002 * rate / f0 + 0.02));
                QVERIFY(periods[i].continues == (i > 0));
                if (i > 0)
                    QVERIFY(near(periods[i].centre - periods[i - 1].centre, rate / f0, 0.3));
            }
        }
    }

    void jitterAndShimmer_data()
    {
        QTest::addColumn<double>("f0");
        QTest::addColumn<double>("lengthDeviation");
        QTest::addColumn<double>("heightDeviation");
        for (const double f0 : {90.0, 140.0, 220.0})
            for (const double length : {0.0, 0.005, 0.02})
                for (const double height : {0.0, 0.03, 0.10})
                    QTest::addRow("%g Hz, %g, %g", f0, length, height) << f0 << length << height;
    }

    /// Within 15 % of the truth, and half a permille or 0.1 dB where there is none; shimmer also by what a
    /// jitter of 2 % does to the overlap of the pulses' tails.
    void jitterAndShimmer()
    {
        QFETCH(double, f0);
        QFETCH(double, lengthDeviation);
        QFETCH(double, heightDeviation);
        const auto voice = makePulseVoice(f0, 3, lengthDeviation, heightDeviation);
        const auto found = measured(voice, f0);
        QVERIFY(found.known);
        QVERIFY(near(found.jitter, voice.jitter, 0.15 * voice.jitter + 0.0005 + 0.01 * heightDeviation));
        QVERIFY(near(found.shimmer, voice.shimmer, 0.15 * voice.shimmer + 0.1 + 5 * lengthDeviation));
    }

    void gapsAreNotCountedAsJitter()
    {
        const auto voice = makePulseVoice(120, 1, 0, 0);
        auto pitch = constantPitch(voice.signal, 120);
        for (std::size_t i = 40; i < 50; ++i)
            pitch[i].hertz = 0;
        const auto periods = features::findPeriods(voice.signal.samples, rate, pitch, 200, 160);
        QCOMPARE(std::ranges::count_if(periods, [](const auto& p) { return !p.continues; }), 2);
        QVERIFY(features::perturbation(periods, 0, rate).jitter < 0.001);
    }

    void noiseHasNoPeriods()
    {
        const auto noise = tests::makeNoise(1, 0.1);
        const auto periods = features::findPeriods(noise.samples, rate, constantPitch(noise, 100), 200, 160);
        QVERIFY(std::ranges::count_if(periods, &features::PitchPeriod::continues) < 10);
        QVERIFY(!features::perturbation({}, 0, 100).known);
        QVERIFY(features::findPeriods(std::vector<float>(8000), rate, constantPitch(noise, 100), 200, 160)
                    .empty());
    }

    /// HNR of a vowel in white noise is the ratio of their powers, here over the frames of the middle: within
    /// 1 dB (the mean of 80 overlapping frames has a standard error below 0.15 dB).
    void harmonicityIsTheSignalToNoiseRatio()
    {
        for (const double f0 : {100.0, 170.0, 300.0})
            for (const double decibels : {0.0, 5.0, 10.0, 20.0}) {
                const auto signal = tests::withNoise(tests::makeVowel({.f0 = f0}).signal, decibels);
                features::Harmonicity harmonicity(960);
                std::vector<float> frame(960);
                double sum = 0;
                for (std::size_t i = 0; i < 80; ++i) {
                    std::copy_n(signal.samples.begin() + 1600 + static_cast<std::ptrdiff_t>(160 * i), 960,
                                frame.begin());
                    sum += harmonicity.decibels(frame, rate / f0);
                }
                QVERIFY(near(sum / 80, decibels, 1));
            }
    }

    void harmonicityOfToneAndSilence()
    {
        features::Harmonicity harmonicity(960);
        std::vector<float> silence(960, 0.0F);
        QVERIFY(near(harmonicity.decibels(silence, 100), -40, 1e-3));
        auto tone = tests::makeTones({200}, 0.06).samples;
        QVERIFY(harmonicity.decibels(tone, 80) > 35);
        std::vector<float> step(960, 1.0F);
        QVERIFY(std::isfinite(harmonicity.decibels(step, 320)));
    }

    void harmonicLevelsOfKnownHarmonics_data()
    {
        QTest::addColumn<double>("f0");
        for (const double f0 : {80.0, 121.7, 213.3, 400.0})
            QTest::addRow("%g Hz", f0) << f0;
    }

    void harmonicLevelsOfKnownHarmonics()
    {
        QFETCH(double, f0);
        // The amplitude of harmonic n is 0.05 + 0.2 / n; twice that for the ones next to F3.
        audio::Signal signal{std::vector<float>(960), audio::analysisRate};
        const auto third = static_cast<int>(std::lround(2500 / f0));
        const auto amplitude = [&](int n) { return (0.05 + 0.2 / n) * (n == third ? 2 : 1); };
        for (int n = 1; n * f0 < 4000; ++n) {
            const auto tone = tests::makeTones({n * f0}, 0.06, amplitude(n));
            for (std::size_t i = 0; i < tone.samples.size(); ++i)
                signal.samples[i] += tone.samples[i];
        }
        features::FrameSpectrum spectrum({960, 160, 0}, audio::WindowShape::Gauss);
        const auto power = spectrum.power(signal.samples, 0);
        const features::Formants formants{{{500, 80}, {1500, 80}, {2500, 80}}};
        const auto levels = features::HarmonicSpectrum(power, rate / 1024, f0).levels(formants);
        const auto over = [&](int a, int b) { return 20 * std::log10(amplitude(a) / amplitude(b)); };
        QVERIFY(near(levels.h1h2, over(1, 2), 0.2));
        QVERIFY(near(levels.h1a3, over(1, third), 0.2));
        QVERIFY(near(levels.formants[0], over(static_cast<int>(std::lround(500 / f0)), 1), 0.2));
        QVERIFY(near(levels.formants[1], over(static_cast<int>(std::lround(1500 / f0)), 1), 0.2));
        QVERIFY(near(levels.formants[2], over(third, 1), 0.2));
    }

    void harmonicsAboveTheSpectrumAreHarmless()
    {
        const std::vector<float> power(513, 1.0F);
        const features::HarmonicSpectrum spectrum(power, rate / 1024, 600);
        QVERIFY(near(spectrum.level(50), 0, 1e-6));
        const auto levels = spectrum.levels({});
        QCOMPARE(levels.h1a3, 0.0);
        QCOMPARE(levels.formants[0], 0.0);
    }
};

QTEST_GUILESS_MAIN(TestVoiceDescriptors)
#include "tst_VoiceDescriptors.moc"
