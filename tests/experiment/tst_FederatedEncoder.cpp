#include "core/attack/LayerAliases.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/experiment/EncoderFiles.h"
#include "core/experiment/SpecNames.h"
#include "core/experiment/StageRecords.h"
#include "core/experiment/TrialPlan.h"
#include "core/representation/ScriptedEncoder.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

#include <memory>
#include <set>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

/// The toy study with an encoder in the clients, of its 12 features.
ExperimentSpec spec(const ToyStudy& study, const Edits& more = {})
{
    Edits edits = {
        {"model", "{}"},
        {"attack.layers", R"(["first", "last", "adversary", "fusion"])"},
        {"evaluation.folds", "2"},
        {"representation", R"({"inputs": ["features"], "adversary": [{"attribute": "gender", "lambda": 0.5}],
                               "encoder": {"dense_units": 12, "dropout": 0.2}, "attackers": ["linear", "centroid"]})"}};
    edits.insert(edits.end(), more.begin(), more.end());
    return study.spec(edits);
}

std::unique_ptr<MemorySink> ran(const ToyStudy& study, const ExperimentSpec& spec)
{
    auto sink = std::make_unique<MemorySink>();
    MemoryCache cache;
    study.run(spec, *sink, cache);
    return sink;
}

std::set<std::string> layersOf(const std::vector<ResultRow>& rows)
{
    std::set<std::string> layers;
    for (const auto& row : rows)
        layers.insert(row.layer);
    return layers;
}

} // namespace

class TestFederatedEncoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adversariesAreALayer()
    {
        using Names = std::vector<std::string>;
        QCOMPARE(attack::layerAliases({"features.dense1", "dense1", "adversary.age.hidden",
                                       "adversary.age.output", "adversary.gender.output", "target"}),
                 (Names{"first", "second", "", "adversary", "", "last"}));
        QCOMPARE(attack::layerAliases({"dense1", "dense2", "dense3"}), (Names{"first", "second", "last"}));
    }

    /// Updates and embeddings of one global model are attacked, and both stand in the table.
    void updatesAndEmbeddingsAreAttacked()
    {
        const ToyStudy study;
        MemorySink sink;
        MemoryCache cache;
        study.run(spec(study), sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t(2));
        QCOMPARE(layersOf(sink.rows),
                 (std::set<std::string>{"", "adversary", "embedding", "first", "fusion", "input", "last"}));
        for (const auto& row : sink.rows) {
            QCOMPARE(row.attribute, std::string("gender"));
            QCOMPARE(row.federation, std::string("fedavg"));
            QCOMPARE(row.speakers, std::size_t(12));
            QVERIFY(row.attackP && row.attackUar.value >= 0 && row.attackUar.value <= 1);
            const bool isVector = row.layer == "embedding" || row.layer == "input";
            QCOMPARE(row.adversary, std::string(isVector ? "same" : "clean"));
        }
        QCOMPARE(sink.maps.size(), std::size_t(2));
    }

    /// A client is of one gender: which way its update moves the adversary's bias says of which.
    void theAdversaryGivesItsClientAway()
    {
        const ToyStudy study(8);
        const auto sink = ran(study, spec(study, {{"attack.parts", R"(["bias"])"}}));
        for (const auto& row : sink->rows)
            if (row.layer == "adversary" && row.leakedUpdates == attack::allUpdates)
                QCOMPARE(row.attackUar.value, 1.0);
    }

    /// It would change nothing, and be sent: with lambda 0 no adversary is trained, and its layer is not
    /// there.
    void withoutStrengthNoAdversaryIsSent()
    {
        const ToyStudy study;
        const auto unspoilt = spec(study, {{"representation.adversary.0.lambda", "0"}});
        const auto sink = ran(study, unspoilt);
        QCOMPARE(layersOf(sink->rows),
                 (std::set<std::string>{"", "embedding", "first", "fusion", "input", "last"}));
        QVERIFY(sink->warnings == ran(study, spec(study))->warnings);
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        const auto trial = expandTrials(unspoilt).front();
        const TrialPlan plan(trial, study.corpora, library);
        QCOMPARE(plan.privateFederation().layers().size(), std::size_t(3));
        QCOMPARE(plan.representation()->attributes.size(), std::size_t(1));
    }

    /// What another attribute's adversary gives away is not an attack on this one's.
    void anothersAdversaryIsNotAttacked()
    {
        const ToyStudy study;
        const auto sink =
            ran(study,
                spec(study,
                     {{"representation.adversary",
                       R"([{"attribute": "gender", "lambda": 0}, {"attribute": "side", "lambda": 0.5}])"}}));
        QVERIFY(!layersOf(sink->rows).contains("adversary"));
        QVERIFY(layersOf(sink->rows).contains("first"));
    }

    /// Attackers of embeddings know the shadow speakers, and meet private ones who have not trained.
    void nobodyIsOnTwoSides()
    {
        const ToyStudy study;
        base::Progress progress;
        auto features = study.features;
        InputLibrary library(study.corpora, features, progress, 1);
        for (const auto& trial : expandTrials(spec(study))) {
            const TrialPlan plan(trial, study.corpora, library);
            const auto representation = plan.representation();
            QVERIFY(representation.has_value());
            const auto trained = plan.privateFederation().trainingRows();
            const std::set<std::int64_t> training(trained.begin(), trained.end());
            const auto corpusOf = [&](std::int64_t row) {
                return representation->inputs->corpusOf(static_cast<std::size_t>(row)).name;
            };
            for (const auto row : representation->split.test)
                QVERIFY(corpusOf(row) == "private" && !training.contains(row));
            for (const auto* side : {&representation->split.training, &representation->split.validation})
                for (const auto row : *side)
                    QCOMPARE(corpusOf(row), std::string("shadow"));
            QVERIFY(!representation->split.test.empty() && !representation->split.validation.empty());
        }
    }

    void theSameForAnyNumberOfWorkers()
    {
        const ToyStudy study;
        const auto swept = spec(study, {{"sweep", R"({"representation.adversary.0.lambda": [0, 1]})"}});
        std::string texts[2];
        for (unsigned workers : {1U, 2U}) {
            MemorySink sink;
            MemoryCache cache;
            study.run(swept, sink, cache, workers);
            texts[workers - 1] = sink.text();
        }
        QVERIFY(!texts[0].empty());
        QCOMPARE(texts[0], texts[1]);
    }

    void aCancelledStudyEndsAsIfItHadNotBeen()
    {
        const ToyStudy study;
        const auto expected = ran(study, spec(study))->text();
        for (const int rounds : {1, 8, 23, 37}) {
            MemoryCache cache;
            std::stop_source stop;
            MemorySink cancelled;
            int heard = 0;
            cancelled.onRound = [&] {
                if (++heard == rounds)
                    stop.request_stop();
            };
            try {
                study.run(spec(study), cancelled, cache, 1, stop.get_token());
            } catch (const Cancelled&) {
            }
            MemorySink resumed;
            study.run(spec(study), resumed, cache);
            QCOMPARE(resumed.text(), expected);
        }
    }

    /// Everything but the two lambdas' own federations, fits and attacks is made once.
    void stagesAreShared()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink first;
        study.run(spec(study), first, cache);
        const auto made = cache.computed().size();
        MemorySink second;
        study.run(spec(study), second, cache);
        QCOMPARE(cache.computed().size(), made);
        QCOMPARE(first.text(), second.text());
        MemorySink third; // another attacker of the same global models
        study.run(spec(study, {{"representation.attackers", R"(["centroid", "shallow"])"}}), third, cache);
        QCOMPARE(cache.computed().size(), made + 4); // of two folds, embeddings and raw input
    }

    void defencesGoWithIt_data()
    {
        QTest::addColumn<QString>("privacy");
        QTest::newRow("udp") << R"({"mechanism": "udp", "epsilon": 10})";
        QTest::newRow("dp-fedavg-local") << R"({"mechanism": "dp-fedavg-local", "epsilon": 10})";
    }
    void defencesGoWithIt()
    {
        QFETCH(QString, privacy);
        const ToyStudy study;
        const auto sink = ran(study, spec(study, {{"privacy", privacy.toStdString()}}));
        QVERIFY(layersOf(sink->rows).contains("embedding"));
        for (const auto& row : sink->rows) {
            QVERIFY(row.privacy.epsilonAllRounds.has_value());
            QCOMPARE(row.privacy.epsilonLeaked.has_value(),
                     !row.layer.empty() && row.attack == "second-moment");
        }
    }

    /// What others get is the reported global model: the same embeddings.
    void globalModelsAreExported()
    {
        const ToyStudy study;
        MemorySink sink;
        MemoryCache cache;
        study.run(spec(study), sink, cache);
        auto features = study.features;
        base::Progress progress;
        const auto trial = expandTrials(spec(study)).back();
        const tests::TemporaryFolder folder;
        base::writeFileAtomically(folder.path() / "encoder.pt",
                                  exportTrialEncoder(trial, study.corpora, cache, features, progress));
        representation::ScriptedEncoder exported(folder.path() / "encoder.pt",
                                                 representation::EncoderInput::LogMel);
        InputLibrary library(study.corpora, features, progress, 1);
        const auto plan = TrialPlan(trial, study.corpora, library).privateFederation();
        const auto rows = plan.encoder->inputs->table(plan.trainingRows()).features;
        const auto record =
            FederationRecord::deserialize(*cache.find(plan.key(machineIdentity("cpu")))).value();
        const auto expected =
            plan.encoder->embeddings(record.state.selectedWeights, plan.trainingRows(), "cpu", progress);
        for (std::int64_t row = 0; row < rows.size(0); row += 7)
            QVERIFY(at::allclose(exported.encode({rows[row]}), expected[row], 1e-4, 1e-5));
    }

    void defaultsAttackTheAdversary()
    {
        const auto federated = parseSpec(R"({"format": 1, "private": {"corpora": ["a"]},
            "shadow": {"corpora": ["b"]}, "representation": {}})",
                                         "s.json");
        QCOMPARE(federated.attack.layers,
                 (std::vector<std::string>{"first", "second", "last", "adversary", "fusion"}));
        const auto text = writeSpec(federated);
        QCOMPARE(writeSpec(parseSpec(text, "")), text);
        for (const char* absent : {"warmup", "patience"})
            QVERIFY2(text.find(absent) == std::string::npos, absent);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("says");
        const auto add = [](const char* name, const char* path, const char* value, const char* where,
                            const char* says) { QTest::newRow(name) << path << value << where << says; };
        add("speakers", "representation.adversary", R"([{"attribute": "gender"}, {"attribute": "speaker"}])",
            "/representation/adversary/1/attribute", "one speaker");
        add("bins", "representation.target", "\"valence\"", "/representation/target", "thirds");
        add("learned words", "representation.inputs", R"(["text"])", "/representation/encoder/word_vectors",
            "agree on the words");
        add("local", "federation.algorithm", "\"local\"", "/federation/algorithm", "no global model");
        add("another attribute", "attribute", "\"age\"", "/representation/adversary/0/attribute",
            "cannot be compared");
        add("classifier", "model.hidden", "[8]", "/model", "no classifier of this shape");
        add("network", "attack.kind", "\"cnn\"", "/attack/kind", "published network");
        add("families", "attack.families", "true", "/attack/families", "single features");
        add("audit", "audit", "{}", "/audit", "reads utterances");
        add("one fold", "evaluation.folds", "1", "/evaluation/folds", "has not seen");
        add("epochs", "representation.epochs", "3", "/representation/epochs", "has no \"epochs\"");
        add("warm-up", "representation.warmup", "3", "/representation/warmup", "has no \"warmup\"");
        add("no adversary", "representation", "null", "/attack/layers", "no adversary");
    }
    void nonsenseIsRefused()
    {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, where);
        QFETCH(QString, says);
        const ToyStudy study;
        try {
            spec(study, {{path.toStdString(), value.toStdString()}});
            QFAIL("nothing was refused");
        } catch (const Error& error) {
            QCOMPARE(QString::fromStdString(error.where()), "toy#" + where);
            QVERIFY2(QString::fromStdString(error.happened()).contains(says), error.happened().c_str());
            QVERIFY(!error.remedy().empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestFederatedEncoder)
#include "tst_FederatedEncoder.moc"
