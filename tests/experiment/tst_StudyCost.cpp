#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/StudyCost.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

using namespace undertone;
using namespace undertone::experiment;
using tests::ToyStudy;

class TestStudyCost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attacksCountByTheirKind()
    {
        const ToyStudy study;
        const auto seconds = [&](const std::vector<std::pair<std::string, std::string>>& edits) {
            return roughSeconds(expandTrials(study.spec(edits)), study.corpora);
        };
        const std::vector<std::pair<std::string, std::string>> real = {
            {"model.hidden", "[256, 128]"}, {"federation.rounds", "200"}, {"shadow.federations", "5"}};
        const auto with = [&](const char* path, const char* value) {
            auto edits = real;
            edits.emplace_back(path, value);
            return seconds(edits);
        };
        // 12 shadow clients, 4.8 a round: 4800 updates, 50 epochs of 0.1 s each.
        const double network = with("attack.kind", "cnn");
        QVERIFY2(network > 4800 * 50 * 0.05 && network < 4800 * 50 * 0.2,
                 qPrintable(QString::number(network)));
        QVERIFY(with("attack.kind", "second-moment") < network / 100);
        QVERIFY(with("attack.kind", "linear") < with("attack.kind", "second-moment"));
        QVERIFY(with("attack.kind", "data") > 0.01 * 200 * 6);
        // Layers that are not fitted cost nothing, shared shadow sides once.
        const double all = with("attack.layers", R"(["first", "last", "fusion"])");
        QVERIFY(with("attack.layers", R"(["last"])") < all);
        QVERIFY(with("attack.families", "true") > with("attack.families", "false"));
        QVERIFY(with("evaluation.folds", "5") < 5 * all);
        // Thresholds of contrasts come from a fit on each of up to six folds beside the one on everybody.
        const double sums = with("privacy.mechanism", "secure-aggregation");
        const double updates = with("privacy.mechanism", "none");
        QVERIFY2(sums > 1.5 * updates && sums < 7 * updates, qPrintable(QString::number(sums / updates)));
        QVERIFY(with("evaluation.seeds", "[1, 2]") > 1.99 * with("evaluation.seeds", "[1]"));
    }

    void framesTakeMemory()
    {
        const ToyStudy study;
        const auto bytes = [&](const char* document, unsigned workers) {
            return roughBytes(expandTrials(parseSpec(document, "test")), study.corpora, workers);
        };
        constexpr auto text = R"({"format": 1, "kind": "representation", "private": {"corpora": ["private"]},
                                  "representation": {"inputs": ["text"]}})";
        constexpr auto acoustic =
            R"({"format": 1, "kind": "representation", "private": {"corpora": ["private"]},
                                      "representation": {"inputs": ["acoustic"]}})";
        constexpr auto global =
            R"({"format": 1, "kind": "representation", "private": {"corpora": ["private"]},
                                    "features": {"normalization": "global"},
                                    "representation": {"inputs": ["acoustic"]}})";
        double seconds = 0;
        for (const auto& corpus : study.corpora)
            for (const auto& utterance : corpus.utterances)
                seconds += utterance.seconds;
        QVERIFY(seconds > 0);
        const double frames = seconds * 100 * 40 * sizeof(float);
        QCOMPARE(bytes(acoustic, 1) - bytes(text, 1), frames);
        QCOMPARE(bytes(global, 3) - bytes(acoustic, 3), 3 * frames);
    }

    void anUnknownCorpusCostsTheLeast()
    {
        const ToyStudy study;
        const auto trials = expandTrials(study.spec());
        const double nothing = roughSeconds(trials, {});
        QVERIFY(nothing > 0 && nothing < roughSeconds(trials, study.corpora));
    }
};

QTEST_GUILESS_MAIN(TestStudyCost)
#include "tst_StudyCost.moc"
