#include "tests/experiment/StudyFixture.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

/// udp, whose noise is each client's own: 2 C z / (its utterances).
const Edits noisy = {{"privacy.mechanism", "udp"},
                     {"privacy.noise_multiplier", "1"},
                     {"model.hidden", "[64, 8]"},
                     {"federation.rounds", "30"},
                     {"attack.layers", R"(["first", "fusion"])"}};

Edits with(Edits edits, const Edits& more)
{
    edits.insert(edits.end(), more.begin(), more.end());
    return edits;
}

const Edits everyAdversary = {{"sweep", R"({"attack.adversary": ["clean", "same", "calibrated"]})"}};

std::size_t count(const MemoryCache& cache, const std::string& ending)
{
    std::size_t found = 0;
    for (const auto& [key, times] : cache.computed())
        found += key.ends_with(ending) ? 1 : 0;
    return found;
}

std::size_t repeated(const MemoryCache& cache)
{
    std::size_t found = 0;
    for (const auto& [key, times] : cache.computed())
        found += times > 1 ? 1 : 0;
    return found;
}

const ResultRow& rowOf(const MemorySink& sink, const std::string& adversary, const std::string& layer,
                       std::size_t leaked)
{
    for (const auto& row : sink.rows)
        if (row.adversary == adversary && row.layer == layer && row.leakedUpdates == leaked)
            return row;
    throw std::runtime_error("no such row");
}

/// Everything that an adversary found, exactly.
std::string found(const MemorySink& sink, const std::string& adversary)
{
    std::string text;
    for (const auto& row : sink.rows)
        if (row.adversary == adversary && !row.layer.empty())
            text += fmt::format("{} {} {:a} {:a} {:a}\n", row.layer, row.leakedUpdates, row.attackUar.value,
                                row.attackAuc.value, row.attackUar.low);
    return text;
}

} // namespace

