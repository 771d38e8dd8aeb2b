#include "tests/experiment/StudyFixture.h"

#include <QtTest>

using namespace undertone;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

class TestEngineWorkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsAreTheSameForAnyNumberOfWorkers_data()
    {
        QTest::addColumn<QString>("privacy");
        QTest::newRow("none") << "{}";
        QTest::newRow("udp") << R"({"mechanism": "udp", "epsilon": 5})";
        QTest::newRow("local")
            << R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 1, "adaptive_clip": {}})";
        QTest::newRow("central") << R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 1})";
        QTest::newRow("sums") << R"({"mechanism": "secure-aggregation"})";
    }
    void resultsAreTheSameForAnyNumberOfWorkers()
    {
        QFETCH(const QString, privacy);
        const ToyStudy study;
        const auto spec = study.spec({{"sweep", R"({"model.dropout": [0, 0.4]})"},
                                      {"attack.probes", "eigenvectors"},
                                      {"privacy", privacy.toStdString()},
                                      {"evaluation", R"({"folds": 2, "seeds": [3, 4]})"}});
        std::vector<std::string> texts;
        std::vector<std::map<std::string, std::string>> stages;
        for (const unsigned workers : {1U, 2U, 4U}) {
            MemoryCache cache;
            MemorySink sink;
            study.run(spec, sink, cache, workers);
            for (const auto& [key, times] : cache.computed())
                QVERIFY2(times == 1 || key.find('.') == std::string::npos, key.c_str());
            texts.push_back(sink.text());
            stages.push_back(cache.entries());
        }
        QVERIFY(texts.front().size() > 1000);
        QCOMPARE(texts[1], texts[0]);
        QCOMPARE(texts[2], texts[0]);
        QVERIFY(stages[1] == stages[0]);
        QVERIFY(stages[2] == stages[0]);
    }
};

QTEST_GUILESS_MAIN(TestEngineWorkers)
#include "tst_EngineWorkers.moc"
