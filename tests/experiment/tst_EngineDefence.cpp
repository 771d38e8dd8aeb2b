#include "core/base/Error.h"
#include "core/privacy/Accountant.h"
#include "tests/attack/LeakageCells.h"
#include "tests/experiment/StudyFixture.h"

#include <fmt/format.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

using namespace undertone;
using tests::MemoryCache;
using tests::MemorySink;
using tests::ToyStudy;

namespace {

/// The rows but for their budgets.
std::string rowsText(MemorySink& sink)
{
    for (auto& row : sink.rows)
        row.privacy = {};
    const auto text = sink.text();
    return text.substr(text.find("row "));
}

double gaussian(privacy::PrivacyEvent event, std::size_t times)
{
    event.count = times;
    return privacy::makeAccountant("gaussian")->epsilon({&event, 1}, 1e-5).epsilon;
}

/// AUC of the attack on the first layer with all updates, the mean over trials.
struct MeanAuc
{
    double value = 0;
    /// What it has when scores say nothing of the labels: sqrt((n + m + 1) / (12 n m)) for the n and m
    /// clients of a trial (Mann and Whitney 1947).
    double deviation = 0;
};

MeanAuc firstLayerAuc(const MemorySink& sink)
{
    MeanAuc mean;
    for (const auto& [trial, cells] : sink.cells) {
        const auto& cell =
            cells.at(fmt::format("first {} {}", static_cast<int>(attack::Part::Both), attack::allUpdates));
        const auto m = static_cast<double>(
            std::ranges::count(cell.clients, std::size_t{1}, &attack::ClientScore::label));
        const double n = static_cast<double>(cell.clients.size()) - m;
        mean.value += tests::aucOf(cell);
        mean.deviation += (n + m + 1) / (12 * n * m);
    }
    const auto trials = static_cast<double>(sink.cells.size());
    return {mean.value / trials, std::sqrt(mean.deviation) / trials};
}

} // namespace

