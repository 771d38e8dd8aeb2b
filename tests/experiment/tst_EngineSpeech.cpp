#include "core/corpus/CorpusImporter.h"
#include "tests/experiment/StudyFixture.h"
#include "tests/support/SharedCorpora.h"

#include <QtTest>

#include <map>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;
using tests::MemorySink;

namespace {

/// The first utterances of every speaker and emotion, so that the test takes seconds.
corpus::Corpus smallCorpus(const std::string& name, std::size_t ofEach)
{
    base::Progress progress;
    auto corpus = corpus::importCorpus(*tests::sharedCorpus(name), {"auto", name, 2}, progress).corpus;
    std::map<std::pair<std::string, std::string>, std::size_t> taken;
    std::erase_if(corpus.utterances, [&](const corpus::Utterance& utterance) {
        return ++taken[{utterance.speaker, utterance.emotion}] > ofEach;
    });
    return corpus;
}

} // namespace

class TestEngineSpeech : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// German speakers, attacked by a shadow of Urdu speakers: from the files to the rows.
    void realSpeechGoesTheWholeWay()
    {
        if (!tests::sharedCorpus("emodb") || !tests::sharedCorpus("urdu"))
            QSKIP("The corpora emodb and urdu are not there.");
        const std::vector<corpus::Corpus> corpora{smallCorpus("emodb", 8), smallCorpus("urdu", 4)};
        const auto spec = parseSpec(R"({"format": 1, "private": {"corpora": ["emodb"]},
            "shadow": {"corpora": ["urdu"], "federations": 2},
            "federation": {"rounds": 15, "client_fraction": 0.5, "learning_rate": 0.001},
            "attack": {"layers": ["first"], "leaked_updates": [1, "all"]},
            "evaluation": {"folds": 1}})",
                                    "test");
        const tests::TemporaryFolder folder;
        features::FeatureCache features(folder.path());
        MemoryCache cache;
        MemorySink sink;
        std::vector<base::ProgressUpdate> updates;
        base::Progress progress([&](const auto& update) { updates.push_back(update); });
        TrainingEngine().run({spec, corpora, 1, "cpu"}, sink, cache, features, progress);
        QCOMPARE(sink.rows.size(), std::size_t{3});
        QCOMPARE(sink.rows.front().speakers, std::size_t{10});
        QCOMPARE(sink.rows.back().attack, std::string("data"));
        QVERIFY2(sink.rows[1].attackAuc.value > 0.6,
                 qPrintable(QString::number(sink.rows[1].attackAuc.value)));
        const auto& rounds = sink.rounds.begin()->second;
        QVERIFY2(rounds.at(14).validationUar > 0.4, qPrintable(QString::number(rounds.at(14).validationUar)));
        QVERIFY(updates.back().fraction > 0.999);
        QVERIFY(std::any_of(updates.begin(), updates.end(), [](const auto& update) {
            return update.stage == "shadow federation 2 of 2, round 7 of 15";
        }));
        QVERIFY(std::any_of(sink.warnings.begin(), sink.warnings.end(), [](const auto& text) {
            return text.find("Few speakers: 5 private") != std::string::npos;
        }));
    }
};

QTEST_GUILESS_MAIN(TestEngineSpeech)
#include "tst_EngineSpeech.moc"
