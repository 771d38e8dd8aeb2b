#include "core/session/StudyPreview.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>

using namespace undertone;
using tests::corpusOf;

namespace {

/// What is said of a document on the corpora "one", "two" and "words", which has no audio.
session::StudyPreview previewOf(const std::string& settings)
{
    const tests::TemporaryFolder folder;
    auto words = corpusOf("words", 10, 10);
    words.transcriptsOnly = true;
    const auto spec = experiment::parseSpec(R"({"format": 1, "name": "Study", )" + settings + "}", "test");
    return session::previewSpeakers(spec, {corpusOf("one", 10, 10), corpusOf("two", 9, 3), words},
                                    features::FeatureCache(folder.path()));
}

const std::string sides = R"("private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]})";

/// A study of representations of a corpus, by some inputs.
std::string representations(const std::string& corpus, const std::string& inputs)
{
    return R"("kind": "representation", "private": {"corpora": [")" + corpus +
           R"("]}, "representation": {"adversary": [{"attribute": "gender", "lambda": 0.3}], "inputs": [)" +
           inputs + "]}";
}

std::string obstacle(const session::StudyPreview& preview)
{
    return preview.obstacle ? preview.obstacle->what() : "";
}

} // namespace

class TestStudyPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCanRunHasNoObstacle()
    {
        const auto preview = previewOf(sides);
        QCOMPARE(obstacle(preview), std::string());
        QCOMPARE(preview.attribute, std::string("gender"));
        QVERIFY(preview.speakers == (std::vector<session::SideCount>{{"F", 10, 9}, {"M", 10, 3}}));
    }

    void anAttributeThatDividesNobodyIsOne()
    {
        QVERIFY(obstacle(previewOf(sides + R"(, "attribute": "accent")")).find("accent") !=
                std::string::npos);
        QVERIFY(obstacle(previewOf(sides + R"(, "attribute": "age")")).find("age") != std::string::npos);
    }

    void oneOfASweptSettingIsOne()
    {
        QCOMPARE(obstacle(previewOf(sides + R"(, "sweep": {"model.dropout": [0.1, 0.5]})")), std::string());
        QVERIFY(previewOf(sides + R"(, "sweep": {"attribute": ["gender", "age"]})").obstacle);
    }

    void aCorpusWithoutAudioHasNoFeatures()
    {
        const auto preview =
            previewOf(R"("private": {"corpora": ["words"]}, "shadow": {"corpora": ["two"]})");
        QVERIFY2(obstacle(preview).find("no audio") != std::string::npos, obstacle(preview).c_str());
    }

    void aStudyOfRepresentationsNeedsNoShadow()
    {
        const auto preview = previewOf(representations("one", R"("acoustic")"));
        QCOMPARE(obstacle(preview), std::string());
        for (const auto& warning : preview.warnings)
            QVERIFY2(warning.find("shadow") == std::string::npos, warning.c_str());
        QVERIFY(previewOf(representations("words", R"("acoustic")")).obstacle);
        QCOMPARE(obstacle(previewOf(representations("words", R"("text")"))), std::string());
    }
};

QTEST_GUILESS_MAIN(TestStudyPreview)
#include "tst_StudyPreview.moc"
