#include "core/base/Csv.h"
#include "core/base/SeedTree.h"
#include "core/features/EgemapsDescriptors.h"
#include "core/features/FeatureSet.h"
#include "tests/support/SharedCorpora.h"
#include "tests/support/SyntheticSpeech.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>

using namespace undertone;

namespace {

using Parameters = std::map<std::string, double>;

const features::FeatureSet& egemaps()
{
    return features::featureSet("egemaps");
}

Parameters parametersOf(const audio::Signal& signal)
{
    const auto row = egemaps().extract(signal);
    Parameters parameters;
    for (std::size_t i = 0; i < row.size(); ++i)
        parameters[egemaps().columns()[i]] = static_cast<double>(row[i]);
    return parameters;
}

bool near(double value, double expected, double tolerance)
{
    if (std::abs(value - expected) <= tolerance)
        return true;
    qWarning("%g is not within %g of %g", value, tolerance, expected);
    return false;
}

void append(audio::Signal& signal, const audio::Signal& other)
{
    signal.samples.insert(signal.samples.end(), other.samples.begin(), other.samples.end());
}

audio::Signal silence(double seconds)
{
    return {std::vector<float>(static_cast<std::size_t>(seconds * audio::analysisRate)), audio::analysisRate};
}

/// Vowels of `length` seconds with as much silence behind each.
audio::Signal syllables(int count, double length)
{
    audio::Signal signal;
    for (int i = 0; i < count; ++i) {
        append(signal, tests::makeVowel({.f0 = 150, .seconds = length}).signal);
        append(signal, silence(length));
    }
    return signal;
}

} // namespace

class TestEgemapsSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void has88NamedColumns()
    {
        const auto& names = egemaps().columns();
        const std::set<std::string> unique(names.begin(), names.end());
        QCOMPARE(names.size(), std::size_t{88});
        QCOMPARE(unique.size(), std::size_t{88});
        for (const char* name :
             {"F0semitoneFrom27.5Hz_sma3nz_amean", "F0semitoneFrom27.5Hz_sma3nz_pctlrange0-2",
              "loudness_sma3_stddevFallingSlope", "mfcc4_sma3_stddevNorm",
              "F3amplitudeLogRelF0_sma3nz_stddevNorm", "alphaRatioV_sma3nz_stddevNorm", "mfcc1V_sma3nz_amean",
              "spectralFluxUV_sma3nz_amean", "loudnessPeaksPerSec", "StddevUnvoicedSegmentLength",
              "equivalentSoundLevel_dBp"})
            QVERIFY2(unique.contains(name), name);
        const auto ending = [&](const char* end) {
            return std::ranges::count_if(names, [end](const auto& name) { return name.ends_with(end); });
        };
        QCOMPARE(ending("_amean"), 2 + 5 + 14 + 9 + 5);
        QCOMPARE(ending("_stddevNorm"), 2 + 5 + 14 + 9);
        QVERIFY(!egemaps().isFrames());
    }

    /// F1 within a third of F0 (what lies between two harmonics), F2 and F3 within 5 %; F0 within 0.1
    /// semitones.
    void vowelsHaveTheirPitchAndFormants()
    {
        for (const double f0 : {90.0, 120.0, 160.0})
            for (const auto& vowel : tests::cardinalVowels()) {
                auto found =
                    parametersOf(tests::makeVowel({.f0 = f0, .seconds = 0.5, .formants = vowel}).signal);
                QVERIFY(near(found["F0semitoneFrom27.5Hz_sma3nz_amean"], 12 * std::log2(f0 / 27.5), 0.1));
                QVERIFY(near(found["F0semitoneFrom27.5Hz_sma3nz_percentile50.0"], 12 * std::log2(f0 / 27.5),
                             0.1));
                QVERIFY(near(found["F1frequency_sma3nz_amean"], vowel[0].hertz, f0 / 3));
                QVERIFY(near(found["F2frequency_sma3nz_amean"], vowel[1].hertz, 0.05 * vowel[1].hertz));
                QVERIFY(near(found["F3frequency_sma3nz_amean"], vowel[2].hertz, 0.05 * vowel[2].hertz));
                QVERIFY(found["HNRdBACF_sma3nz_amean"] > 30);
                QVERIFY(found["jitterLocal_sma3nz_amean"] < 0.001);
                QVERIFY(found["shimmerLocaldB_sma3nz_amean"] < 0.05);
            }
    }

    void widerResonancesHaveWiderBandwidths()
    {
        const auto bandwidth = [](double hertz) {
            const auto vowel = tests::makeVowel(
                {.f0 = 100, .formants = {{500, hertz}, {1500, 90}, {2500, 120}, {3500, 200}}});
            return parametersOf(vowel.signal)["F1bandwidth_sma3nz_amean"];
        };
        QVERIFY(bandwidth(50) < bandwidth(100) && bandwidth(100) < bandwidth(200));
    }

    void aGlideHasARisingPitch()
    {
        auto found = parametersOf(tests::makeVowel({.f0 = 100, .f0End = 200, .seconds = 1}).signal);
        // An octave in a second, on the average; linear in Hz, so that the pitch is between 0.2 and 0.8 of it
        // in Hz.
        QVERIFY(near(found["F0semitoneFrom27.5Hz_sma3nz_pctlrange0-2"], 12 * std::log2(180.0 / 120), 0.4));
        QVERIFY(near(found["F0semitoneFrom27.5Hz_sma3nz_meanRisingSlope"], 12, 1));
        QVERIFY(found["F0semitoneFrom27.5Hz_sma3nz_meanFallingSlope"] > -6);
    }

    void syllablesAreVoicedSegments()
    {
        auto found = parametersOf(syllables(5, 0.2));
        QVERIFY(near(found["VoicedSegmentsPerSec"], 2.5, 0.05));
        QVERIFY(near(found["MeanVoicedSegmentLengthSec"], 0.2, 0.03));
        QVERIFY(near(found["MeanUnvoicedSegmentLength"], 0.2, 0.03));
        QVERIFY(found["StddevVoicedSegmentLengthSec"] < 0.02);
        // The first begins with the clip: the loudness does not rise to it.
        QVERIFY(near(found["loudnessPeaksPerSec"], 4 / 1.98, 1e-3));
    }

    void segmentLengthsVary()
    {
        audio::Signal signal = syllables(1, 0.2);
        append(signal, syllables(1, 0.4));
        QVERIFY(near(parametersOf(signal)["StddevVoicedSegmentLengthSec"], 0.1, 0.02));
    }

    void loudnessPeaksAtAKnownRate()
    {
        for (const double hertz : {2.0, 4.0, 7.0}) {
            auto noise = tests::makeNoise(5, 0.1);
            for (std::size_t n = 0; n < noise.samples.size(); ++n)
                noise.samples[n] *= static_cast<float>(std::pow(
                    std::sin(std::numbers::pi * hertz * static_cast<double>(n) / noise.sampleRate), 2));
            QVERIFY(near(parametersOf(noise)["loudnessPeaksPerSec"], hertz, 0.05 * hertz));
        }
    }

    void levelOfATone()
    {
        const auto level = parametersOf(tests::makeTones({440}, 0.5, 0.25))["equivalentSoundLevel_dBp"];
        QVERIFY(near(level, 10 * std::log10(0.25 * 0.25 / 2), 0.02));
    }

    void spectralParametersKnowVoicedFromUnvoiced()
    {
        // A vowel (energy low in the spectrum), then white noise (most of it above 1 kHz).
        audio::Signal signal = tests::makeVowel({.f0 = 130, .seconds = 0.8}).signal;
        append(signal, tests::makeNoise(0.8, 0.1));
        auto found = parametersOf(signal);
        QVERIFY(found["alphaRatioV_sma3nz_amean"] > 3);
        QVERIFY(near(found["alphaRatioUV_sma3nz_amean"], 10 * std::log10(950.0 / 4000), 1.5));
        QVERIFY(near(found["hammarbergIndexUV_sma3nz_amean"], 0, 3));
        QVERIFY(near(found["slopeUV500-1500_sma3nz_amean"], 0, 3));
        QVERIFY(found["spectralFluxUV_sma3nz_amean"] > 3 * found["spectralFluxV_sma3nz_amean"]);
        QVERIFY(found["mfcc1V_sma3nz_amean"] > found["mfcc1_sma3_amean"]);
    }

    void silenceHasNoVoice()
    {
        auto found = parametersOf(silence(0.5));
        for (const char* name :
             {"F0semitoneFrom27.5Hz_sma3nz_amean", "jitterLocal_sma3nz_amean", "VoicedSegmentsPerSec",
              "F1frequency_sma3nz_amean", "alphaRatioV_sma3nz_amean", "loudnessPeaksPerSec"})
            QVERIFY2(found[name] == 0, name);
        QVERIFY(near(found["equivalentSoundLevel_dBp"], -101.1, 0.1));
        QVERIFY(near(found["MeanUnvoicedSegmentLength"], 0.48, 1e-6));
    }

    void everySignalGivesFiniteNumbers()
    {
        base::RandomStream random = base::SeedTree(4).stream("signals");
        std::vector<audio::Signal> signals{{{0.0F}, 16000},
                                           {{1.0F}, 16000},
                                           {std::vector<float>(5000, 1.0F), 16000},
                                           tests::makeTones({50}, 0.3),
                                           tests::makeTones({599}, 0.3),
                                           tests::makeTones({8000}, 0.3),
                                           tests::makeVowel({.f0 = 60, .seconds = 0.05}).signal,
                                           tests::makeVowel({.f0 = 580, .seconds = 0.3}).signal};
        for (const std::size_t length : {2, 3, 159, 319, 320, 321, 400, 401, 959, 961, 2000})
            for (const double scale : {1e-42, 1e-12, 1.0, 1e4}) {
                audio::Signal signal;
                for (std::size_t n = 0; n < length; ++n)
                    signal.samples.push_back(static_cast<float>(scale * random.normal()));
                signals.push_back(signal);
            }
        audio::Signal clipped = tests::makeVowel({.f0 = 110, .peak = 20}).signal;
        for (float& x : clipped.samples)
            x = std::clamp(x, -1.0F, 1.0F);
        signals.push_back(clipped);
        for (const auto& signal : signals) {
            const auto row = egemaps().extract(signal);
            QCOMPARE(row.size(), std::size_t{88});
            for (std::size_t i = 0; i < row.size(); ++i)
                QVERIFY2(std::isfinite(row[i]), egemaps().columns()[i].c_str());
        }
    }

    void levelChangesOnlyWhatMeasuresLevel()
    {
        auto signal = tests::withNoise(tests::makeVowel({.f0 = 140}).signal, 25);
        const auto loud = parametersOf(signal);
        for (float& x : signal.samples)
            x *= 0.5F;
        const auto quiet = parametersOf(signal);
        for (const auto& [name, value] : loud) {
            if (name.starts_with("loudness_") || name.starts_with("equivalent"))
                continue;
            QVERIFY2(near(quiet.at(name), value, 0.02 * std::max(1.0, std::abs(value))), name.c_str());
        }
        QVERIFY(near(quiet.at("loudness_sma3_amean") / loud.at("loudness_sma3_amean"), std::pow(0.25, 0.33),
                     0.01));
        QVERIFY(
            near(quiet.at("equivalentSoundLevel_dBp") - loud.at("equivalentSoundLevel_dBp"), -6.02, 0.01));
    }

    void repeatsBitForBit()
    {
        const auto signal = tests::makeVowel({.seconds = 0.5}).signal;
        QCOMPARE(egemaps().extract(signal), egemaps().extract(signal));
    }

    void womenSpeakHigherThanMenInRavdess()
    {
        const auto folder = tests::sharedCorpus("ravdess");
        if (!folder)
            QSKIP("the RAVDESS corpus is not there");
        const auto manifest = base::readCsv(*folder / "manifest.csv");
        const auto path = manifest.column("path").value(), gender = manifest.column("gender").value();
        std::map<std::string, std::vector<double>> pitch;
        for (std::size_t i = 0; i < manifest.rows.size(); i += 17) {
            const auto& row = manifest.rows[i];
            const auto found = parametersOf(audio::readAudio(*folder / row[path]));
            for (const auto& [name, value] : found)
                QVERIFY2(std::isfinite(value), (row[path] + " " + name).c_str());
            pitch[row[gender]].push_back(found.at("F0semitoneFrom27.5Hz_sma3nz_amean"));
        }
        const auto mean = [](const std::vector<double>& x) {
            return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
        };
        QVERIFY(pitch["F"].size() > 20 && pitch["M"].size() > 20);
        QVERIFY(mean(pitch["F"]) > mean(pitch["M"]) + 4);
    }
};

QTEST_GUILESS_MAIN(TestEgemapsSet)
#include "tst_EgemapsSet.moc"
