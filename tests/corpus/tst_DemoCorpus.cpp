#include "core/base/File.h"
#include "core/corpus/CorpusImporter.h"
#include "core/corpus/DemoCorpus.h"
#include "core/corpus/DemoVoice.h"
#include "core/corpus/SpeechSynthesizer.h"
#include "core/corpus/VoiceEffects.h"
#include "core/features/FeatureSet.h"
#include "tests/corpus/ErrorText.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <set>
#include <thread>

using namespace undertone;
using corpus::DemoCorpusOptions;
using tests::errorOf;
using tests::TemporaryFolder;

namespace {

void make(const std::filesystem::path& folder, const DemoCorpusOptions& options)
{
    base::Progress progress;
    corpus::makeDemoCorpus(folder, options, progress);
}

corpus::ImportResult import(const std::filesystem::path& folder)
{
    base::Progress progress;
    return corpus::importCorpus(folder, {"auto", "demo", 2}, progress);
}

/// Every file below the folder with its bytes.
std::map<std::string, std::string> bytesOf(const std::filesystem::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(folder).string()] = base::readFile(entry.path());
    return files;
}

std::size_t entriesIn(const std::filesystem::path& folder)
{
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

double rmsOf(const audio::Signal& signal)
{
    double squares = 0;
    for (const float sample : signal.samples)
        squares += static_cast<double>(sample) * sample;
    return std::sqrt(squares / static_cast<double>(signal.samples.size()));
}

/// Median pitch in Hz by the project's own tracker.
double pitchOf(const audio::Signal& signal)
{
    const auto& set = features::featureSet("functionals");
    const auto& columns = set.columns();
    const auto column = std::find(columns.begin(), columns.end(), "f0env_sma_quartile2") - columns.begin();
    return static_cast<double>(set.extract(signal).at(static_cast<std::size_t>(column)));
}

audio::Signal sine(double hertz, double amplitude)
{
    audio::Signal signal;
    for (int i = 0; i < signal.sampleRate; ++i)
        signal.samples.push_back(
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * i / signal.sampleRate)));
    return signal;
}

const char* const anyVoice = "pitch 100 150\nbreath 0 4 4 4 4\n";

} // namespace

class TestDemoCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCorpusIsCompleteAndMarkedSynthetic()
    {
        const TemporaryFolder folder;
        make(folder.path() / "demo", {4, 40, 1, "pa"});
        const auto [corpus, report] = import(folder.path() / "demo");
        QVERIFY(corpus.synthetic);
        QCOMPARE(corpus.layout, std::string("demo"));
        QCOMPARE(corpus.utterances.size(), std::size_t{160});
        QVERIFY((report.speakersByAttribute.at("gender") ==
                 std::map<std::string, std::size_t>{{"F", 2}, {"M", 2}}));
        QVERIFY((report.emotions ==
                 std::map<std::string, std::size_t>{{"neu", 40}, {"hap", 40}, {"sad", 40}, {"ang", 40}}));
        QVERIFY2(report.findings.empty(), report.findings.empty() ? "" : report.findings[0].detail.c_str());
        std::map<std::pair<std::string, std::string>, std::set<std::string>> texts;
        for (const auto& utterance : corpus.utterances) {
            texts[{utterance.speaker, utterance.emotion}].insert(utterance.text);
            QVERIFY(utterance.seconds > 0.8 && utterance.seconds < 8);
            QVERIFY(!utterance.attribute("age").empty());
        }
        QCOMPARE(texts.size(), std::size_t{16});
        for (const auto& [key, sentences] : texts)
            QCOMPARE(sentences.size(), std::size_t{10});
    }

    void theSameOptionsGiveTheSameBytes()
    {
        const TemporaryFolder folder;
        make(folder.path() / "a", {2, 6, 1, "p"});
        make(folder.path() / "other", {2, 3, 9, "p"});
        make(folder.path() / "b", {2, 6, 1, "p"});
        const auto a = bytesOf(folder.path() / "a");
        QCOMPARE(a.size(), std::size_t{14});
        QVERIFY(a == bytesOf(folder.path() / "b"));

        make(folder.path() / "more", {3, 6, 1, "p"});
        auto more = bytesOf(folder.path() / "more");
        for (const auto& [path, bytes] : a)
            if (path.ends_with(".flac"))
                QVERIFY2(more[path] == bytes, path.c_str());
        const auto other = bytesOf(folder.path() / "other");
        QVERIFY(other.at("p_00001/001_neu.flac") != a.at("p_00001/001_neu.flac"));
    }

    void twoCorporaCanBeMadeAtOnce()
    {
        const TemporaryFolder folder;
        make(folder.path() / "a", {2, 4, 1, "p"});
        make(folder.path() / "b", {2, 4, 2, "p"});
        {
            const std::jthread one([&] { make(folder.path() / "a2", {2, 4, 1, "p"}); });
            const std::jthread two([&] { make(folder.path() / "b2", {2, 4, 2, "p"}); });
        }
        QVERIFY(bytesOf(folder.path() / "a") == bytesOf(folder.path() / "a2"));
        QVERIFY(bytesOf(folder.path() / "b") == bytesOf(folder.path() / "b2"));
    }

    void aCancelledCorpusLeavesNothing()
    {
        const TemporaryFolder folder;
        std::stop_source source;
        int steps = 0;
        base::Progress progress(
            [&](const auto&) {
                if (++steps == 5)
                    source.request_stop();
            },
            source.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 corpus::makeDemoCorpus(folder.path() / "demo", {2, 40, 1, "p"}, progress));
        QCOMPARE(steps, 5);
        QCOMPARE(entriesIn(folder.path()), std::size_t{0});
    }

    void whatCannotBeMadeIsRefused()
    {
        const TemporaryFolder folder;
        folder.write("full/file", "mine");
        VERIFY_ERROR(errorOf([&] {
                         make(folder.path() / "full", {1, 1, 1, "p"});
                     }),
                     "conflict", "not empty", "full");
        QCOMPARE(base::readFile(folder.path() / "full/file"), std::string("mine"));
        VERIFY_ERROR(errorOf([&] {
                         make(folder.path() / "full/file/demo", {1, 1, 1, "p"});
                     }),
                     "storage-failed", "file");
        VERIFY_ERROR(errorOf([&] {
                         make(folder.path() / "demo", {0, 1, 1, "p"});
                     }),
                     "invalid-request", "speakers");
        VERIFY_ERROR(errorOf([&] { make(folder.path() / "demo", {1, 0, 1, "p"}); }), "utterances");
        VERIFY_ERROR(errorOf([&] { make(folder.path() / "demo", {1, 1, 1, "../p"}); }), "\"../p\"");
        QCOMPARE(entriesIn(folder.path()), std::size_t{1});
        std::filesystem::create_directory(folder.path() / "empty");
        make(folder.path() / "empty", {1, 1, 1, "p"});
        QCOMPARE(import(folder.path() / "empty").corpus.utterances.size(), std::size_t{1});
    }

    void speechDependsOnTheRequestAlone()
    {
        auto& synthesizer = corpus::SpeechSynthesizer::instance();
        const corpus::SpeechRequest request{anyVoice, "The meeting was moved.", 170, 5};
        const auto first = synthesizer.speak(request);
        QVERIFY(first.seconds() > 0.5);
        base::RandomStream random(1);
        for (int i = 0; i < 40; ++i) {
            const auto voice = "pitch " + std::to_string(60 + random.below(100)) + " 200\nformant 1 " +
                               std::to_string(90 + random.below(30)) + " 100 100\n";
            const auto* sentence = corpus::demoSentences[random.below(corpus::demoSentences.size())];
            synthesizer.speak({voice, sentence, 90 + static_cast<int>(random.below(200)), random()});
            QVERIFY(synthesizer.speak(request).samples == first.samples);
        }
        for (auto other : {corpus::SpeechRequest{anyVoice, "The meeting was moved.", 200, 5},
                           corpus::SpeechRequest{"pitch 120 170\n", "The meeting was moved.", 170, 5},
                           corpus::SpeechRequest{std::string(anyVoice) + "formant 1 115 100 100\n",
                                                 "The meeting was moved.", 170, 5}})
            QVERIFY(synthesizer.speak(other).samples != first.samples);
    }

    /// Fixed seeds: passes or fails for good.
    void emotionsAndGendersAreAudible()
    {
        std::map<std::string, std::vector<double>> pitch, level, seconds;
        for (std::uint64_t speaker = 0; speaker < 8; ++speaker) {
            const base::SeedTree seed = base::SeedTree(3).child("speaker", speaker);
            const auto voice = corpus::makeDemoVoice(speaker % 2 == 0 ? "F" : "M", seed);
            for (std::size_t emotion = 0; emotion < 4; ++emotion)
                for (std::uint64_t clip = 0; clip < 3; ++clip) {
                    const auto signal = corpus::speakDemoClip(voice, emotion, corpus::demoSentences[clip],
                                                              seed.child("clip", 10 * emotion + clip));
                    const double log = std::log(pitchOf(signal));
                    pitch[corpus::demoEmotions[emotion]].push_back(log);
                    pitch[voice.gender].push_back(log);
                    level[corpus::demoEmotions[emotion]].push_back(20 * std::log10(rmsOf(signal)));
                    seconds[corpus::demoEmotions[emotion]].push_back(signal.seconds());
                }
        }
        const auto mean = [](const std::vector<double>& values) {
            return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        };
        QVERIFY(mean(pitch["F"]) - mean(pitch["M"]) > std::log(1.3));
        QVERIFY(mean(pitch["hap"]) > mean(pitch["neu"]) + 0.05);
        QVERIFY(mean(pitch["sad"]) < mean(pitch["neu"]) - 0.02);
        QVERIFY(mean(level["ang"]) > mean(level["neu"]) + 2);
        QVERIFY(mean(level["sad"]) < mean(level["neu"]) - 2);
        QVERIFY(mean(seconds["sad"]) > 1.05 * mean(seconds["neu"]));
        // No two voices are alike.
        QVERIFY(corpus::makeDemoVoice("F", base::SeedTree(1)).formants !=
                corpus::makeDemoVoice("F", base::SeedTree(2)).formants);
    }

    void effectsDoWhatTheySay()
    {
        auto signal = sine(300, 0.5);
        corpus::setLevel(signal, -30);
        QVERIFY(std::abs(20 * std::log10(rmsOf(signal)) + 30) < 0.01);

        // |L + g (1 - L)|, L being the first-order low-pass of 1 kHz.
        for (const double decibels : {-6.0, 0.0, 6.0})
            for (const double hertz : {50.0, 1000.0, 7000.0}) {
                const double pole = std::exp(-2 * std::numbers::pi * 1000 / 16000);
                const auto low =
                    (1 - pole) / (1.0 - pole * std::polar(1.0, -2 * std::numbers::pi * hertz / 16000));
                auto tone = sine(hertz, 0.2);
                const double before = rmsOf(tone);
                corpus::tilt(tone, decibels);
                const double expected = std::abs(low + std::pow(10, decibels / 20) * (1.0 - low));
                QVERIFY(std::abs(rmsOf(tone) / before - expected) < 0.002);
            }

        base::RandomStream random(4);
        auto wobbling = sine(200, 0.5);
        const auto steady = wobbling;
        corpus::addFlutter(wobbling, 0, random);
        QVERIFY(wobbling.samples == steady.samples);
        corpus::addFlutter(wobbling, 0.01, random);
        QVERIFY(wobbling.samples != steady.samples);
        QVERIFY(std::abs(pitchOf(wobbling) - 200) < 2);

        const auto room = corpus::inRoom({std::vector<float>(16000), 16000}, 0.01, 0.5, 0.25, random);
        QCOMPARE(room.samples.size(), std::size_t{28000});
        QVERIFY(std::abs(rmsOf(room) - 0.01) < 0.0003);
        corpus::setLevel(signal = {std::vector<float>(10), 16000}, -20);
        QVERIFY(signal.samples == std::vector<float>(10));
    }
};

QTEST_GUILESS_MAIN(TestDemoCorpus)
#include "tst_DemoCorpus.moc"
