#include "core/base/Csv.h"
#include "core/corpus/FolderListing.h"
#include "core/corpus/Manifest.h"
#include "tests/corpus/CorpusTree.h"
#include "tests/corpus/ErrorText.h"
#include "tests/support/Restrictions.h"
#include "tests/support/SharedCorpora.h"

#include <QtTest>

#include <set>

using namespace undertone;
using corpus::FindingKind;
using corpus::Utterance;
using tests::CorpusTree;

namespace {

const Utterance& utteranceAt(const corpus::ImportResult& result, const std::string& path)
{
    for (const auto& utterance : result.corpus.utterances)
        if (utterance.path == path)
            return utterance;
    throw std::runtime_error("no utterance " + path);
}

std::set<std::string> subjectsOf(const corpus::ImportResult& result, FindingKind kind)
{
    std::set<std::string> subjects;
    for (const auto& finding : result.report.findings)
        if (finding.kind == kind)
            subjects.insert(finding.subject);
    return subjects;
}

/// speaker gender emotion recording
std::string labelsOf(const Utterance& utterance)
{
    return utterance.speaker + " " + utterance.attribute("gender") + " " + utterance.emotion + " " +
           utterance.recording;
}

using Names = std::set<std::string>;

const char* const iemocapLabels = "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n"
                                  "[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]\n"
                                  "C-E2:\tNeutral;\t()\nA-E3:\tval 3; act 2; dom  2;\t()\n\n"
                                  "[10.0100 - 11.3925]\tSes01F_impro01_M000\texc\t[4.5000, 3.5000, 2.0000]\n"
                                  "[12.0 - 13.0]\tSes01F_impro01_M001\txxx\t[2.5000, 2.5000, 2.5000]\n"
                                  "[14.0 - 15.0]\tSes01F_impro01_F001\tfru\t[2.0000, 2.5000, 2.5000]\n"
                                  "[16.0 - 17.0]\tSes01F_impro01_F002\tjoy\t[2.0000, 2.5000, 2.5000]\n";

} // namespace

