#include "core/store/RunStore.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace undertone;

namespace {

experiment::ExperimentSpec representationSpec(const std::string& target)
{
    return experiment::parseSpec(
        R"({"format": 1, "kind": "representation", "private": {"corpora": ["one"]}, "emotions": ["neu", "hap"],
            "representation": {"target": ")" +
            target + R"(", "adversary": [{"attribute": "gender"}, {"attribute": "age"}]}})",
        "");
}

experiment::EmbeddingMap exampleMap(double shift)
{
    return {0.5,
            1.0 / 3.0,
            {{"one", "a/b.wav", "ann", "neu", {{"age", "old"}, {"gender", "F"}}, 1.0 / 7.0 + shift, -2},
             {"one", "c.wav", "bob", "hap", {}, 0, 3}}};
}

attack::LeakageCell cellOf(const std::string& layer, const std::string& attribute, const std::string& attack)
{
    auto cell = tests::exampleCell(layer, 1);
    cell.attribute = attribute;
    cell.attack = attack;
    return cell;
}

} // namespace

class TestStoredRepresentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsAndCellsComeBackAsTheyWere()
    {
        const tests::TemporaryFolder folder;
        store::RunStore store(folder.path() / "undertone.db");
        const auto id = store.createExperiment(representationSpec("emotion"));
        {
            const auto sink = store.sink(id);
            for (const char* trial : {"t1", "t2"})
                sink->trialStarted(tests::exampleTrial(trial, trial[1] == '1' ? 0 : 1));
            sink->embeddingFound("t1", exampleMap(5));
            sink->embeddingFound("t1", exampleMap(0)); // said again by a run that was resumed
            sink->embeddingFound("t2", exampleMap(1));
            for (const char* attack : {"strongest", "linear"})
                for (const char* attribute : {"gender", "age"})
                    for (const char* layer : {"embedding", "input"})
                        sink->cellFound("t1", cellOf(layer, attribute, attack), {"F", "M", "X"});
            sink->trialFinished("t1");
            sink->flush();
        }
        const auto record = store.experiment(id);
        QCOMPARE(record.maps.size(), std::size_t{2});
        QVERIFY(record.maps[0].map.utterances == exampleMap(0).utterances);
        QVERIFY(record.maps[1].map.utterances == exampleMap(1).utterances);
        QCOMPARE(record.maps[0].map.yShare, 1.0 / 3.0);
        QCOMPARE(record.maps[1].fold, std::size_t{1});
        QCOMPARE(record.chanceAttack, 1.0 / 3.0);
        const auto results = store.trialResults(id);
        QCOMPARE(results.at(0).leakage.cells.size(), std::size_t{8});
        QCOMPARE(results[0].leakage.cells[2].attribute, std::string("age"));
        QCOMPARE(results[0].leakage.cells[2].attack, std::string("strongest"));
        SQLite::Database database((folder.path() / "undertone.db").string());
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM v_embedding").getInt(), 4);
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM study_fact WHERE kind = 'attribute'").getInt(), 2);
    }

    /// The raw input is no result of the study's: its rows are not the study's highest.
    void theSummaryIsOfTheEmbedding()
    {
        const tests::TemporaryFolder folder;
        store::RunStore store(folder.path() / "undertone.db");
        const auto id = store.createExperiment(representationSpec("emotion"));
        store.sink(id)->rowsAggregated(
            {tests::exampleRow("embedding", 1, 0.6), tests::exampleRow("input", 1, 0.9)});
        QCOMPARE(store.experiment(id).summary.attackUar, std::optional(0.6));
    }

    void threeBinsAreWhatIsToldApart()
    {
        const tests::TemporaryFolder folder;
        store::RunStore store(folder.path() / "undertone.db");
        const auto record = store.experiment(store.createExperiment(representationSpec("valence")));
        QCOMPARE(record.emotions, (std::vector<std::string>{"low", "middle", "high"}));
        QCOMPARE(record.chanceUtility, 1.0 / 3.0);
    }
};

QTEST_GUILESS_MAIN(TestStoredRepresentation)
#include "tst_StoredRepresentation.moc"
