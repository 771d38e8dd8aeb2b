#include "core/base/Error.h"
#include "core/store/RunStore.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cmath>
#include <condition_variable>
#include <map>
#include <thread>

using namespace undertone;
using experiment::ExperimentState;

namespace {

/// A store in a folder of its own.
struct Fixture
{
    tests::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "undertone.db";
    store::RunStore store{file};
    std::string id = store.createExperiment(tests::exampleSpec());

    std::int64_t ask(const std::string& query)
    {
        SQLite::Database database(file.string());
        return database.execAndGet(query).getInt64();
    }
};

ErrorCode codeOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

void fill(experiment::ResultSink& sink)
{
    for (const char* trial : {"t1", "t2"}) {
        sink.trialStarted(tests::exampleTrial(trial, trial[1] == '1' ? 0 : 1));
        for (std::size_t round = 0; round < 3; ++round)
            sink.roundFinished(trial, tests::exampleRound(round));
        sink.utilityFound(trial, tests::exampleUtility());
        sink.cellFound(trial, tests::exampleCell("first", 1), {"F", "M", "X"});
        sink.cellFound(trial, tests::exampleCell("last", 0), {"F", "M", "X"});
    }
    sink.trialFinished("t1");
    sink.warningFound("few speakers");
    auto row = tests::exampleRow("first", 1, 0.8);
    row.attackP = 1.0 / 1001.0;
    sink.rowsAggregated({row, tests::exampleRow("first", 0, 0.9)});
}

std::string countsOfTables(Fixture& fixture)
{
    std::string counts;
    for (const char* table : {"trial", "round", "utility", "speaker_utility", "cell", "client_score",
                              "leakage", "warning", "artifact"})
        counts += fmt::format("{}={} ", table, fixture.ask(fmt::format("SELECT COUNT(*) FROM {}", table)));
    return counts;
}

} // namespace

class TestRunStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpusRoundTrip()
    {
        Fixture fixture;
        const auto corpus = tests::exampleCorpus("one");
        fixture.store.saveCorpus(corpus, tests::exampleReport());
        const auto found = fixture.store.corpus("one");
        QCOMPARE(found.contentHash(), corpus.contentHash());
        QCOMPARE(found.folder, corpus.folder);
        QCOMPARE(found.layout, corpus.layout);
        QCOMPARE(found.synthetic, true);
        QCOMPARE(found.transcriptsOnly, false);
        QCOMPARE(found.utterances.size(), std::size_t{3});
        QCOMPARE(found.utterances[2].text, corpus.utterances[2].text);
        QCOMPARE(found.utterances[2].seconds, corpus.utterances[2].seconds);
        QCOMPARE(found.utterances[2].attributes, corpus.utterances[2].attributes);
        const auto report = fixture.store.corpusReport("one");
        QCOMPARE(report.hours, 1.0 / 3.0);
        QCOMPARE(report.speakersByAttribute, tests::exampleReport().speakersByAttribute);
        QCOMPARE(report.emotionsBySpeaker, tests::exampleReport().emotionsBySpeaker);
        QCOMPARE(report.findings.size(), std::size_t{2});
        QVERIFY(report.findings[1].kind == corpus::FindingKind::OneEmotionSpeaker);
        QCOMPARE(report.findings[1].detail, std::string("hap only"));
    }

    void corpusNamesAreUniqueAndRemovalIsWhole()
    {
        Fixture fixture;
        fixture.store.saveCorpus(tests::exampleCorpus("one"), {});
        QVERIFY(codeOf([&] { fixture.store.saveCorpus(tests::exampleCorpus("one"), {}); }) ==
                ErrorCode::Conflict);
        fixture.store.saveCorpus(tests::exampleCorpus("another"), {});
        QCOMPARE(fixture.store.corpusNames(), (std::vector<std::string>{"another", "one"}));
        fixture.store.removeCorpus("one");
        QCOMPARE(fixture.store.corpusNames(), (std::vector<std::string>{"another"}));
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM utterance"), std::int64_t{3});
        for (const auto& action : {std::function<void()>([&] { fixture.store.removeCorpus("one"); }),
                                   std::function<void()>([&] { fixture.store.corpus("one"); }),
                                   std::function<void()>([&] { fixture.store.corpusReport("one"); })})
            QVERIFY(codeOf(action) == ErrorCode::NotFound);
    }

    void recordRoundTrip()
    {
        Fixture fixture;
        {
            const auto sink = fixture.store.sink(fixture.id);
            fill(*sink);
            sink->progressed(0.25);
        }
        fixture.store.setExtent(fixture.id, 4, true);
        const auto record = fixture.store.experiment(fixture.id.substr(0, 6));
        QCOMPARE(record.summary.id, fixture.id);
        QCOMPARE(record.summary.trials, std::size_t{4});
        QCOMPARE(record.summary.trialsDone, std::size_t{1});
        QCOMPARE(record.summary.fraction, 0.25);
        QVERIFY(record.summary.synthetic);
        QCOMPARE(record.specification, experiment::writeSpec(tests::exampleSpec()));
        QCOMPARE(record.emotions, (std::vector<std::string>{"neu", "hap"}));
        QCOMPARE(record.chanceUtility, 0.5);
        QCOMPARE(record.chanceAttack, 1.0 / 3.0);
        QCOMPARE(record.warnings, (std::vector<std::string>{"few speakers"}));
        QCOMPARE(record.rows.size(), std::size_t{2});
        QCOMPARE(record.rows[0].attackP, std::optional(1.0 / 1001.0));
        QCOMPARE(record.rows[1].attackP, std::optional<double>());
        QCOMPARE(record.rows[1].attackUar.low, 0.9 - 0.1);
        QCOMPARE(record.rows[1].attackAuc.value, 1.0 / 3.0);
        QCOMPARE(record.rows[1].attackAuc.high, 0.5);
        QCOMPARE(record.rows[1].attackAccuracy.low, 0.6);
        QCOMPARE(record.rows[1].serAccuracy.high, 0.6);
        QCOMPARE(record.rows[1].sweep, tests::exampleRow("first", 0, 0.9).sweep);
        QCOMPARE(record.rows[1].leakedUpdates, std::size_t{0});
        QCOMPARE(record.rows[1].speakersPerClass, (std::vector<std::size_t>{6, 5}));
        QCOMPARE(record.rows[1].serUar.high, 0.6);
        QCOMPARE(record.curves.size(), std::size_t{2});
        QCOMPARE(record.curves[1].fold, std::size_t{1});
        QCOMPARE(record.curves[1].seed, 0xFFFFFFFFFFFFFFFEULL);
        QCOMPARE(record.curves[1].sweep, tests::exampleTrial("t2", 1).point);
        QCOMPARE(record.curves[1].rounds.size(), std::size_t{3});
        QCOMPARE(record.curves[1].rounds[2].trainingLoss, 1.0 / 3.0 + 2.0);
        QCOMPARE(record.curves[1].rounds[2].validation.count(0, 1), std::uint64_t{3});
    }

    /// Trials of one point are one game; what does not apply is not there.
    void auditsRoundTripAndArePooledByPoint()
    {
        Fixture fixture;
        {
            const auto sink = fixture.store.sink(fixture.id);
            fill(*sink);
            sink->auditFound("t1", tests::exampleAudit());
            sink->auditFound("t1", tests::exampleAudit()); // said again
        }
        const auto alone = fixture.store.experiment(fixture.id).audits;
        QCOMPARE(alone.size(), std::size_t{1});
        const auto expected = tests::exampleAudit();
        const auto& found = alone[0].audit;
        QCOMPARE(alone[0].sweep, tests::exampleTrial("t1", 0).point);
        QCOMPARE(alone[0].games, std::size_t{1});
        QCOMPARE(auditWords(found), auditWords(expected));
        QVERIFY(found.observer == privacy::Observer::Server);
        QVERIFY(found.relation == privacy::Relation::ReplaceWithNull);
        QCOMPARE(found.leakedUpdates, expected.leakedUpdates);
        QCOMPARE(found.rounds, expected.rounds);
        QCOMPARE(found.decisions.falsePositives, expected.decisions.falsePositives);
        QCOMPARE(found.oneRun, expected.oneRun);
        QCOMPARE(found.clopperPearson, expected.clopperPearson);
        QCOMPARE(found.accounted, expected.accounted);
        QCOMPARE(found.nominal, expected.nominal);
        QCOMPARE(fixture.ask("SELECT canaries FROM v_audit WHERE leaked_updates = 3 AND fold = 0 "
                             "AND epsilon_nominal = 'inf'"),
                 std::int64_t{100});
        {
            auto other = expected;
            other.guesses = {100, 50, 20};
            other.accounted.reset();
            other.sees = privacy::Sees::Sum;
            const auto sink = fixture.store.sink(fixture.id);
            sink->trialStarted(tests::exampleTrial("t2", 1));
            sink->auditFound("t2", other);
        }
        const auto both = fixture.store.experiment(fixture.id).audits;
        QCOMPARE(both.size(), std::size_t{1});
        QCOMPARE(both[0].games, std::size_t{2});
        QCOMPARE(both[0].audit.guesses.canaries, std::uint64_t{200});
        QCOMPARE(both[0].audit.guesses.correct, std::uint64_t{65});
        QCOMPARE(both[0].audit.decisions.positives, std::uint64_t{104});
        QCOMPARE(both[0].audit.oneRun,
                 privacy::oneRunBound({200, 100, 65}, expected.delta, expected.confidence).lower);
        QVERIFY(!both[0].audit.accounted);
        QVERIFY(verdictOf(both[0].audit) == experiment::AuditVerdict::NoUpperBound);
    }

    void everyClientsScoresAreKept()
    {
        Fixture fixture;
        fill(*fixture.store.sink(fixture.id));
        const auto results = fixture.store.trialResults(fixture.id);
        QCOMPARE(results.size(), std::size_t{1}); // t2 has not finished
        QCOMPARE(results[0].trialId, std::string("t1"));
        QCOMPARE(results[0].utility.selectedRound, std::size_t{17});
        QCOMPARE(results[0].utility.speakers.size(), std::size_t{3});
        QCOMPARE(results[0].utility.speakers[1].speaker, std::string("y"));
        QCOMPARE(results[0].utility.speakers[1].confusion.count(1, 0), std::uint64_t{2});
        QCOMPARE(results[0].leakage.attributeValues, (std::vector<std::string>{"F", "M", "X"}));
        QCOMPARE(results[0].leakage.cells.size(), std::size_t{2});
        const auto& cell = results[0].leakage.cells[1];
        QCOMPARE(cell.layer, std::string("last"));
        QVERIFY(cell.part == attack::Part::Weights);
        QCOMPARE(cell.leakedUpdates, attack::allUpdates);
        QCOMPARE(cell.clients[0].scores,
                 (std::vector<std::vector<double>>{{-1.0 / 3.0, 1.0 / 3.0}, {0.5, -0.5}}));
        QCOMPARE(cell.clients[1].scores, (std::vector<std::vector<double>>{{1e-300, -1e-300}}));
        QCOMPARE(cell.clients[1].updates, std::size_t{2});
        QCOMPARE(cell.clients[0].decisions, (std::vector<std::size_t>{4, 6}));
    }

    void sayingEverythingAgainChangesNothing()
    {
        Fixture fixture;
        fill(*fixture.store.sink(fixture.id));
        const std::string before = countsOfTables(fixture);
        fill(*fixture.store.sink(fixture.id));
        QCOMPARE(countsOfTables(fixture), before);
        const auto sink = fixture.store.sink(fixture.id);
        sink->trialStarted(tests::exampleTrial("t1", 0));
        auto utility = tests::exampleUtility();
        utility.speakers.pop_back();
        sink->utilityFound("t1", utility);
        auto cell = tests::exampleCell("first", 1);
        cell.clients.pop_back();
        sink->cellFound("t1", cell, {"F", "M", "X"});
        sink->rowsAggregated({tests::exampleRow("fusion", 5, 0.7)});
        sink->flush();
        QCOMPARE(fixture.store.trialResults(fixture.id)[0].utility.speakers.size(), std::size_t{2});
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM client_score"), std::int64_t{7});
        const auto rows = fixture.store.experiment(fixture.id).rows;
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].layer, std::string("fusion"));
    }

    void theSinkWritesByItselfAndTellsWhen()
    {
        Fixture fixture;
        std::mutex mutex;
        std::condition_variable changed;
        int written = 0;
        const auto sink = fixture.store.sink(fixture.id, [&] {
            const std::scoped_lock lock(mutex);
            ++written;
            changed.notify_all();
        });
        sink->trialStarted(tests::exampleTrial("t", 0));
        sink->roundFinished("t", tests::exampleRound(0));
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return written > 0; });
        lock.unlock();
        // The first batch may end between the two.
        sink->flush();
        QCOMPARE(fixture.store.experiment(fixture.id).curves.size(), std::size_t{1});
    }

    void manyThreadsFeedOneSink()
    {
        Fixture fixture;
        constexpr int workers = 4;
        constexpr int rounds = 50;
        {
            const auto sink = fixture.store.sink(fixture.id);
            std::vector<std::jthread> threads;
            for (int worker = 0; worker < workers; ++worker)
                threads.emplace_back([&, worker] {
                    const std::string trial = fmt::format("t{}", worker);
                    sink->trialStarted(tests::exampleTrial(trial, static_cast<std::size_t>(worker)));
                    for (int round = 0; round < rounds; ++round) {
                        sink->roundFinished(trial, tests::exampleRound(static_cast<std::size_t>(round)));
                        if (round % 10 == 0)
                            fixture.store.experiments();
                    }
                });
        }
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM round"), std::int64_t{workers * rounds});
    }

    void whatIsNotANumberStaysNone()
    {
        Fixture fixture;
        {
            const auto sink = fixture.store.sink(fixture.id);
            sink->trialStarted(tests::exampleTrial("t", 0));
            auto record = tests::exampleRound(0);
            record.trainingLoss = std::nan("");
            record.validationLoss = HUGE_VAL;
            sink->roundFinished("t", record);
        }
        const auto rounds = fixture.store.experiment(fixture.id).curves[0].rounds;
        QVERIFY(std::isnan(rounds[0].trainingLoss));
        QVERIFY(std::isinf(rounds[0].validationLoss));
    }

    void theLedgerOfATrial()
    {
        Fixture fixture;
        QVERIFY(fixture.store.privacyLedgers(fixture.id).empty());
        {
            const auto sink = fixture.store.sink(fixture.id);
            for (const char* trial : {"t", "u"})
                sink->trialStarted(tests::exampleTrial(trial, *trial == 't' ? 3 : 4));
            auto again = tests::exampleRoundPrivacy(1);
            again.clip = 99;
            sink->privacySpent("t", again);
            for (const std::size_t round : {0, 1, 4})
                sink->privacySpent("t", tests::exampleRoundPrivacy(round));
        }
        const auto ledgers = fixture.store.privacyLedgers(fixture.id);
        QCOMPARE(ledgers.size(), std::size_t{1});
        QCOMPARE(ledgers[0].fold, std::size_t{3});
        QVERIFY(ledgers[0].point == tests::exampleTrial("t", 3).point);
        QCOMPARE(ledgers[0].rounds.size(), std::size_t{3});
        QVERIFY(ledgers[0].rounds[0] == tests::exampleRoundPrivacy(0));
        QVERIFY(ledgers[0].rounds[1] == tests::exampleRoundPrivacy(1));
        QVERIFY(ledgers[0].rounds[2] == tests::exampleRoundPrivacy(4));
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM privacy_event WHERE kind = 'dp-fedavg-central' AND "
                             "json_extract(parameters, '$.cohort[1]') = 4"),
                 std::int64_t{3});
    }

    void budgetsOfRows()
    {
        Fixture fixture;
        auto row = tests::exampleRow("first", 1, 0.8);
        row.privacy = {HUGE_VAL, 0.5, 1.0 / 3, HUGE_VAL, privacy::Guarantee::Holds, 1e-5, 0.25};
        fixture.store.sink(fixture.id)->rowsAggregated({row, tests::exampleRow("first", 5, 0.8)});
        const auto rows = fixture.store.experiment(fixture.id).rows;
        QVERIFY(rows[0].privacy == row.privacy);
        QVERIFY(rows[1].privacy == experiment::RowPrivacy{});
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM v_leakage WHERE epsilon_nominal = 'inf' AND "
                             "epsilon_one_update = 0.5 AND guarantee = 'holds' AND sigma = 0.25"),
                 std::int64_t{1});
        QCOMPARE(
            fixture.ask("SELECT COUNT(*) FROM v_leakage WHERE epsilon_nominal IS NULL AND delta IS NULL AND "
                        "guarantee = 'none'"),
            std::int64_t{1});
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM v_tradeoff WHERE epsilon_all_rounds = 'inf' AND "
                             "json_extract(epsilon_leaked, '$.\"1\"') BETWEEN 0.333 AND 0.334"),
                 std::int64_t{1});
    }

    void viewsForOutsideReaders()
    {
        Fixture fixture;
        auto lastPoint = tests::exampleRow("last", 1, 0.6);
        lastPoint.sweep = {{"model.dropout", "0.5"}};
        const auto ceilingOf = [](experiment::ResultRow row) { // what stands beside the attacks
            row.attack = "data";
            row.layer.clear();
            row.leakedUpdates = attack::allUpdates;
            row.attackUar = {1, 1, 1};
            return row;
        };
        fixture.store.sink(fixture.id)
            ->rowsAggregated({tests::exampleRow("fusion", 1, 0.99), tests::exampleRow("first", 1, 0.8),
                              tests::exampleRow("first", 7, 0.85), tests::exampleRow("first", 0, 0.9),
                              ceilingOf(tests::exampleRow("first", 0, 0.9)), lastPoint,
                              ceilingOf(lastPoint)});
        SQLite::Database database(fixture.file.string());
        SQLite::Statement query(database,
                                "SELECT sweep, layer, ser_uar, attack_uar_1, attack_uar_1_low, "
                                "attack_uar_all, attack_uar_5, epsilon_nominal, "
                                "json_extract(attack_uar, '$.\"7\"[2]'), experiment FROM v_tradeoff "
                                "ORDER BY sweep");
        QVERIFY(query.executeStep());
        QCOMPARE(query.getColumn(0).getString(), std::string(R"({"model.dropout":0.1})"));
        QCOMPARE(query.getColumn(1).getString(), std::string("first"));
        QCOMPARE(query.getColumn(2).getDouble(), 0.5);
        QCOMPARE(query.getColumn(3).getDouble(), 0.8);
        QCOMPARE(query.getColumn(4).getDouble(), 0.8 - 0.1);
        QCOMPARE(query.getColumn(5).getDouble(), 0.9);
        QVERIFY(query.getColumn(6).isNull());
        QVERIFY(query.getColumn(7).isNull());
        QCOMPARE(query.getColumn(8).getDouble(), 0.85 + 0.1);
        QCOMPARE(query.getColumn(9).getString(), fixture.id);
        QVERIFY(query.executeStep());
        QCOMPARE(query.getColumn(1).getString(), std::string("last"));
        QCOMPARE(query.getColumn(3).getDouble(), 0.6);
        QVERIFY(query.getColumn(5).isNull());
        QVERIFY(!query.executeStep());
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM v_leakage WHERE leaked_updates = 'all'"), std::int64_t{3});
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM v_leakage WHERE attack = 'data' AND layer = ''"),
                 std::int64_t{2});
        QCOMPARE(fixture.ask("SELECT COUNT(*) FROM v_leakage WHERE guarantee IS NOT 'none'"),
                 std::int64_t{0});
        fixture.store.release(fixture.id);
        fixture.store.setDeleted(fixture.id, true);
        QCOMPARE(fixture.ask("SELECT (SELECT COUNT(*) FROM v_leakage) + (SELECT COUNT(*) FROM v_tradeoff)"),
                 std::int64_t{0});
    }

    void statesAndFailures()
    {
        Fixture fixture;
        QVERIFY(fixture.store.state(fixture.id) == ExperimentState::Queued);
        const Error full(ErrorCode::StorageFailed, "The disk is full.", "/there", "Free some space.");
        fixture.store.setState(fixture.id, ExperimentState::Failed, &full);
        QVERIFY(fixture.store.state(fixture.id) == ExperimentState::Failed);
        const auto failure = fixture.store.failure(fixture.id);
        QVERIFY(failure && failure->code() == ErrorCode::StorageFailed);
        QCOMPARE(failure->what(), full.what());
        fixture.store.setState(fixture.id, ExperimentState::Succeeded);
        QVERIFY(!fixture.store.failure(fixture.id));
    }

    void tagsNotesAndTheBin()
    {
        Fixture fixture;
        const auto second = fixture.store.createExperiment(tests::exampleSpec());
        QVERIFY(second != fixture.id);
        fixture.store.addTag(second, "paper");
        fixture.store.addTag(second, "paper");
        fixture.store.setNote(second, "looks right");
        auto all = fixture.store.experiments();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0].id, second);
        QCOMPARE(all[0].tags, (std::vector<std::string>{"paper"}));
        QCOMPARE(all[0].note, std::string("looks right"));
        fixture.store.setNote(second, "");
        fixture.store.release(second);
        fixture.store.setDeleted(second, true);
        QCOMPARE(fixture.store.experiments().size(), std::size_t{1});
        QCOMPARE(fixture.store.experiments({.bin = store::Bin::Inside})[0].id, second);
        fixture.store.setDeleted(second, false);
        QCOMPARE(fixture.store.experiments()[0].note, std::string());
        fill(*fixture.store.sink(second));
        fixture.store.discardExperiment(second);
        QCOMPARE(countsOfTables(fixture), std::string("trial=0 round=0 utility=0 speaker_utility=0 cell=0 "
                                                      "client_score=0 leakage=0 warning=0 artifact=0 "));
    }

    void idsMustBeKnownAndUnambiguous()
    {
        Fixture fixture;
        for (int i = 0; i < 16; ++i)
            fixture.store.createExperiment(tests::exampleSpec());
        // 17 ids, 16 first digits: one digit begins two ids.
        std::map<char, int> idsOfDigit;
        for (const auto& summary : fixture.store.experiments())
            ++idsOfDigit[summary.id[0]];
        for (const auto& [digit, ids] : idsOfDigit) {
            const std::string prefix(1, digit);
            if (ids == 1)
                QCOMPARE(fixture.store.resolve(prefix)[0], digit);
            else
                QVERIFY(codeOf([&] { fixture.store.resolve(prefix); }) == ErrorCode::NotFound);
        }
        for (const char* bad : {"", "zz", "%", "0123456789abc"})
            QVERIFY(codeOf([&] { fixture.store.experiment(bad); }) == ErrorCode::NotFound);
        QVERIFY(codeOf([&] { fixture.store.setState("zz", ExperimentState::Failed); }) ==
                ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestRunStore)
#include "tst_RunStore.moc"