class TestCorpusLayouts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void iemocap()
    {
        CorpusTree tree;
        tree.text("Session1/dialog/EmoEvaluation/Ses01F_impro01.txt", iemocapLabels)
            .text("Session1/dialog/EmoEvaluation/Ses01F_script01_1.txt",
                  "[1.0 - 2.0]\tSes01F_script01_1_F000\tang\t[2.0000, 2.5000, 2.5000]\n")
            .text("Session1/dialog/EmoEvaluation/Categorical/Ses01F_impro01_e1_cat.txt", "not for us\n")
            .text("Session1/dialog/transcriptions/Ses01F_impro01.txt",
                  "Ses01F_impro01_F000 [006.2901-008.2357]: Excuse me.\r\n"
                  "Ses01F_impro01_M000 [010.0100-011.3925]: Do you have your forms?\r\n")
            .clip("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav")
            .clip("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav")
            .clip("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M001.wav")
            .clip("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F002.wav")
            .clip("Session1/sentences/wav/Ses01F_script01_1/Ses01F_script01_1_F000.wav")
            .clip("Session1/dialog/wav/Ses01F_impro01.wav");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("iemocap"));
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        const auto& woman =
            utteranceAt(result, "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav");
        QCOMPARE(labelsOf(woman), std::string("iemocap_Ses01F F neu "));
        QCOMPARE(woman.text, std::string("Excuse me."));
        QCOMPARE(woman.attribute("valence"), std::string("2.5000"));
        const auto& man =
            utteranceAt(result, "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M000.wav");
        QCOMPARE(labelsOf(man), std::string("iemocap_Ses01M M hap "));
        QCOMPARE(man.attribute("activation"), std::string("3.5000"));
        QCOMPARE(man.attribute("dominance"), std::string("2.0000"));
        QVERIFY(
            (subjectsOf(result, FindingKind::Skipped) == Names{"Ses01F_impro01_M001", "scripted dialogs"}));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) == Names{"Ses01F_impro01_F002"}));
        QVERIFY((subjectsOf(result, FindingKind::Unreadable) ==
                 Names{"Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F001"}));
    }

    void cremaD()
    {
        CorpusTree tree;
        tree.text("VideoDemographics.csv", "\"ActorID\",\"Age\",\"Sex\",\"Race\",\"Ethnicity\"\n"
                                           "1001,51,\"Male\",\"Caucasian\",\"Not Hispanic\"\n"
                                           "1002,21,\"Female\",\"African American\",\"Hispanic\"\n")
            .text("processedResults/summaryTable.csv",
                  "\"\",\"FileName\",\"VoiceVote\",\"VoiceLevel\",\"FaceVote\",\"FaceLevel\","
                  "\"MultiModalVote\","
                  "\"MultiModalLevel\"\n"
                  "\"1\",\"1001_IEO_NEU_XX\",\"N\",\"69.1\",\"N\",\"92.22\",\"N\",\"64.78\"\n"
                  "\"2\",\"1001_IEO_HAP_LO\",\"N\",\"71.67\",\"H\",\"57\",\"A:N\",\"57.38\"\n"
                  "\"3\",\"1002_TSI_ANG_HI\",\"N\",\"71.67\",\"H\",\"57\",\"A\",\"57.38\"\n"
                  "\"4\",\"1002_TSI_SAD_XX\",\"N\",\"71.67\",\"H\",\"57\",\"S\",\"57.38\"\n")
            .clip("AudioWAV/1001_IEO_NEU_XX.wav")
            .clip("AudioWAV/1001_IEO_HAP_LO.wav")
            .clip("AudioWAV/1002_TSI_ANG_HI.flac");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("crema-d"));
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        const auto& clip = utteranceAt(result, "AudioWAV/1002_TSI_ANG_HI.flac");
        QCOMPARE(labelsOf(clip), std::string("crema-d_1002 F ang "));
        QCOMPARE(clip.attribute("age"), std::string("21"));
        QCOMPARE(clip.attribute("race"), std::string("African American"));
        QCOMPARE(clip.attribute("ethnicity"), std::string("Hispanic"));
        QCOMPARE(clip.text, std::string("The surface is slick."));
        QVERIFY((subjectsOf(result, FindingKind::Skipped) == Names{"1001_IEO_HAP_LO"}));
        QVERIFY((subjectsOf(result, FindingKind::Unreadable) == Names{"AudioWAV/1002_TSI_SAD_XX"}));

        tree.text("VideoDemographics.csv",
                  "ActorID,Age,Sex,Race,Ethnicity\n1001,51,Male,Caucasian,Unknown\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "invalid-corpus", "Row 4", "actor 1002",
                     "summaryTable.csv");
        tree.text("VideoDemographics.csv", "ActorID,Age,Sex,Race,Ethnicity\n1001,51,unknown,a,b\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "Row 2", "Sex is \"unknown\"",
                     "VideoDemographics");
        tree.text("processedResults/summaryTable.csv", "FileName,Vote\nx,y\n");
        tree.text("VideoDemographics.csv", "ActorID,Age,Sex,Race,Ethnicity\n1001,51,Male,a,b\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "\"MultiModalVote\" is missing",
                     "FileName, Vote");
    }

    void cremaDWithItsRealLabels()
    {
        const auto labels = tests::sharedCorpus("crema-d-labels");
        if (!labels)
            QSKIP("the shared corpora are not here");
        CorpusTree tree;
        std::filesystem::create_directories(tree.path() / "processedResults");
        std::filesystem::create_directories(tree.path() / "AudioWAV");
        std::filesystem::copy_file(*labels / "VideoDemographics.csv", tree.path() / "VideoDemographics.csv");
        std::filesystem::copy_file(*labels / "summaryTable.csv",
                                   tree.path() / "processedResults/summaryTable.csv");
        tree.clip("clip.wav", 0.02);
        for (const auto& row : base::readCsv(*labels / "summaryTable.csv").rows)
            std::filesystem::create_hard_link(tree.path() / "clip.wav",
                                              tree.path() / "AudioWAV" / (row[1] + ".wav"));
        const auto result = tree.import("auto", 2);
        // Votes counted in summaryTable.csv itself: 7,442 names, 420 of them tied.
        QVERIFY(
            (result.report.emotions ==
             std::map<std::string, std::size_t>{
                 {"ang", 1019}, {"dis", 1139}, {"fea", 1084}, {"hap", 1219}, {"neu", 1972}, {"sad", 589}}));
        QCOMPARE(result.report.utterances + subjectsOf(result, FindingKind::Skipped).size(),
                 std::size_t{7442});
        QVERIFY((result.report.speakersByAttribute.at("gender") ==
                 std::map<std::string, std::size_t>{{"F", 43}, {"M", 48}}));
        QCOMPARE(result.report.speakersByAttribute.at("race").at("Asian"), std::size_t{7});
    }

    void mspImprov()
    {
        CorpusTree tree;
        const std::string folder = "Audio/session1/";
        tree.text("Evalution.txt", "UTD-IMPROV-S01A-F01-S-FM01.avi; A; A:3.4; V:2.0; D:3.1 ; N:2.4;\n"
                                   "Worker1; Angry; Angry,Frustrated; A:4; V:2; D:3; N:2;\n\n"
                                   "UTD-IMPROV-S02H-M01-T-MF02.avi; H; A:3.4; V:4.0; D:3.1 ; N:2.4;\n"
                                   "UTD-IMPROV-S02H-M01-S-MF03.avi; X; A:3.4; V:4.0; D:3.1 ; N:2.4;\n"
                                   "UTD-IMPROV-S01A-F01-P-FM01.avi; N; A:3.4; V:2.0; D:3.1 ; N:2.4;\n"
                                   "UTD-IMPROV-S01A-F01-R-FM01.avi; A; A:3.4; V:2.0; D:3.1 ; N:2.4;\n")
            .clip(folder + "S01A/S/MSP-IMPROV-S01A-F01-S-FM01.wav")
            .clip(folder + "S01A/P/MSP-IMPROV-S01A-F01-P-FM01.wav")
            .clip(folder + "S01A/R/MSP-IMPROV-S01A-F01-R-FM01.wav")
            .clip(folder + "S02H/T/MSP-IMPROV-S02H-M01-T-MF02.wav")
            .clip(folder + "S02H/S/MSP-IMPROV-S02H-M01-S-MF03.wav")
            .clip(folder + "S02H/S/MSP-IMPROV-S02H-M01-S-MF04.wav");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("msp-improv"));
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        const auto& clip = utteranceAt(result, folder + "S01A/S/MSP-IMPROV-S01A-F01-S-FM01.wav");
        QCOMPARE(labelsOf(clip), std::string("msp-improv_F01 F ang "));
        QCOMPARE(clip.attribute("activation"), std::string("3.4"));
        QCOMPARE(clip.attribute("valence"), std::string("2.0"));
        QCOMPARE(clip.attribute("dominance"), std::string("3.1"));
        QCOMPARE(labelsOf(utteranceAt(result, folder + "S02H/T/MSP-IMPROV-S02H-M01-T-MF02.wav")),
                 std::string("msp-improv_M01 M hap "));
        QVERIFY(
            (subjectsOf(result, FindingKind::Skipped) ==
             Names{folder + "S02H/S/MSP-IMPROV-S02H-M01-S-MF03.wav", "natural interaction and read speech"}));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) ==
                 Names{folder + "S02H/S/MSP-IMPROV-S02H-M01-S-MF04.wav"}));
        VERIFY_ERROR(
            tests::errorOf([] { CorpusTree().clip("MSP-IMPROV-S01A-F01-S-FM01.wav").import("msp-improv"); }),
            "no Evalution.txt");
    }

    void ravdess()
    {
        CorpusTree tree;
        tree.clip("Actor_12/03-01-06-01-02-01-12.wav")
            .clip("Actor_07/03-01-02-02-01-02-07.wav")
            .clip("copy/Actor_07/03-01-02-02-01-02-07.wav")
            .clip("Actor_07/03-02-02-02-01-02-07.wav")
            .clip("Actor_07/03-01-09-02-01-02-07.wav")
            .clip("Actor_07/notes.wav")
            .text("Actor_07/.hidden.wav", "x");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("ravdess"));
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        const auto& clip = utteranceAt(result, "Actor_12/03-01-06-01-02-01-12.wav");
        QCOMPARE(labelsOf(clip), std::string("ravdess_12 F fea "));
        QCOMPARE(clip.text, std::string("Dogs are sitting by the door."));
        QCOMPARE(labelsOf(utteranceAt(result, "Actor_07/03-01-02-02-01-02-07.wav")),
                 std::string("ravdess_07 M calm "));
        QVERIFY((subjectsOf(result, FindingKind::Skipped) ==
                 Names{"Actor_07/03-02-02-02-01-02-07.wav", "copy/Actor_07/03-01-02-02-01-02-07.wav"}));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) ==
                 Names{"Actor_07/03-01-09-02-01-02-07.wav", "Actor_07/notes.wav"}));
    }

    void emoDb()
    {
        CorpusTree tree;
        tree.clip("wav/03a01Fa.wav").clip("wav/16b10Lb.wav").clip("wav/04a01Fa.wav").clip("wav/03a01Xa.wav");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("emodb"));
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        const auto& clip = utteranceAt(result, "wav/16b10Lb.wav");
        QCOMPARE(labelsOf(clip), std::string("emodb_16 F bor "));
        QCOMPARE(clip.attribute("age"), std::string("31"));
        QVERIFY(
            (subjectsOf(result, FindingKind::UnknownLabel) == Names{"wav/04a01Fa.wav", "wav/03a01Xa.wav"}));
    }

    void urdu()
    {
        CorpusTree tree;
        tree.clip("Angry/SM1_F1_A01.wav")
            .clip("Angry/SM1_F2_A02.wav")
            .clip("Angry/SM1_F3_A03.wav")
            .clip("Happy/SF2_F1_H013.wav")
            .clip("Other/SF2_F1_X013.wav");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("urdu"));
        QCOMPARE(labelsOf(utteranceAt(result, "Angry/SM1_F1_A01.wav")),
                 std::string("urdu_SM1 M ang urdu_SM1_ang_1"));
        QCOMPARE(labelsOf(utteranceAt(result, "Angry/SM1_F2_A02.wav")),
                 std::string("urdu_SM1 M ang urdu_SM1_ang_1"));
        QCOMPARE(labelsOf(utteranceAt(result, "Angry/SM1_F3_A03.wav")),
                 std::string("urdu_SM1 M ang urdu_SM1_ang_2"));
        QCOMPARE(labelsOf(utteranceAt(result, "Happy/SF2_F1_H013.wav")),
                 std::string("urdu_SF2 F hap urdu_SF2_hap_1"));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) == Names{"Other/SF2_F1_X013.wav"}));
    }

    void nemo()
    {
        CorpusTree tree;
        const std::string header = "file_id\temotion\traw_text\tnormalized_text\tspeaker_id\tgender\tage\n";
        tree.text("data.tsv",
                  "\xEF\xBB\xBF" + header +
                      "SK1_anger_1.wav\tanger\tIdę \"stąd\", dość!\tidę stąd dość\tSK1\tfemale\t20\n"
                      "AM2_surprise_7\tsurprised\t\"\"\"Tak\"\", nie?\"\ttak\tAM2\tmale\t31\n"
                      "AM2_love_8\tlove\tTak?\ttak\tAM2\tmale\t31\n")
            .clip("samples/SK1_anger_1.wav")
            .clip("samples/AM2_surprise_7.wav")
            .clip("samples/AM2_love_8.wav");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("nemo"));
        const auto& clip = utteranceAt(result, "samples/SK1_anger_1.wav");
        QCOMPARE(labelsOf(clip), std::string("nemo_SK1 F ang "));
        QCOMPARE(clip.text, std::string("Idę \"stąd\", dość!"));
        QCOMPARE(clip.attribute("age"), std::string("20"));
        QCOMPARE(labelsOf(utteranceAt(result, "samples/AM2_surprise_7.wav")), std::string("nemo_AM2 M sur "));
        QCOMPARE(utteranceAt(result, "samples/AM2_surprise_7.wav").text, std::string("\"Tak\", nie?"));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) == Names{"samples/AM2_love_8.wav"}));
        tree.text("data.tsv", header + "\r\n\nSK1_anger_1.wav\tanger\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "Row 4 has 2 fields", "data.tsv");
        tree.text("data.tsv", header + "SK1_anger_1.wav\tanger\tx\tx\tSK1\tdivers\t20\n");
        VERIFY_ERROR(tests::errorOf([&] { tree.import(); }), "Row 2", "gender is \"divers\"", "data.tsv");
    }

    void meld()
    {
        CorpusTree tree;
        const std::string header = "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID\n";
        tree.text("train_sent_emo.csv", header +
                                            "1,\"Oh, I\x92m the point person\",Chandler,joy,positive,0,0\n"
                                            "2,Hm.,The Interviewer,neutral,neutral,0,1\n"
                                            "3,Why?,Monica,love,neutral,0,2\n")
            .text("dev_sent_emo.csv", header + "1,What?,Phoebe,surprise,negative,4,1\n");
        const auto result = tree.import();
        QCOMPARE(result.corpus.layout, std::string("meld"));
        QVERIFY(result.corpus.transcriptsOnly);
        QCOMPARE(result.corpus.utterances.size(), std::size_t{2});
        QCOMPARE(labelsOf(utteranceAt(result, "train_dia0_utt0")),
                 std::string("meld_Chandler M hap train_dia0"));
        QCOMPARE(utteranceAt(result, "train_dia0_utt0").text, std::string("Oh, I’m the point person"));
        QCOMPARE(labelsOf(utteranceAt(result, "dev_dia4_utt1")), std::string("meld_Phoebe F sur dev_dia4"));
        QVERIFY((subjectsOf(result, FindingKind::UnknownLabel) == Names{"train_dia0_utt2"}));
        QVERIFY((subjectsOf(result, FindingKind::Skipped) == Names{"other speakers"}));
    }

    void theLayoutThatExplainsMostFilesIsChosen()
    {
        CorpusTree tree;
        tree.clip("wav/03a01Fa.wav").clip("Actor_01/03-01-05-01-01-01-01.wav").clip("wav/03a02Fa.wav");
        QCOMPARE(tree.import().corpus.layout, std::string("emodb"));
        tree.clip("Actor_01/03-01-05-01-01-02-01.wav").clip("Actor_01/03-01-04-01-01-02-01.wav");
        QCOMPARE(tree.import().corpus.layout, std::string("ravdess"));
    }

    void linkedFoldersAreFollowedOnce()
    {
        CorpusTree elsewhere;
        elsewhere.clip("03a01Fa.wav").clip("more/16b10Lb.wav");
        CorpusTree tree;
        tree.clip("wav/03a02Fa.wav");
        namespace fs = std::filesystem;
        fs::create_directory_symlink(elsewhere.path(), tree.path() / "a-link");
        fs::create_directory_symlink(elsewhere.path() / "more", tree.path() / "again");
        fs::create_directory_symlink(tree.path(), tree.path() / "wav" / "circle");
        fs::create_directory_symlink(tree.path() / "wav", tree.path() / "alias");
        const corpus::FolderListing listing(tree.path());
        QCOMPARE(listing.files(), (std::vector<std::string>{"a-link/03a01Fa.wav", "a-link/more/16b10Lb.wav",
                                                            "wav/03a02Fa.wav"}));
        QCOMPARE(tree.import().corpus.utterances.size(), std::size_t{3});
    }

    void foldersThatCannotBeListedAreReported()
    {
        CorpusTree tree;
        tree.clip("wav/03a01Fa.wav").clip("closed/03a02Fa.wav");
        const auto closed = tree.path() / "closed";
        std::filesystem::permissions(closed, std::filesystem::perms::none);
        const auto result = [&tree] {
            const tests::WithoutRootOverride asAnyUser;
            return tree.import();
        }();
        std::filesystem::permissions(closed, std::filesystem::perms::owner_all);
        QVERIFY((subjectsOf(result, FindingKind::Unreadable) == Names{"closed"}));
    }

    void realCorporaAgreeWithTheirManifests_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("layout");
        for (const auto* name : {"ravdess", "emodb", "urdu"})
            QTest::newRow(name) << name << name;
        QTest::newRow("meld-text") << "meld-text"
                                   << "meld";
    }

    void realCorporaAgreeWithTheirManifests()
    {
        QFETCH(QString, name);
        QFETCH(QString, layout);
        const auto folder = tests::sharedCorpus(name.toStdString());
        if (!folder)
            QSKIP("the shared corpora are not here");
        base::Progress progress;
        const auto result = corpus::importCorpus(*folder, {layout.toStdString(), "c", 2}, progress);
        const auto manifest = corpus::utterancesOfManifest(base::readCsv(*folder / "manifest.csv"));
        QCOMPARE(result.corpus.utterances.size(), manifest.size());
        std::map<std::string, const Utterance*> byPath;
        for (const auto& utterance : result.corpus.utterances)
            byPath[utterance.path] = &utterance;
        const std::string prefix = layout == "meld" ? "meld_" : "";
        for (const auto& expected : manifest) {
            QVERIFY2(byPath.contains(expected.path), expected.path.c_str());
            QCOMPARE(labelsOf(*byPath[expected.path]), prefix + labelsOf(expected));
            QCOMPARE(byPath[expected.path]->attribute("age"), expected.attribute("age"));
        }
    }
};

QTEST_GUILESS_MAIN(TestCorpusLayouts)
#include "tst_CorpusLayouts.moc"
