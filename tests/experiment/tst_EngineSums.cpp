#include "core/experiment/HeldOutSpeakers.h"
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

const Edits secureAggregation = {{"privacy.mechanism", "secure-aggregation"}};

Edits with(Edits edits, const Edits& more)
{
    edits.insert(edits.end(), more.begin(), more.end());
    return edits;
}

std::size_t rowsOf(const MemorySink& sink, const std::string& attack)
{
    std::size_t found = 0;
    for (const auto& row : sink.rows)
        found += row.attack == attack ? 1 : 0;
    return found;
}

double aucOf(const MemorySink& sink, const std::string& layer, std::size_t leaked)
{
    for (const auto& row : sink.rows)
        if (row.layer == layer && row.leakedUpdates == leaked)
            return row.attackAuc.value;
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

attack::ObservedFederation eightSums()
{
    attack::ObservedFederation observed;
    for (const char* speaker : {"a", "b", "c", "d"})
        observed.clients.push_back({speaker, 0, {}});
    observed.cohorts = {{0, 1}, {2, 3}, {1, 2}, {3, 0}, {2}, {1, 3}, {3, 1}, {2, 1}};
    for (std::size_t i = 0; i < observed.cohorts.size(); ++i)
        observed.trace.origins.push_back({i, federation::wholeCohort});
    observed.trace.layers.push_back({"first", at::arange(8, at::kFloat).view({8, 1, 1}), at::zeros({8, 1})});
    return observed;
}

} // namespace

