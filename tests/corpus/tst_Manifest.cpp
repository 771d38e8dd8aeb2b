#include "core/corpus/Manifest.h"
#include "core/corpus/Text.h"
#include "tests/corpus/CorpusTree.h"
#include "tests/corpus/ErrorText.h"

#include <QtTest>

using namespace undertone;
using tests::CorpusTree;
using tests::errorOf;

namespace {

const std::string goodHeader = "path,speaker,gender,emotion\n";

std::string importError(const CorpusTree& tree, const std::string& layout = "auto")
{
    return errorOf([&] { tree.import(layout); });
}

} // namespace

class TestManifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyColumnFindsItsPlace()
    {
        CorpusTree tree;
        tree.text("manifest.csv", "path,speaker,gender,age,emotion,recording,text,accent\n"
                                  "./a/1.wav,s1,F,31,neu,r1,\"Hello, you\",north\n"
                                  "2.flac,s2,M,,joy,,,\n");
        tree.clip("a/1.wav", 0.25).clip("2.flac", 0.5).clip("unlisted.wav");
        const auto [corpus, report] = tree.import();
        QCOMPARE(corpus.layout, std::string("manifest"));
        QCOMPARE(corpus.name, std::string("corpus"));
        QVERIFY(!corpus.synthetic && !corpus.transcriptsOnly);
        QCOMPARE(corpus.utterances.size(), std::size_t{2});
        const auto& first = corpus.utterances[0];
        QCOMPARE(first.path, std::string("a/1.wav"));
        QCOMPARE(first.speaker, std::string("s1"));
        QCOMPARE(first.recording, std::string("r1"));
        QCOMPARE(first.text, std::string("Hello, you"));
        QVERIFY((first.attributes ==
                 std::map<std::string, std::string>{{"gender", "F"}, {"age", "31"}, {"accent", "north"}}));
        QCOMPARE(first.seconds, 0.25);
        QCOMPARE(first.audioHash.size(), std::size_t{64});
        QVERIFY((corpus.utterances[1].attributes == std::map<std::string, std::string>{{"gender", "M"}}));
        QCOMPARE(corpus.utterances[1].emotion, std::string("joy"));
        QCOMPARE(report.hours, 0.75 / 3600);
        QCOMPARE(report.speakersByAttribute.at("gender").at("F"), std::size_t{1});
        QVERIFY((corpus.attributeNames() == std::vector<std::string>{"accent", "age", "gender"}));
    }

    void transcriptsAloneAreACorpusToo()
    {
        CorpusTree tree;
        tree.text("manifest.csv", "path,speaker,gender,emotion,text\nd1,s1,F,neu,Hello\nd2,s2,M,hap,You\n");
        const auto [corpus, report] = tree.import();
        QVERIFY(corpus.transcriptsOnly);
        QCOMPARE(corpus.utterances[1].text, std::string("You"));
        QCOMPARE(corpus.utterances[1].audioHash, std::string());
        QCOMPARE(report.hours, 0.0);

        tree.text("manifest.csv", "path,speaker,gender,emotion,text\nd1,s1,F,neu,Hello\nd2,s2,M,hap,\n");
        VERIFY_ERROR(importError(tree), "invalid-corpus", "Row 2", "\"d1\" is not there", "2 of 2");
    }

    void badManifestsAreRefusedInWords_data()
    {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QStringList>("expected");
        const auto header = QString::fromStdString(goodHeader);
        QTest::newRow("no bytes") << "" << QStringList{"no header"};
        QTest::newRow("no rows") << header << QStringList{"no rows"};
        QTest::newRow("missing column")
            << "path,speaker,sex,emotion\na.wav,s,F,neu\n"
            << QStringList{"\"gender\" is missing", "path, speaker, sex, emotion"};
        QTest::newRow("column twice") << "path,speaker,gender,emotion,path\na.wav,s,F,neu,b\n"
                                      << QStringList{"\"path\" occurs twice"};
        QTest::newRow("wrong gender") << header + "a.wav,s,F,neu\nb.wav,s,x,neu\n"
                                      << QStringList{"Row 3", "gender is \"x\"", "F or M"};
        QTest::newRow("no gender") << header + "a.wav,s,,neu\n" << QStringList{"Row 2", "F or M"};
        QTest::newRow("no speaker") << header + "a.wav, ,F,neu\n" << QStringList{"Row 2", "speaker is empty"};
        QTest::newRow("no emotion") << header + "a.wav,s,F,\n" << QStringList{"Row 2", "emotion is empty"};
        QTest::newRow("path twice") << header + "a.wav,s,F,neu\nb.wav,s,F,neu\n./a.wav,s,F,hap\n"
                                    << QStringList{"Row 4", "\"a.wav\" is in row 2"};
        QTest::newRow("parent folder") << header + "x/../../a.wav,s,F,neu\n"
                                       << QStringList{"Row 2", "leaves the corpus folder"};
        QTest::newRow("absolute path") << header + "/etc/passwd,s,F,neu\n"
                                       << QStringList{"Row 2", "leaves the corpus folder"};
        QTest::newRow("missing file") << header + "a.wav,s,F,neu\nc.wav,s,F,neu\n"
                                      << QStringList{"Row 3", "\"c.wav\" is not there", "1 of 2"};
        QTest::newRow("short row") << header + "a.wav,s,F\n" << QStringList{"Row 2", "3 fields"};
    }

    void badManifestsAreRefusedInWords()
    {
        QFETCH(QString, content);
        QFETCH(QStringList, expected);
        CorpusTree tree;
        tree.text("manifest.csv", content.toStdString()).clip("a.wav").clip("b.wav");
        const auto error = importError(tree);
        VERIFY_ERROR(error, "invalid-corpus", "manifest.csv");
        for (const auto& part : expected)
            VERIFY_ERROR(error, part.toStdString());
    }

    void textMustBeUtf8()
    {
        CorpusTree tree;
        tree.text("manifest.csv", goodHeader + "a.wav,M\xFCller,F,neu\n").clip("a.wav");
        VERIFY_ERROR(importError(tree), "invalid-corpus", "Row 2", "UTF-8");
    }

    void utf8IsCheckedByTheStandard()
    {
        for (const auto* good : {"", "abc", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBF",
                                 "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"})
            QVERIFY(corpus::isUtf8(good));
        for (const auto* bad :
             {"\xFC", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
              "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80", "\xC3("})
            QVERIFY(!corpus::isUtf8(bad));
        QCOMPARE(corpus::toUtf8("M\xFCller"), std::string("M\xC3\xBCller"));
        QCOMPARE(corpus::toUtf8("M\xC3\xBCller"), std::string("M\xC3\xBCller"));
        QCOMPARE(corpus::toUtf8("\x80 I\x92m \x81"), std::string("€ I’m \xC2\x81"));
    }

    void anUnknownFolderOrLayoutSaysWhatToDo()
    {
        CorpusTree tree;
        VERIFY_ERROR(importError(tree), "invalid-corpus", "no known layout", "manifest, iemocap", "meld");
        VERIFY_ERROR(importError(tree, "ravdes"), "invalid-request", "\"ravdes\"", "ravdess");
        VERIFY_ERROR(importError(tree, "manifest"), "invalid-corpus", "no manifest.csv");
        VERIFY_ERROR(importError(tree, "crema-d"), "summaryTable.csv");
        VERIFY_ERROR(importError(tree, "meld"), "train_sent_emo.csv");
        VERIFY_ERROR(importError(tree, "ravdess"), "No usable utterance");
        base::Progress progress;
        VERIFY_ERROR(errorOf([&] { corpus::importCorpus("/nonexistent", {}, progress); }), "not-found",
                     "/nonexistent");
    }

    void aManifestWinsOverALayout()
    {
        CorpusTree tree;
        tree.clip("Actor_01/03-01-05-01-01-01-01.wav").clip("Actor_01/03-01-05-01-01-02-01.wav");
        QCOMPARE(tree.import().corpus.layout, std::string("ravdess"));
        tree.text("manifest.csv", goodHeader + "Actor_01/03-01-05-01-01-01-01.wav,x,F,hap\n");
        QCOMPARE(tree.import().corpus.layout, std::string("manifest"));
        QCOMPARE(tree.import().corpus.utterances.size(), std::size_t{1});
        QCOMPARE(tree.import("ravdess").corpus.utterances.size(), std::size_t{2});
    }

    void theMarkerMakesACorpusSynthetic()
    {
        CorpusTree tree;
        tree.clip("a.wav").text("manifest.csv", goodHeader + "a.wav,s,F,neu\n").text("sub/SYNTHETIC.txt", "");
        QVERIFY(!tree.import().corpus.synthetic);
        tree.text("SYNTHETIC.txt", "");
        QVERIFY(tree.import().corpus.synthetic);
        QCOMPARE(tree.import().corpus.layout, std::string("demo"));
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_Manifest.moc"
