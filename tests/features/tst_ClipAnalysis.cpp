#include "core/audio/Framing.h"
#include "core/features/ClipAnalysis.h"
#include "core/features/PitchTracker.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace undertone;
using features::analyseClip;

namespace {

audio::Signal tone(double hertz, std::size_t samples)
{
    audio::Signal signal;
    for (std::size_t i = 0; i < samples; ++i)
        signal.samples.push_back(static_cast<float>(
            0.4 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / signal.sampleRate)));
    return signal;
}

} // namespace

class TestClipAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToneIsWhereItSounds()
    {
        const auto clip = analyseClip(tone(1000, 16000));
        QCOMPARE(clip.seconds, 1.0);
        QCOMPARE(clip.frames, std::size_t{98});
        QCOMPARE(clip.bins, std::size_t{257});
        QCOMPARE(clip.decibels.size(), clip.frames * clip.bins);
        QCOMPARE(clip.highestHertz, 8000.0);
        for (std::size_t frame = 0; frame < clip.frames; ++frame) {
            const auto row = clip.decibels.begin() + static_cast<std::ptrdiff_t>(frame * clip.bins);
            const auto loudest = std::max_element(row, row + static_cast<std::ptrdiff_t>(clip.bins)) - row;
            QCOMPARE(loudest, std::ptrdiff_t{32}); // 1000 Hz of 31.25 Hz a bin
        }
        QCOMPARE(*std::max_element(clip.decibels.begin(), clip.decibels.end()), 0.0F);
        QVERIFY(*std::min_element(clip.decibels.begin(), clip.decibels.end()) >= -80);
    }

    void theSpectrogramIsTheDefinition()
    {
        auto signal = tone(440, 1200);
        signal.samples[700] += 0.3F;
        const auto clip = analyseClip(signal);
        const auto samples = audio::withoutMean(signal.samples);
        std::vector<double> powers;
        for (std::size_t frame = 0; frame < clip.frames; ++frame)
            for (std::size_t bin = 0; bin < clip.bins; ++bin) {
                double re = 0, im = 0, weight = 0;
                for (std::size_t n = 0; n < 400; ++n) {
                    const double w =
                        0.54 - 0.46 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / 399);
                    const double angle = 2 * std::numbers::pi * static_cast<double>(bin * n) / 512;
                    re += w * samples[frame * 160 + n] * std::cos(angle);
                    im -= w * samples[frame * 160 + n] * std::sin(angle);
                    weight += w * w;
                }
                powers.push_back((re * re + im * im) / weight + 7.76e-11);
            }
        const double loudest = *std::max_element(powers.begin(), powers.end());
        for (std::size_t i = 0; i < powers.size(); ++i)
            QVERIFY(std::abs(clip.decibels[i] - std::max(-80.0, 10 * std::log10(powers[i] / loudest))) <
                    0.05);
    }

    void theWaveformKeepsEveryPeak()
    {
        auto signal = tone(100, 50001);
        signal.samples[31234] = 0.9F;
        signal.samples[7] = -0.8F;
        const auto clip = analyseClip(signal);
        QCOMPARE(clip.lowest.size(), std::size_t{2000});
        QCOMPARE(*std::max_element(clip.highest.begin(), clip.highest.end()), 0.9F);
        QCOMPARE(*std::min_element(clip.lowest.begin(), clip.lowest.end()), -0.8F);
        QCOMPARE(std::max_element(clip.highest.begin(), clip.highest.end()) - clip.highest.begin(),
                 std::ptrdiff_t{31234 * 2000 / 50001});
    }

    void pitchIsThatOfTheTracker()
    {
        const auto signal = tone(200, 16000);
        const auto clip = analyseClip(signal);
        const auto frames = features::trackPitch(signal.samples, signal.sampleRate);
        QCOMPARE(clip.f0.size(), frames.size());
        for (std::size_t i = 0; i < frames.size(); ++i)
            QCOMPARE(clip.f0[i], frames[i].hertz);
        QVERIFY(std::abs(clip.f0[50] - 200) < 2);
    }

    void anySignalHasAPicture_data()
    {
        QTest::addColumn<int>("samples");
        for (const int samples : {1, 10, 399, 400, 401})
            QTest::newRow(qPrintable(QString::number(samples))) << samples;
    }

    void anySignalHasAPicture()
    {
        QFETCH(int, samples);
        audio::Signal silence;
        silence.samples.assign(static_cast<std::size_t>(samples), 0);
        const auto clip = analyseClip(silence);
        QCOMPARE(clip.frames, std::size_t{1});
        QCOMPARE(clip.f0.size(), std::size_t{1});
        for (const float value : clip.decibels)
            QVERIFY(std::isfinite(value));
    }
};

QTEST_GUILESS_MAIN(TestClipAnalysis)
#include "tst_ClipAnalysis.moc"
