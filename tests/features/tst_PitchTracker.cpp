#include "core/base/SeedTree.h"
#include "core/features/PitchPath.h"
#include "core/features/PitchTracker.h"
#include "tests/support/SharedCorpora.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace undertone;

namespace {

std::vector<features::PitchFrame> track(const audio::Signal& signal)
{
    return features::trackPitch(signal.samples, signal.sampleRate);
}

/// Counts over the frames that lie wholly within the vowel.
struct Score
{
    int frames = 0;
    int voiced = 0;
    int octaveErrors = 0; ///< off by more than 20 %
    double worst = 0;     ///< largest relative error of the others

    void add(const std::vector<features::PitchFrame>& path, const std::function<double(double)>& truth)
    {
        for (std::size_t i = 3; i + 3 < path.size(); ++i) {
            const double error = std::abs(path[i].hertz / truth(0.0125 + 0.010 * static_cast<double>(i)) - 1);
            ++frames;
            voiced += path[i].hertz > 0;
            octaveErrors += path[i].hertz > 0 && error > 0.2;
            worst = path[i].hertz > 0 && error <= 0.2 ? std::max(worst, error) : worst;
        }
    }
};

/// Every vowel at 37 fundamental frequencies from 60 to 500 Hz.
Score scoreOfVowels(const std::function<audio::Signal(const audio::Signal&, std::uint64_t)>& spoil,
                    double jitter)
{
    Score score;
    std::uint64_t seed = 0;
    for (const auto& formants : tests::cardinalVowels())
        for (double f0 = 60; f0 <= 500; f0 *= 1.06) {
            const auto vowel =
                tests::makeVowel({.f0 = f0, .seconds = 0.4, .jitter = jitter, .formants = formants});
            score.add(track(spoil(vowel.signal, ++seed)), [&](double) { return f0; });
        }
    return score;
}

} // namespace

class TestPitchTracker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vowelsFrom60To500HzAreWithinOnePercent()
    {
        const auto score = scoreOfVowels([](const auto& signal, auto) { return signal; }, 0);
        QVERIFY(score.frames > 5000);
        QCOMPARE(score.voiced, score.frames);
        QCOMPARE(score.octaveErrors, 0);
        QVERIFY2(score.worst < 0.002, qPrintable(QString::number(score.worst)));
    }

    void jitteryVowelsKeepTheirOctave()
    {
        const auto score = scoreOfVowels([](const auto& signal, auto) { return signal; }, 0.01);
        QVERIFY(score.voiced > 0.99 * score.frames);
        QVERIFY(score.octaveErrors < 0.01 * score.voiced);
    }

    void octaveErrorsAreRareAtTenDecibels()
    {
        const auto score = scoreOfVowels(
            [](const auto& signal, auto seed) { return tests::withNoise(signal, 10, seed); }, 0);
        QVERIFY(score.voiced > 0.98 * score.frames);
        QVERIFY2(score.octaveErrors < 0.01 * score.voiced, qPrintable(QString::number(score.octaveErrors)));
        QVERIFY2(score.worst < 0.01, qPrintable(QString::number(score.worst)));
    }

    void glidesAreFollowed()
    {
        for (const auto& [from, to] : {std::pair{100.0, 300.0}, {400.0, 150.0}}) {
            const auto vowel = tests::makeVowel({.f0 = from, .f0End = to, .seconds = 1});
            Score score;
            score.add(track(vowel.signal), [&](double t) { return from + (to - from) * t; });
            QCOMPARE(score.voiced, score.frames);
            QCOMPARE(score.octaveErrors, 0);
            QVERIFY2(score.worst < 0.02, qPrintable(QString::number(score.worst)));
        }
    }

    void noiseIsUnvoicedAndSilenceIsNothing()
    {
        int voiced = 0;
        for (const auto& frame : track(tests::makeNoise(10, 0.1)))
            voiced += frame.hertz > 0;
        QVERIFY2(voiced < 50, qPrintable(QString::number(voiced)));
        for (const auto& frame : track({std::vector<float>(8000), 16000})) {
            QCOMPARE(frame.hertz, 0.0F);
            QCOMPARE(frame.voicing, 0.0F);
        }
    }

    void quietFramesOfALoudClipAreUnvoiced()
    {
        auto signal = tests::makeVowel({.seconds = 1}).signal;
        for (std::size_t n = 8000; n < signal.samples.size(); ++n)
            signal.samples[n] *= 0.001F;
        const auto path = track(signal);
        QVERIFY(path[20].hertz > 0);
        for (std::size_t i = 56; i < path.size(); ++i)
            QCOMPARE(path[i].hertz, 0.0F);
    }

    void voicingIsTheHarmonicShareOfThePower()
    {
        // A tone in white noise of the same power, of which about 1.6 of 8 kHz are looked at: 1/(1 + 0.2).
        const auto signal = tests::withNoise(tests::makeTones({200}, 20), 0, 3);
        double sum = 0;
        const auto path = track(signal);
        for (const auto& frame : path)
            sum += frame.voicing;
        QVERIFY2(std::abs(sum / static_cast<double>(path.size()) - 1 / 1.2) < 0.03,
                 qPrintable(QString::number(sum / static_cast<double>(path.size()))));
    }

    void shortClipsHaveOneFrame()
    {
        QCOMPARE(track({{0.5F}, 16000}).size(), std::size_t{1});
        QCOMPARE(track({{}, 16000}).size(), std::size_t{0});
        QCOMPARE(track({std::vector<float>(16000), 16000}).size(), std::size_t{98});
        const auto one = track({{0.5F}, 16000})[0];
        QVERIFY(std::isfinite(one.hertz) && std::isfinite(one.voicing));
    }

    void anyRateGivesTheSamePitch()
    {
        const auto vowel = tests::makeVowel({.f0 = 180, .seconds = 0.5}).signal;
        const auto path = features::trackPitch(vowel.samples, 8000); // the same samples: an octave lower
        QVERIFY(std::abs(path[path.size() / 2].hertz - 90) < 0.5);
    }

    void thePathIsTheBestOfAllPaths()
    {
        base::RandomStream random = base::SeedTree(5).stream("paths");
        const features::PitchOptions options;
        for (int trial = 0; trial < 50; ++trial) {
            std::vector<features::FrameCandidates> frames(5);
            const std::vector<float> levels(frames.size(), 1.0F);
            for (auto& frame : frames) {
                frame.count = random.below(4);
                for (std::size_t i = 0; i < frame.count; ++i)
                    frame.peaks[i] = {static_cast<float>(6 + 3 * random.uniform()),
                                      static_cast<float>(random.uniform())};
            }
            const auto path = features::cheapestPath(frames, levels, options);
            QVERIFY(std::abs(worthOf(path, options) - bestWorth(frames, options)) < 1e-4);
        }
    }

    void womenAndMenDifferOnRealSpeech()
    {
        const auto corpus = tests::sharedCorpus("ravdess");
        if (!corpus)
            QSKIP("the corpus is not here");
        // Odd actors are men, even actors women; two neutral sentences of each.
        for (int actor = 1; actor <= 24; ++actor)
            for (const char* sentence : {"01", "02"}) {
                const auto name =
                    QString("03-01-01-01-%1-01-%2.flac").arg(sentence).arg(actor, 2, 10, QChar('0'));
                const float pitch = medianPitch(audio::readAudio(*corpus / name.toStdString()));
                QVERIFY2(actor % 2 == 1 ? pitch > 85 && pitch < 170 : pitch > 165 && pitch < 270,
                         qPrintable(QString("%1: %2").arg(name).arg(pitch)));
            }
    }