class TestEngineSums : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Every layer and number of rounds has its row, beside the ceiling; the federation is what it is
    /// without an observer of sums.
    void sumsHaveTheRowsThatUpdatesHave_data()
    {
        QTest::addColumn<QString>("threat");
        QTest::addColumn<QString>("privacy");
        QTest::newRow("secure aggregation") << "{}"
                                            << R"({"mechanism": "secure-aggregation"})";
        QTest::newRow("recipient") << R"({"observer": "recipient"})"
                                   << "{}";
        QTest::newRow("server") << R"({"observer": "server", "sees": "sum"})"
                                << "{}";
    }
    void sumsHaveTheRowsThatUpdatesHave()
    {
        QFETCH(const QString, threat);
        QFETCH(const QString, privacy);
        const ToyStudy study;
        MemoryCache cache;
        MemorySink updates;
        study.run(study.spec(), updates, cache);
        MemorySink sums;
        study.run(study.spec({{"threat", threat.toStdString()}, {"privacy", privacy.toStdString()}}), sums,
                  cache);
        QCOMPARE(rowsOf(sums, "second-moment"), rowsOf(updates, "second-moment"));
        QCOMPARE(rowsOf(sums, "data"), std::size_t{1});
        QCOMPARE(sums.rows.front().serUar.value, updates.rows.front().serUar.value);
        QCOMPARE(sums.rows.back().attackAuc.value, updates.rows.back().attackAuc.value);
        QVERIFY(found(sums, "clean") != found(updates, "clean"));
        for (const auto& row : sums.rows) {
            QVERIFY(std::isfinite(row.attackUar.value) && std::isfinite(row.attackAuc.value));
            QVERIFY(row.clients > 0);
        }
    }

    /// The features of the toy study tell the attribute to whoever sees updates, and over many rounds to
    /// whoever sees sums of three. Were there nothing to find, 8 and 8 speakers would have an AUC of 56 of 64
    /// pairs or more with a probability below 0.01 (Mann and Whitney's table has 9 pairs for 0.01).
    void manySumsGiveTheAttributeAway()
    {
        const ToyStudy study(8, tests::Contrast::OneSided);
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(with(secureAggregation, {{"federation.rounds", "80"},
                                                      {"federation.client_fraction", "0.2"},
                                                      {"federation.learning_rate", "0.001"},
                                                      {"shadow.federations", "4"},
                                                      {"evaluation.seeds", "[3, 4]"}})),
                  sink, cache);
        const double all = aucOf(sink, "first", attack::allUpdates);
        QVERIFY2(all >= 56.0 / 64, qPrintable(QString::number(all)));
        QVERIFY(aucOf(sink, "first", 1) < all); // the others of a cohort hide in part
        for (const auto& row : sink.rows)
            if (row.layer == "first" && row.leakedUpdates == attack::allUpdates)
                QVERIFY2(row.attackUar.value > 0.7, qPrintable(QString::number(row.attackUar.value)));
    }

    /// Secure aggregation adds nothing that an adversary could adapt to.
    void underSecureAggregationAllAdversariesAreOne()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(with(secureAggregation,
                                  {{"sweep", R"({"attack.adversary": ["clean", "same", "calibrated"]})"}})),
                  sink, cache);
        QVERIFY(!found(sink, "clean").empty());
        QCOMPARE(found(sink, "same"), found(sink, "clean"));
        QCOMPARE(found(sink, "calibrated"), found(sink, "clean"));
    }

    /// Where the server noises sums, each adversary has its own shadows: the recipient of noised sums finds
    /// less than the server, who sees them before.
    void underCentralNoiseEachAdversaryHasItsShadows()
    {
        const ToyStudy study;
        const Edits central = {{"privacy.mechanism", "dp-fedavg-central"},
                               {"privacy.noise_multiplier", "3"},
                               {"threat.sees", "sum"}};
        const Edits adversaries = {{"sweep", R"({"attack.adversary": ["clean", "same", "calibrated"]})"}};
        MemoryCache cache;
        MemorySink recipient;
        study.run(study.spec(with(with(central, adversaries), {{"threat.observer", "recipient"}})), recipient,
                  cache);
        QVERIFY(found(recipient, "same") != found(recipient, "clean"));
        QVERIFY(found(recipient, "calibrated") != found(recipient, "same"));
        MemorySink server;
        study.run(study.spec(with(with(central, adversaries), {{"threat.observer", "server"}})), server,
                  cache);
        QVERIFY(found(server, "clean") != found(recipient, "clean"));
        QCOMPARE(server.rows.front().serUar.value, recipient.rows.front().serUar.value);
        QVERIFY(std::isinf(server.rows.front().privacy.epsilonLeaked.value()));
        QVERIFY(std::isfinite(recipient.rows.front().privacy.epsilonLeaked.value()));
    }

    void theOtherAttacksSeeSumsToo_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("linear") << "attack.kind"
                                << "linear";
        QTest::newRow("cnn") << "attack.kind"
                             << "cnn";
        QTest::newRow("eigenvectors") << "attack.probes"
                                      << "eigenvectors";
        QTest::newRow("fedsgd") << "federation.algorithm"
                                << "fedsgd";
    }
    void theOtherAttacksSeeSumsToo()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, value);
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec(with(secureAggregation, {{path.toStdString(), value.toStdString()},
                                                      {"attack.epochs", "1"},
                                                      {"federation.rounds", "8"}})),
                  sink, cache);
        QCOMPARE(sink.rows.size(), std::size_t{3 * 2 + 1});
        for (const auto& row : sink.rows)
            QVERIFY(std::isfinite(row.attackAuc.value));
        QVERIFY(std::filesystem::is_empty(cache.spoolFolder())); // raw sums are gone
    }

    /// What speakers are fitted on and what they are tested on have no sum in common but those without them.
    void heldOutSpeakersAreInNoSumThatIsLearnedFrom()
    {
        const auto others = updatesOf(eightSums(), Speakers::AllOthers, {"a"});
        QVERIFY(
            at::equal(others.trace.layers[0].probed.view({-1}), at::tensor({1, 2, 4, 5, 6, 7}, at::kFloat)));
        QCOMPARE(others.trace.origins.size(), std::size_t{6});
        QCOMPARE(others.trace.origins.front().round, std::size_t{1});
        QCOMPARE(others.cohorts[2], (std::vector<std::size_t>{1, 2}));
        const auto these = updatesOf(eightSums(), Speakers::These, {"a"});
        QCOMPARE(these.trace.size(), std::size_t{8}); // sums without the speaker are its contrast
        QCOMPARE(these.cohorts[0], (std::vector<std::size_t>{0}));
        QVERIFY(these.cohorts[1].empty());
        // Only one sum of eight is left without three of four: all are kept, with the fourth as member.
        const auto few = updatesOf(eightSums(), Speakers::AllOthers, {"a", "b", "d"});
        QCOMPARE(few.trace.size(), std::size_t{8});
        QCOMPARE(few.cohorts[1], (std::vector<std::size_t>{2}));
        QVERIFY(few.cohorts[0].empty());
    }
};

QTEST_GUILESS_MAIN(TestEngineSums)
#include "tst_EngineSums.moc"
