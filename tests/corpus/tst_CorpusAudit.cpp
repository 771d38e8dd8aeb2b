#include "core/base/ContentHash.h"
#include "tests/corpus/CorpusTree.h"
#include "tests/corpus/ErrorText.h"

#include <QtTest>

using namespace undertone;
using corpus::Finding;
using corpus::FindingKind;
using tests::CorpusTree;

namespace {

std::vector<std::string> subjectsOf(const corpus::ImportReport& report, FindingKind kind)
{
    std::vector<std::string> subjects;
    for (const auto& finding : report.findings)
        if (finding.kind == kind)
            subjects.push_back(finding.subject);
    return subjects;
}

using Names = std::vector<std::string>;

audio::Signal ramp(std::size_t samples, float peak)
{
    audio::Signal signal;
    for (std::size_t i = 0; i < samples; ++i)
        signal.samples.push_back(peak * static_cast<float>(i % 100) / 100);
    return signal;
}

std::string manifestOf(const Names& files)
{
    std::string text = "path,speaker,gender,emotion\n";
    for (std::size_t i = 0; i < files.size(); ++i)
        text += files[i] + ",s" + std::to_string(i % 2) + (i % 2 == 0 ? ",F," : ",M,") +
                (i / 2 % 2 == 0 ? "neu\n" : "hap\n");
    return text;
}

} // namespace

class TestCorpusAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySuspiciousClipIsNamed()
    {
        CorpusTree tree;
        tree.clip("good1.wav")
            .clip("good2.flac")
            .text("broken.wav", "RIFF what is this")
            .text("nothing.wav", "");
        tree.sound("empty.wav", {});
        tree.sound("silent.wav", ramp(1600, 0.0009F)).sound("zero.wav", {std::vector<float>(800), 16000});
        auto clipped = ramp(10000, 0.5F);
        std::fill_n(clipped.samples.begin(), 11, 1.0F);
        tree.sound("clipped.wav", clipped);
        std::fill_n(clipped.samples.begin(), 11, 0.2F);
        std::fill_n(clipped.samples.begin(), 10, -1.0F);
        tree.sound("peaks.wav", clipped);
        std::filesystem::copy_file(tree.path() / "good1.wav", tree.path() / "copy.wav");
        const Names files = {"good1.wav",  "good2.flac", "broken.wav",  "nothing.wav", "empty.wav",
                             "silent.wav", "zero.wav",   "clipped.wav", "peaks.wav",   "copy.wav"};
        tree.text("manifest.csv", manifestOf(files));

        const auto [corpus, report] = tree.import();
        QVERIFY((subjectsOf(report, FindingKind::Unreadable) == Names{"broken.wav"}));
        QVERIFY((subjectsOf(report, FindingKind::Empty) == Names{"nothing.wav", "empty.wav"}));
        QVERIFY((subjectsOf(report, FindingKind::Silent) == Names{"silent.wav", "zero.wav"}));
        QVERIFY((subjectsOf(report, FindingKind::Clipped) == Names{"clipped.wav"}));
        QVERIFY((subjectsOf(report, FindingKind::Duplicate) == Names{"copy.wav"}));
        Names kept;
        for (const auto& utterance : corpus.utterances)
            kept.push_back(utterance.path);
        QVERIFY((kept == Names{"good1.wav", "good2.flac", "silent.wav", "zero.wav", "clipped.wav",
                               "peaks.wav", "copy.wav"}));
        QCOMPARE(report.utterances, kept.size());
        QCOMPARE(corpus.utterances[0].audioHash, base::sha256OfFile(tree.path() / "good1.wav"));
    }

    void theSameSoundInAnotherFormatIsADuplicate()
    {
        CorpusTree tree;
        const auto signal = ramp(1600, 0.5F);
        tree.sound("a.wav", signal)
            .sound("b.flac", signal)
            .text("manifest.csv", manifestOf({"a.wav", "b.flac"}));
        QVERIFY((subjectsOf(tree.import().report, FindingKind::Duplicate) == Names{"b.flac"}));
    }

    void speakersAndRecordingsAreCounted()
    {
        CorpusTree tree;
        tree.text("manifest.csv", "path,speaker,gender,emotion,recording,valence,accent\n"
                                  "1.wav,a,F,neu,r1,2.5,x\n2.wav,a,F,neu,r1,3.5,x\n3.wav,a,F,neu,r2,1,x\n"
                                  "4.wav,b,M,neu,,1,y\n5.wav,b,M,hap,,2,\n");
        for (int i = 1; i <= 5; ++i)
            tree.clip(std::to_string(i) + ".wav");
        const auto report = tree.import().report;
        QVERIFY((subjectsOf(report, FindingKind::OneEmotionSpeaker) == Names{"a"}));
        QVERIFY((subjectsOf(report, FindingKind::CutRecording) == Names{"a"}));
        QVERIFY((report.emotions == std::map<std::string, std::size_t>{{"neu", 4}, {"hap", 1}}));
        QCOMPARE(report.emotionsBySpeaker.at("b").at("hap"), std::size_t{1});
        QVERIFY((report.speakersByAttribute ==
                 std::map<std::string, std::map<std::string, std::size_t>>{
                     {"gender", {{"F", 1}, {"M", 1}}}, {"accent", {{"x", 1}, {"y", 1}}}}));
    }

    void rowsWithoutATranscriptAreCounted()
    {
        CorpusTree tree;
        tree.clip("1.wav").clip("2.wav").clip("3.wav");
        const std::string header = "path,speaker,gender,emotion,text\n";
        tree.text("manifest.csv", header + "1.wav,a,F,neu,Yes.\n2.wav,a,F,hap, \n3.wav,b,M,neu,\n");
        const auto report = tree.import().report;
        QVERIFY((subjectsOf(report, FindingKind::NoTranscript) == Names{"2.wav"}));
        const auto& finding =
            *std::find_if(report.findings.begin(), report.findings.end(),
                          [](const auto& f) { return f.kind == FindingKind::NoTranscript; });
        QCOMPARE(finding.detail, std::string("2 of 3 utterances have no transcript, this one first."));
        tree.text("manifest.csv", header + "1.wav,a,F,neu,\n2.wav,a,F,hap,\n3.wav,b,M,neu,\n");
        QVERIFY(subjectsOf(tree.import().report, FindingKind::NoTranscript).empty());
        tree.text("manifest.csv", header + "d1,a,F,neu,Yes.\nd2,a,F,hap,\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "invalid-corpus", "needs text in every row");
    }

    void unknownEmotionsOfAManifestAreKeptAndReported()
    {
        CorpusTree tree;
        tree.clip("1.wav").clip("2.wav").text("manifest.csv", "path,speaker,gender,emotion\n1.wav,a,F,joy\n"
                                                              "2.wav,a,F,neu\n");
        const auto [corpus, report] = tree.import();
        QVERIFY((subjectsOf(report, FindingKind::UnknownLabel) == Names{"joy"}));
        QCOMPARE(corpus.utterances[0].emotion, std::string("joy"));
    }

    void aCorpusWithoutAUsableClipIsRefused()
    {
        CorpusTree tree;
        tree.text("a.wav", "no audio").text("b.wav", "").text("manifest.csv", manifestOf({"a.wav", "b.wav"}));
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "invalid-corpus", "No usable utterance",
                     "a.wav");
    }

    void theResultIsTheSameForAnyNumberOfWorkers()
    {
        CorpusTree tree;
        Names files;
        for (int i = 0; i < 60; ++i) {
            files.push_back("clip" + std::to_string(i) + ".wav");
            if (i % 7 == 3)
                tree.text(files.back(), "damaged");
            else if (i % 5 == 2)
                tree.sound(files.back(), ramp(800, 0.5F));
            else
                tree.clip(files.back(), 0.05);
        }
        tree.text("manifest.csv", manifestOf(files));
        const auto expected = tree.import("auto", 1);
        for (const unsigned workers : {2U, 3U, 8U}) {
            const auto result = tree.import("auto", workers);
            QCOMPARE(result.corpus.contentHash(), expected.corpus.contentHash());
            QCOMPARE(result.report.hours, expected.report.hours);
            QCOMPARE(result.report.findings.size(), expected.report.findings.size());
            for (std::size_t i = 0; i < expected.report.findings.size(); ++i) {
                QVERIFY(result.report.findings[i].kind == expected.report.findings[i].kind);
                QCOMPARE(result.report.findings[i].subject, expected.report.findings[i].subject);
                QCOMPARE(result.report.findings[i].detail, expected.report.findings[i].detail);
            }
        }
    }

    void progressIsCountedAndCancelIsNoticed()
    {
        CorpusTree tree;
        Names files;
        for (int i = 0; i < 20; ++i) {
            files.push_back("clip" + std::to_string(i) + ".wav");
            tree.clip(files.back());
        }
        tree.text("manifest.csv", manifestOf(files));
        std::stop_source source;
        std::vector<double> fractions;
        base::Progress progress(
            [&](const auto& update) {
                fractions.push_back(update.fraction);
                if (fractions.size() == 5)
                    source.request_stop();
            },
            source.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, corpus::importCorpus(tree.path(), {"auto", "c", 1}, progress));
        QCOMPARE(fractions.size(), std::size_t{5});
        QCOMPARE(fractions.back(), 0.25);
    }
};

QTEST_GUILESS_MAIN(TestCorpusAudit)
#include "tst_CorpusAudit.moc"