class TestAdversaries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noiseMovesTheThresholdAndLeavesTheLeak_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("probes");
        QTest::newRow("random probes") << "second-moment"
                                       << "random";
        QTest::newRow("eigenvectors") << "second-moment"
                                      << "eigenvectors";
    }

    void noiseMovesTheThresholdAndLeavesTheLeak()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, probes);
        const ToyStudy study(12, tests::Contrast::OneSided);
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(with(with(noisy, everyAdversary), {{"attack.kind", kind.toStdString()},
                                                                {"attack.probes", probes.toStdString()}})),
                  sink, cache);
        for (const auto n : {std::size_t{1}, attack::allUpdates}) {
            const auto& naive = rowOf(sink, "clean", "first", n);
            const auto& adaptive = rowOf(sink, "calibrated", "first", n);
            // The scores are the same, only the threshold differs.
            QVERIFY(std::abs(naive.attackAuc.value - adaptive.attackAuc.value) < 1e-12);
            QVERIFY(adaptive.attackUar.value > naive.attackUar.value);
        }
        const auto& naive = rowOf(sink, "clean", "first", attack::allUpdates);
        QVERIFY(naive.attackAuc.value > 0.8);
        QVERIFY(naive.attackUar.value < 0.6);
        QVERIFY(rowOf(sink, "calibrated", "first", attack::allUpdates).attackUar.value > 0.75);
        QVERIFY(rowOf(sink, "same", "first", attack::allUpdates).attackUar.value > 0.65);
    }

    void withoutADefenceAllAdversariesAreOne_data()
    {
        QTest::addColumn<QString>("epsilon");
        QTest::newRow("no mechanism") << "";
        QTest::newRow("infinite budget") << "inf";
    }

    void withoutADefenceAllAdversariesAreOne()
    {
        QFETCH(const QString, epsilon);
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        auto edits = everyAdversary;
        if (!epsilon.isEmpty())
            edits = with(edits, {{"privacy.mechanism", "udp"}, {"privacy.epsilon", epsilon.toStdString()}});
        study.run(study.spec(edits), sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t{3});
        QVERIFY(!found(sink, "clean").empty());
        QCOMPARE(found(sink, "same"), found(sink, "clean"));
        QCOMPARE(found(sink, "calibrated"), found(sink, "clean"));
        QCOMPARE(count(cache, ".trace.0"), std::size_t{2 + 1}); // two shadow federations, a private one
        QCOMPARE(repeated(cache), std::size_t{0});
        // Each federation and its trace, one fit, one evaluation; the ceiling's fit and evaluation.
        QCOMPARE(cache.computed().size(), std::size_t{2 * 3 + 2 + 2});
    }

    void budgetsShareWhatDoesNotDependOnThem()
    {
        const ToyStudy study;
        MemoryCache cache;
        const auto run = [&](const std::string& adversaries) {
            MemorySink sink;
            study.run(study.spec({{"privacy.mechanism", "udp"},
                                  {"privacy.epsilon", "5"},
                                  {"sweep", R"({"privacy.epsilon": [5, 50, "inf"], "attack.adversary": )" +
                                                adversaries + "}"}}),
                      sink, cache);
            return sink.rows.size();
        };
        const std::size_t rows = 7; // six cells and the ceiling
        QCOMPARE(run(R"(["clean"])"), 3 * rows);
        // One set of clean shadows and one fit for all budgets; a private federation and an evaluation each.
        QCOMPARE(count(cache, ".trace.0"), std::size_t{2 + 3});
        QCOMPARE(cache.computed().size(), std::size_t{2 * 5 + 1 + 3 + 2});
        QCOMPARE(run(R"(["clean", "calibrated"])"), 6 * rows);
        // Two defended shadows, a calibration and an evaluation for each finite budget.
        QCOMPARE(count(cache, ".trace.0"), std::size_t{5 + 2 * 2});
        QCOMPARE(cache.computed().size(), std::size_t{16 + 2 * (2 * 2 + 1 + 1)});
        QCOMPARE(run(R"(["clean", "same", "calibrated"])"), 9 * rows);
        // The same shadows; a fit and an evaluation more for each finite budget.
        QCOMPARE(count(cache, ".trace.0"), std::size_t{9});
        QCOMPARE(cache.computed().size(), std::size_t{28 + 2 * 2});
        QCOMPARE(repeated(cache), std::size_t{0});
    }

    void resultsDoNotDependOnTheWorkers()
    {
        const ToyStudy study;
        std::vector<std::string> texts;
        for (const unsigned workers : {1U, 2U}) {
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec(with(with(noisy, everyAdversary), {{"attack.probes", "eigenvectors"}})),
                      sink, cache, workers);
            texts.push_back(sink.text());
        }
        QCOMPARE(texts[0], texts[1]);
    }

    void aLostFitIsMadeAgain()
    {
        const ToyStudy study;
        const auto spec = study.spec(with(noisy, {{"attack.adversary", "calibrated"}}));
        MemoryCache cache;
        MemorySink sink;
        study.run(spec, sink, cache);
        auto entries = cache.entries();
        std::erase_if(entries, [](const auto& entry) { return !entry.second.starts_with("UTCALIB"); });
        QCOMPARE(entries.size(), std::size_t{1}); // all that is left is the calibration
        MemoryCache left;
        left.setEntries(entries);
        MemorySink again;
        study.run(spec, again, left);
        QCOMPARE(again.text(), sink.text());
    }

    void thePublishedNetworkHasItsAdversariesToo()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(
            study.spec(with(with(noisy, everyAdversary),
                            {{"attack.kind", "cnn"}, {"attack.epochs", "1"}, {"federation.rounds", "5"}})),
            sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t{3});
        for (const char* adversary : {"clean", "same", "calibrated"})
            QVERIFY(std::isfinite(rowOf(sink, adversary, "first", 1).attackAuc.value));
        QVERIFY(found(sink, "same") != found(sink, "clean"));
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder())); // raw updates are gone
    }

    void theLinearAttackHasThemToo()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(with(with(noisy, everyAdversary), {{"attack.kind", "linear"}})), sink, cache);
        QCOMPARE(sink.finished.size(), std::size_t{3});
        QVERIFY(std::abs(rowOf(sink, "clean", "first", 1).attackAuc.value -
                         rowOf(sink, "calibrated", "first", 1).attackAuc.value) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestAdversaries)
#include "tst_Adversaries.moc"
