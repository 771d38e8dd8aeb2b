#include "core/base/Error.h"
#include "tests/experiment/StudyFixture.h"

#include <QtTest>

#include <algorithm>
#include <fstream>

using namespace undertone;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

/// Of a federation; an attack's come by the clock.
bool isCheckpoint(const std::string& key)
{
    return key.find(".checkpoint-") != std::string::npos;
}

} // namespace

class TestEngineResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("fedavg") << "federation.algorithm"
                                << "fedavg";
        QTest::newRow("fedsgd") << "federation.algorithm"
                                << "fedsgd";
        QTest::newRow("centralised") << "federation.algorithm"
                                     << "centralised";
        QTest::newRow("eigenvectors") << "attack.probes"
                                      << "eigenvectors";
        QTest::newRow("udp") << "privacy"
                             << R"({"mechanism": "udp", "epsilon": 5})";
        QTest::newRow("adaptive clip") << "privacy"
                                       << R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 1,
                                                          "adaptive_clip": {}})";
        QTest::newRow("sums") << "privacy"
                              << R"({"mechanism": "secure-aggregation"})";
        QTest::newRow("cnn") << "attack.kind"
                             << "cnn";
    }

    /// A cancel after any number of rounds, then a second run on what the first left behind.
    void aCancelledStudyEndsAsIfItHadNotBeen()
    {
        const ToyStudy study;
        const auto spec = study.spec(edits());
        MemoryCache whole;
        MemorySink expected;
        study.run(spec, expected, whole);
        int cancelled = 0;
        for (int stopAfter = 1;; ++stopAfter) {
            std::stop_source stop;
            MemoryCache cache;
            MemorySink sink;
            int stores = 0;
            cache.onStore = [&](const std::string&) {
                if (++stores == stopAfter)
                    stop.request_stop();
            };
            bool isCancelled = false;
            try {
                study.run(spec, sink, cache, 1, stop.get_token());
            } catch (const Cancelled&) {
                isCancelled = true;
            }
            cancelled += isCancelled ? 1 : 0;
            study.run(spec, sink, cache);
            QCOMPARE(sink.text(), expected.text());
            QVERIFY(cache.entries() == whole.entries());
            if (!isCancelled)
                break;
        }
        QVERIFY(cancelled >= 4);
    }

    /// What a kill leaves behind is some prefix of the stores: every one of them is resumed.
    void everyStateThatAKillCanLeaveIsResumed()
    {
        const ToyStudy study;
        const auto spec = study.spec(edits());
        MemoryCache whole;
        MemorySink expected;
        std::vector<std::map<std::string, std::string>> states;
        whole.onStore = [&](const std::string&) { states.push_back(whole.entries()); };
        study.run(spec, expected, whole);
        QVERIFY(states.size() >= 5);
        for (const auto& state : states) {
            MemoryCache cache;
            cache.setEntries(state);
            MemorySink sink;
            study.run(spec, sink, cache);
            QCOMPARE(sink.text(), expected.text());
            QVERIFY(cache.entries() == whole.entries());
        }
    }

    /// Killed between the last record and the removal of its checkpoint, after which the eigenvectors that
    /// the updates were reduced with have been evicted: nothing needs them any more.
    void tidyingNeedsNothingThatIsGone()
    {
        const ToyStudy study;
        const auto spec = study.spec({{"attack.probes", "eigenvectors"}, {"federation.rounds", "5"}});
        MemoryCache whole;
        MemorySink expected;
        std::map<std::string, std::string> killed;
        whole.onStore = [&](const std::string& key) {
            const auto entries = whole.entries();
            if (!isCheckpoint(key) && std::ranges::any_of(entries, [&](const auto& entry) {
                    return entry.first.starts_with(key + ".checkpoint-");
                }))
                killed = entries; // the private federation comes last
        };
        study.run(spec, expected, whole);
        QCOMPARE(std::erase_if(killed, [](const auto& entry) { return entry.first.ends_with(".probes"); }),
                 std::size_t{1});
        MemoryCache cache;
        cache.setEntries(killed);
        MemorySink sink;
        study.run(spec, sink, cache);
        QCOMPARE(sink.text(), expected.text());
        for (const auto& [key, times] : cache.computed())
            QVERIFY2(!key.ends_with(".probes"), key.c_str());
        for (const auto& [key, bytes] : cache.entries())
            QVERIFY2(!isCheckpoint(key), key.c_str());
    }

    /// Resuming goes on where a checkpoint stood, whichever it was: no round is trained twice.
    void resumingDoesNotBeginAnew()
    {
        const ToyStudy study;
        const auto spec = study.spec(edits());
        int all = 0;
        MemoryCache whole;
        whole.onStore = [&](const std::string& key) { all += isCheckpoint(key) ? 1 : 0; };
        MemorySink sink;
        study.run(spec, sink, whole);
        QVERIFY(all >= 4);
        for (int stopAfter = 1; stopAfter <= all; ++stopAfter) {
            std::stop_source stop;
            MemoryCache cache;
            int made = 0;
            cache.onStore = [&](const std::string& key) {
                if (isCheckpoint(key) && ++made == stopAfter)
                    stop.request_stop();
            };
            QVERIFY_THROWS_EXCEPTION(Cancelled, study.run(spec, sink, cache, 1, stop.get_token()));
            study.run(spec, sink, cache);
            QCOMPARE(made, all);
        }
    }

    /// The file of raw updates belongs to other rounds than the checkpoint. For reduced ones see
    /// tst_TraceKeeper.
    void updatesOfOtherRoundsAreNotTaken()
    {
        const ToyStudy study;
        const auto spec =
            study.spec({{"attack.kind", "cnn"}, {"federation.rounds", "5"}, {"attack.epochs", "2"}});
        MemoryCache whole;
        MemorySink expected;
        study.run(spec, expected, whole);
        MemoryCache cache;
        MemorySink sink;
        stopAtCheckpoint(study, spec, cache, 3);
        std::filesystem::path part;
        for (const auto& file : std::filesystem::directory_iterator(cache.spoolFolder()))
            part = file.path();
        const std::filesystem::path foreign =
            part.string().substr(0, part.string().rfind(".updates.")) + ".updates.1-0.part";
        std::filesystem::copy_file(part, foreign);
        {
            std::fstream file(part, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(8 + 8 * (1 + 2 * 3)); // the round of the first update
            file.put(7);
        }
        study.run(spec, sink, cache);
        QCOMPARE(sink.text(), expected.text());
        QVERIFY(std::filesystem::remove(foreign)); // another program's was left alone
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder()));
    }

    /// Raw updates are gone after a study; another one trains again, is stopped and resumed.
    void aFederationThatIsTrainedAgainIsResumed()
    {
        const ToyStudy study;
        auto other = edits();
        other.emplace_back("attack.leaked_updates", "[2]");
        MemoryCache whole;
        MemorySink expected;
        study.run(study.spec(other), expected, whole);
        MemoryCache cache;
        MemorySink first;
        study.run(study.spec(edits()), first, cache);
        stopAtCheckpoint(study, study.spec(other), cache, 2);
        MemorySink sink;
        study.run(study.spec(other), sink, cache);
        QCOMPARE(sink.text(), expected.text());
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder()));
    }

private:
    static void stopAtCheckpoint(const ToyStudy& study, const experiment::ExperimentSpec& spec,
                                 MemoryCache& cache, int wanted)
    {
        std::stop_source stop;
        int made = 0;
        cache.onStore = [&](const std::string& key) {
            if (isCheckpoint(key) && ++made == wanted)
                stop.request_stop();
        };
        MemorySink sink;
        try {
            study.run(spec, sink, cache, 1, stop.get_token());
        } catch (const Cancelled&) {
        }
        cache.onStore = {};
    }

    static Edits edits()
    {
        QFETCH_GLOBAL(const QString, path);
        QFETCH_GLOBAL(const QString, value);
        return {{path.toStdString(), value.toStdString()},
                {"federation.rounds", "5"},
                {"model.hidden", "[24, 8]"},
                {"attack.epochs", "2"}};
    }
};

QTEST_GUILESS_MAIN(TestEngineResume)
#include "tst_EngineResume.moc"