private:
    static float medianPitch(const audio::Signal& signal)
    {
        std::vector<float> voiced;
        for (const auto& frame : track(signal))
            if (frame.hertz > 0)
                voiced.push_back(frame.hertz);
        std::ranges::sort(voiced);
        return voiced.empty() ? 0 : voiced[voiced.size() / 2];
    }

    static double worthOf(const std::vector<features::PitchFrame>& path,
                          const features::PitchOptions& options)
    {
        double worth = 0;
        for (std::size_t t = 0; t < path.size(); ++t) {
            const bool voiced = path[t].hertz > 0;
            worth += voiced ? path[t].voicing +
                                  options.octaveCost * std::log2(path[t].hertz / options.highestHertz)
                            : options.voicingThreshold;
            if (t == 0)
                continue;
            const bool before = path[t - 1].hertz > 0;
            if (voiced && before)
                worth -= options.octaveJumpCost * std::abs(std::log2(path[t].hertz / path[t - 1].hertz));
            else if (voiced != before)
                worth -= options.voicingChangeCost;
        }
        return worth;
    }

    static double bestWorth(const std::vector<features::FrameCandidates>& frames,
                            const features::PitchOptions& options)
    {
        double best = -1e9;
        std::vector<features::PitchFrame> path(frames.size());
        const std::function<void(std::size_t)> extend = [&](std::size_t t) {
            if (t == frames.size()) {
                best = std::max(best, worthOf(path, options));
                return;
            }
            path[t] = {};
            extend(t + 1);
            for (std::size_t i = 0; i < frames[t].count; ++i) {
                path[t] = {std::exp2(frames[t].peaks[i].octave), frames[t].peaks[i].strength};
                extend(t + 1);
            }
        };
        extend(0);
        return best;
    }
};

QTEST_GUILESS_MAIN(TestPitchTracker)
#include "tst_PitchTracker.moc"