class TestEngineDefence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// An infinite budget is no defence, to the last bit, whatever the mechanism; its federation is made
    /// once.
    void withoutABudgetsEndNothingIsDefended()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink plain;
        study.run(study.spec(), plain, cache);
        const auto stages = cache.entries().size();
        for (const char* mechanism : {"udp", "dp-fedavg-local", "dp-fedavg-central"}) {
            MemorySink sink;
            study.run(study.spec({{"privacy.mechanism", mechanism}, {"privacy.epsilon", "inf"}}), sink,
                      cache);
            QCOMPARE(rowsText(sink), rowsText(plain));
        }
        QCOMPARE(cache.entries().size(), stages);
    }

    /// Noise far above the updates leaves nothing to the attack: its AUC, the mean of twelve seeds, lies
    /// within 4 deviations of 1/2 (within .21). Chance of failing when right: below 1e-4 a row. The shadow
    /// federations stay clean.
    void noiseHidesTheAttribute_data()
    {
        QTest::addColumn<QString>("privacy");
        QTest::newRow("udp") << R"({"mechanism": "udp", "noise_multiplier": 3000})";
        QTest::newRow("local") << R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 300})";
    }
    void noiseHidesTheAttribute()
    {
        QFETCH(const QString, privacy);
        const ToyStudy study;
        MemoryCache cache;
        MemorySink plain;
        const std::pair<std::string, std::string> seeds = {"evaluation.seeds",
                                                           "[1,2,3,4,5,6,7,8,9,10,11,12]"};
        study.run(study.spec({seeds}), plain, cache);
        QVERIFY(firstLayerAuc(plain).value > 0.5 + 4 * firstLayerAuc(plain).deviation);
        auto before = cache.computed();
        MemorySink noised;
        study.run(study.spec({seeds, {"privacy", privacy.toStdString()}}), noised, cache);
        QCOMPARE(noised.cells.size(), std::size_t{12});
        const auto auc = firstLayerAuc(noised);
        QVERIFY(auc.deviation < 0.06);
        QVERIFY2(std::abs(auc.value - 0.5) < 4 * auc.deviation, std::to_string(auc.value).c_str());
        std::size_t federations = 0;
        for (const auto& [key, times] : cache.computed())
            federations += !before.contains(key) && key.find('.') == std::string::npos ? 1 : 0;
        QCOMPARE(federations, std::size_t{2 * 12}); // the private federations and their evaluations
    }

    /// The rows, and the ledger of every round, for a defence whose noise is the same for everyone.
    void whatIsSpentIsInTheLedger()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"privacy", R"({"mechanism": "dp-fedavg-local", "epsilon": 6})"}}), sink,
                  cache);
        const auto& rounds = sink.ledgers.begin()->second;
        const auto& records = sink.rounds.begin()->second;
        QCOMPARE(rounds.size(), std::size_t{10});
        std::map<std::size_t, std::size_t> times;
        for (const auto& [number, round] : rounds) {
            const auto& cohort = records.at(number).cohort;
            QCOMPARE(round.clients.size(), cohort.size());
            std::size_t most = 0;
            for (std::size_t i = 0; i < cohort.size(); ++i) {
                QCOMPARE(round.clients[i].client, cohort[i]);
                QCOMPARE(round.clients[i].noiseMultiplier, round.event.noiseMultiplier);
                ++times[cohort[i]];
                QCOMPARE(round.clients[i].reading.allRounds, gaussian(round.event, times[cohort[i]]));
            }
            for (const auto& [client, count] : times)
                most = std::max(most, count);
            QCOMPARE(round.spent.worst.allRounds, gaussian(round.event, most));
            QVERIFY(round.event.relation == privacy::Relation::Replace);
            QCOMPARE(round.event.unit, std::string("client"));
            QCOMPARE(round.clip, 0.25);
        }
        const auto& last = rounds.rbegin()->second.spent;
        QVERIFY(std::abs(last.worst.oneUpdate - 6) < 1e-6 && last.worst.oneUpdate <= 6);
        for (const auto& row : sink.rows) {
            QCOMPARE(row.privacy.epsilonNominal, std::optional(6.0));
            QCOMPARE(row.privacy.epsilonOneUpdate, std::optional(last.worst.oneUpdate));
            QCOMPARE(row.privacy.epsilonAllRounds, std::optional(last.worst.allRounds));
            QVERIFY(row.privacy.guarantee == privacy::Guarantee::Holds);
            QCOMPARE(row.privacy.delta, std::optional(1e-5));
            QVERIFY(row.privacy.sigma.value() > 0);
            if (row.attack == "data")
                QVERIFY(!row.privacy.epsilonLeaked);
            else
                QCOMPARE(row.privacy.epsilonLeaked,
                         std::optional(row.leakedUpdates == 1 ? last.worst.oneUpdate : last.worst.allRounds));
        }
    }

    /// A clip that moves changes the noise, not what a round is worth: the ledger has one kind of event.
    void anAdaptiveClipSpendsTheSameEveryRound()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"federation.rounds", "50"},
                              {"attack.kind", "data"},
                              {"threat", R"({"observer": "recipient", "knows_cohorts": false})"},
                              {"privacy", R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 0.998,
                                              "adaptive_clip": {}})"}}),
                  sink, cache);
        std::set<double> clips;
        std::set<double> multipliers;
        const auto& rounds = sink.ledgers.begin()->second;
        for (const auto& [number, round] : rounds) {
            clips.insert(round.clip);
            multipliers.insert(round.event.noiseMultiplier);
        }
        QCOMPARE(rounds.size(), std::size_t{50});
        QVERIFY(clips.size() > 25);
        QCOMPARE(multipliers.size(), std::size_t{1});
        const auto& last = rounds.rbegin()->second.spent;
        QVERIFY(std::abs(last.sigma - 0.998 * *clips.begin()) < 1e-12);
        QCOMPARE(last.nominal, last.worst.allRounds);
        QVERIFY(!sink.rows.empty());
        for (const auto& row : sink.rows) {
            QCOMPARE(row.privacy.sigma, std::optional(last.sigma));
            QCOMPARE(row.privacy.epsilonAllRounds, std::optional(last.worst.allRounds));
        }
    }

    /// Where a speaker is several clients, what they spend together is the speaker's; not what utterances of
    /// a speaker spend.
    void onlyClientsAddUpToASpeaker()
    {
        const ToyStudy study;
        for (const auto& [privacy, isKnown] :
             {std::pair(R"({"mechanism": "dp-fedavg-local", "epsilon": 6})", true),
              std::pair(R"({"mechanism": "udp", "epsilon": 6})", false)}) {
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec({{"federation.shards_per_speaker", "2"}, {"privacy", privacy}}), sink,
                      cache);
            const auto& spent = sink.ledgers.begin()->second.rbegin()->second.spent;
            QCOMPARE(spent.speakerRounds.has_value(), isKnown);
            if (isKnown)
                QVERIFY(*spent.speakerRounds > spent.worst.allRounds);
        }
    }

    /// An infinite budget has no events, and infinite epsilons; no defence has neither.
    void withoutNoiseThereIsNoLedger()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink none;
        study.run(study.spec(), none, cache);
        QVERIFY(none.ledgers.empty());
        QVERIFY(none.rows.front().privacy == experiment::RowPrivacy{});
        MemorySink sink;
        study.run(study.spec({{"privacy", R"({"mechanism": "udp", "epsilon": "inf"})"}}), sink, cache);
        QVERIFY(sink.ledgers.empty());
        const auto& row = sink.rows.front().privacy;
        QVERIFY(std::isinf(row.epsilonNominal.value()) && std::isinf(row.epsilonAllRounds.value()));
        QVERIFY(std::isinf(row.epsilonLeaked.value()) && row.guarantee == privacy::Guarantee::None);
        QCOMPARE(row.sigma, std::optional(0.0));
    }

    /// Trials that share a federation read its ledger each as they say.
    void eachTrialReadsItsOwnBudget()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        study.run(study.spec({{"privacy", R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 4})"},
                              {"sweep", R"({"privacy.delta": [1e-5, 1e-3]})"}}),
                  sink, cache);
        std::map<double, double> epsilons;
        for (const auto& row : sink.rows)
            epsilons[row.privacy.delta.value()] = row.privacy.epsilonOneUpdate.value();
        QCOMPARE(epsilons.size(), std::size_t{2});
        QVERIFY(epsilons.at(1e-3) < 0.8 * epsilons.at(1e-5));
    }

    void defencesAreWarnedAbout()
    {
        const ToyStudy study;
        MemoryCache cache;
        const auto warned = [&](const char* privacy, const char* words, const char* algorithm = "fedavg") {
            MemorySink sink;
            study.run(study.spec({{"federation.algorithm", algorithm}, {"privacy", privacy}}), sink, cache);
            return std::any_of(sink.warnings.begin(), sink.warnings.end(), [&](const std::string& warning) {
                return warning.find(words) != std::string::npos;
            });
        };
        QVERIFY(warned(R"({"mechanism": "udp", "epsilon": 5})", "Adam rescales the gradients"));
        QVERIFY(warned(R"({"mechanism": "udp", "epsilon": 5})", "understates what may be lost"));
        QVERIFY(warned(R"({"mechanism": "dp-fedavg-central", "noise_multiplier": 1})",
                       "The server adds the noise"));
        QVERIFY(!warned(R"({"mechanism": "dp-fedavg-local", "epsilon": 5})", "epsilon"));
        QVERIFY(warned(R"({"mechanism": "udp", "epsilon": 5})", "this program's reading", "fedsgd"));
        QVERIFY(!warned(R"({"mechanism": "udp", "epsilon": 5})", "Adam", "fedsgd"));
    }

    void amplificationIsDoubtedWhereTheCohortsAreKnown()
    {
        const ToyStudy study;
        const auto warned = [&](const std::string& knows, const std::string& words) {
            MemoryCache cache;
            MemorySink sink;
            study.run(study.spec({{"attack.kind", "data"},
                                  {"privacy", R"({"mechanism": "dp-fedavg-central", "epsilon": 8})"},
                                  {"threat", R"({"observer": "recipient", "sees": "sum", "knows_cohorts": )" +
                                                 knows + "}"}}),
                      sink, cache);
            return std::any_of(sink.warnings.begin(), sink.warnings.end(), [&](const std::string& warning) {
                return warning.find(words) != std::string::npos;
            });
        };
        QVERIFY(warned("true", "(recipient) knows who took part"));
        QVERIFY(warned("true", "understates what may be lost"));
        QVERIFY(!warned("false", "knows who took part"));
        QVERIFY(!warned("false", "understates what may be lost"));
    }

    void aRunStopsWhenItsBudgetIsSpent()
    {
        const ToyStudy study;
        MemoryCache cache;
        MemorySink sink;
        const std::string privacy =
            R"({"mechanism": "dp-fedavg-local", "noise_multiplier": 4, "stop_at_epsilon": 4})";
        study.run(study.spec({{"privacy", privacy}}), sink, cache);
        const auto& rounds = sink.rounds.begin()->second;
        QVERIFY(rounds.size() >= 1 && rounds.size() < 10);
        QVERIFY_THROWS_EXCEPTION(
            Error,
            study.run(study.spec({{"privacy", privacy}, {"privacy.stop_at_epsilon", "0.1"}}), sink, cache));
    }
};

QTEST_GUILESS_MAIN(TestEngineDefence)
#include "tst_EngineDefence.moc"
