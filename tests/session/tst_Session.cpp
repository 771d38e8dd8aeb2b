#include "core/session/Session.h"
#include "core/store/RunStore.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <set>

using namespace undertone;
using experiment::ExperimentState;
using session::JobEventKind;
using session::Session;
using tests::twoTrials;

namespace {

/// A session on a workspace with two corpora, "one" and "two" (synthetic).
struct Fixture
{
    explicit Fixture(tests::EngineBody body = tests::runEveryTrial)
    {
        tests::saveEmptyCorpora(folder.path(), {"one", "two"}, "two");
        open(std::move(body));
    }

    void open(tests::EngineBody body)
    {
        session.reset();
        session = std::make_unique<Session>(folder.path(), tests::engineThat(std::move(body)));
        session->subscribe([this](const session::JobEvent& event) { log.add(event); });
    }

    tests::TemporaryFolder folder;
    tests::EventLog log;
    std::unique_ptr<Session> session;
};

void blockUntilCancelled(const experiment::RunRequest& request, experiment::ResultSink& sink,
                         experiment::StageCache&, base::Progress& progress)
{
    const auto trial = experiment::expandTrials(request.spec).front();
    sink.trialStarted(trial);
    sink.roundFinished(trial.id, federation::RoundRecord());
    for (;;)
        progress.checkCancelled();
}

ErrorCode codeOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyRunsAndIsKept()
    {
        Fixture fixture;
        const auto job = fixture.session->run(twoTrials(), {1, "cpu"});
        QCOMPARE(fixture.session->experiments().size(), std::size_t{1});
        const auto last = fixture.session->wait(job);
        QVERIFY(last.kind == JobEventKind::Succeeded);
        const auto record = fixture.session->experiment(last.experimentId);
        QVERIFY(record.summary.state == ExperimentState::Succeeded);
        QCOMPARE(record.summary.trials, std::size_t{2});
        QCOMPARE(record.summary.trialsDone, std::size_t{2});
        QCOMPARE(record.summary.fraction, 1.0);
        QVERIFY(record.summary.synthetic);
        QCOMPARE(record.rows.size(), std::size_t{2});
        QVERIFY(fixture.log.kindsOf(job).starts_with("started changed"));
        QVERIFY(codeOf([&] { fixture.session->resume(last.experimentId, {}); }) == ErrorCode::Conflict);
    }

    void theRequestReachesTheEngine()
    {
        std::vector<std::string> corpora;
        experiment::RunRequest seen;
        Fixture fixture([&](const auto& request, auto&, auto&, auto&) { seen = request; });
        fixture.session->wait(fixture.session->run(twoTrials(), {3, "cpu"}));
        QCOMPARE(seen.workers, 3U);
        QCOMPARE(seen.device, std::string("cpu"));
        QCOMPARE(seen.corpora.size(), std::size_t{2});
        QCOMPARE(experiment::writeSpec(seen.spec), experiment::writeSpec(twoTrials()));
        fixture.session->wait(fixture.session->run(twoTrials(), {}));
        QVERIFY(seen.workers >= 1);
    }

    void aStudyThatCannotRunIsNotKept()
    {
        Fixture fixture;
        const auto last = fixture.session->wait(fixture.session->run(twoTrials("three"), {}));
        QVERIFY(last.kind == JobEventKind::Failed);
        QVERIFY(last.error->code() == ErrorCode::NotFound);
        QVERIFY(QString::fromStdString(last.error->remedy()).contains("one, two"));
        QVERIFY(fixture.session->experiments().empty());
    }

    void aStudyThatFailsKeepsItsErrorAndCanBeResumed()
    {
        Fixture fixture([](const auto& request, auto& sink, auto&, auto&) {
            sink.trialStarted(experiment::expandTrials(request.spec).front());
            throw Error(ErrorCode::Numerical, "The loss is not a number.", "round 3", "Lower the rate.");
        });
        const auto last = fixture.session->wait(fixture.session->run(twoTrials(), {}));
        QVERIFY(last.kind == JobEventKind::Failed);
        QVERIFY(fixture.session->experiment(last.experimentId).summary.state == ExperimentState::Failed);
        QCOMPARE(fixture.session->failure(last.experimentId)->where(), std::string("round 3"));
        fixture.open(tests::runEveryTrial);
        const auto again = fixture.session->wait(fixture.session->resume(last.experimentId, {}));
        QVERIFY(again.kind == JobEventKind::Succeeded);
        QVERIFY(!fixture.session->failure(last.experimentId));
    }

    void aCancelledStudyCanBeResumed()
    {
        Fixture fixture(blockUntilCancelled);
        const auto job = fixture.session->run(twoTrials(), {});
        fixture.log.waitFor([](const auto& event) { return event.kind == JobEventKind::ResultsChanged; });
        const auto id = fixture.session->experiments()[0].id;
        QVERIFY(codeOf([&] { fixture.session->resume(id, {}); }) == ErrorCode::Conflict);
        fixture.session->cancel(job);
        QVERIFY(fixture.session->wait(job).kind == JobEventKind::Cancelled);
        QVERIFY(fixture.session->experiment(id).summary.state == ExperimentState::Cancelled);
        const auto second = fixture.session->resume(id.substr(0, 8), {});
        fixture.session->cancel(second);
        QVERIFY(fixture.session->wait(second).kind == JobEventKind::Cancelled);
        fixture.open(tests::runEveryTrial);
        QVERIFY(fixture.session->wait(fixture.session->resume(id, {})).kind == JobEventKind::Succeeded);
        QCOMPARE(fixture.session->experiment(id).rows.size(), std::size_t{2});
    }

    void aResumptionThatFailsGivesTheStudyBack()
    {
        Fixture fixture(blockUntilCancelled);
        const auto job = fixture.session->run(twoTrials(), {});
        const auto id = fixture.session->experiments()[0].id;
        fixture.session->cancel(job);
        fixture.session->wait(job);
        fixture.open(tests::runEveryTrial);
        SQLite::Database database((fixture.folder.path() / "undertone.db").string(), SQLite::OPEN_READWRITE);
        const std::string whole = database.execAndGet("SELECT specification FROM experiment").getString();
        database.exec("UPDATE experiment SET specification = '{}'");
        QVERIFY(codeOf([&] { fixture.session->resume(id, {}); }) == ErrorCode::InvalidSpecification);
        SQLite::Statement mend(database, "UPDATE experiment SET specification = ?");
        mend.bind(1, whole);
        mend.exec();
        QVERIFY(database.execAndGet("SELECT holder_pid FROM experiment").isNull());
        QVERIFY(fixture.session->wait(fixture.session->resume(id, {})).kind == JobEventKind::Succeeded);
    }

    void closingTheSessionCancelsAndKeepsTheStudy()
    {
        Fixture fixture(blockUntilCancelled);
        fixture.session->run(twoTrials(), {});
        fixture.session->run(twoTrials(), {});
        fixture.log.waitFor([](const auto& event) { return event.kind == JobEventKind::Started; });
        fixture.open(tests::runEveryTrial);
        for (const auto& summary : fixture.session->experiments()) {
            QVERIFY(summary.state == ExperimentState::Cancelled);
            QVERIFY(fixture.session->wait(fixture.session->resume(summary.id, {})).kind ==
                    JobEventKind::Succeeded);
        }
    }

    void anEngineThatCannotBeLoadedFailsTheStudy()
    {
        Fixture fixture;
        fixture.session =
            std::make_unique<Session>(fixture.folder.path(), []() -> std::shared_ptr<experiment::Engine> {
                throw Error(ErrorCode::EngineUnavailable, "The engine could not be loaded.", "",
                            "Install it.");
            });
        const auto last = fixture.session->wait(fixture.session->run(twoTrials(), {}));
        QVERIFY(last.kind == JobEventKind::Failed);
        QVERIFY(last.error->code() == ErrorCode::EngineUnavailable);
        QCOMPARE(fixture.session->corpusNames().size(), std::size_t{2});
    }

    void theEngineIsMadeOnceAndOnlyForStudies()
    {
        Fixture fixture;
        std::atomic<int> made = 0;
        const auto inner = tests::engineThat(tests::runEveryTrial);
        fixture.session = std::make_unique<Session>(fixture.folder.path(), [&] {
            ++made;
            return inner();
        });
        fixture.session->wait(fixture.session->inspectCorpus("/nonexistent", "auto"));
        QCOMPARE(made.load(), 0);
        fixture.session->wait(fixture.session->run(twoTrials(), {}));
        fixture.session->wait(fixture.session->run(twoTrials(), {}));
        QCOMPARE(made.load(), 1);
    }

    void namesOfCorporaAreChecked()
    {
        Fixture fixture;
        for (const char* bad : {"", "../up", "a b", ".hidden", "a/b"}) {
            const auto last =
                fixture.session->wait(fixture.session->importCorpus(fixture.folder.path(), "auto", bad));
            QVERIFY(last.kind == JobEventKind::Failed);
            QVERIFY(last.error->code() == ErrorCode::InvalidRequest);
        }
        const auto taken =
            fixture.session->wait(fixture.session->importCorpus(fixture.folder.path(), "auto", "one"));
        QVERIFY(taken.error->code() == ErrorCode::Conflict);
    }

    void stagesAreNotedWithTheirStudy()
    {
        Fixture fixture([](const auto& request, auto& sink, auto& stages, auto& progress) {
            tests::runEveryTrial(request, sink, stages, progress);
            stages.store("checkpoint", "half");
            stages.remove("checkpoint");
        });
        fixture.session->wait(fixture.session->run(twoTrials(), {}));
        SQLite::Database database((fixture.folder.path() / "undertone.db").string());
        SQLite::Statement query(database, "SELECT key, bytes FROM artifact ORDER BY key");
        std::set<std::string> keys;
        while (query.executeStep()) {
            keys.insert(query.getColumn(0).getString());
            QCOMPARE(query.getColumn(1).getInt(), 5); // "stage"
        }
        QCOMPARE(keys.size(), std::size_t{2});
        QVERIFY(!keys.contains("checkpoint"));
    }

    /// What the program did not make, or another corpus has, stays when a corpus of its name is removed.
    void onlySpeechThatWasMadeHereGoesWithItsCorpus()
    {
        Fixture fixture;
        for (const char* made : {"made", "shared"})
            fixture.folder.write(std::string("corpora/") + made + "/SYNTHETIC.txt", "");
        for (const char* name : {"made", "shared", "brought", "elsewhere"})
            fixture.folder.write(std::string("corpora/") + name + "/clip.wav", "");
        const auto folderOf = [&](const char* name) { return fixture.folder.path() / "corpora" / name; };
        store::RunStore store(fixture.folder.path() / "undertone.db");
        for (const auto& [name, folder] :
             {std::pair("made", "made"), std::pair("shared", "shared"), std::pair("other", "shared"),
              std::pair("brought", "brought"), std::pair("elsewhere", "brought")}) {
            corpus::Corpus corpus;
            corpus.name = name;
            corpus.folder = folderOf(folder);
            store.saveCorpus(corpus, {});
        }
        for (const char* name : {"made", "shared", "brought", "elsewhere"})
            fixture.session->removeCorpus(name);
        QVERIFY(!std::filesystem::exists(folderOf("made")));
        for (const char* name : {"shared", "brought", "elsewhere"})
            QVERIFY2(std::filesystem::exists(folderOf(name) / "clip.wav"), name);
        fixture.session->removeCorpus("other"); // now nobody has it, but "other" was not made under its name
        QVERIFY(std::filesystem::exists(folderOf("shared") / "clip.wav"));
        const auto made = fixture.session->wait(fixture.session->makeDemoCorpus("brought", 2, 1));
        QVERIFY(made.kind == JobEventKind::Failed && made.error->code() == ErrorCode::Conflict);
        QVERIFY(std::filesystem::exists(folderOf("brought") / "clip.wav"));
    }

    void exportsNameWhatThereIs()
    {
        Fixture fixture;
        const auto id = fixture.session->wait(fixture.session->run(twoTrials(), {})).experimentId;
        for (const auto& name : fixture.session->figureNames())
            for (const char* format : {"csv", "tex", "json"})
                QVERIFY(!fixture.session->figureText(id, name, format).empty());
        for (const auto& name : fixture.session->tableNames())
            for (const char* format : {"csv", "tex", "md", "json", "text"})
                QVERIFY(!fixture.session->tableText(id, name, format).empty());
        QVERIFY(QString::fromStdString(fixture.session->rowsText(id)).trimmed().startsWith("["));
        for (const auto& action :
             {std::function<void()>([&] { fixture.session->figure(id, "none"); }),
              std::function<void()>([&] { fixture.session->table(id, "none"); }),
              std::function<void()>([&] { fixture.session->figure(id, "leaks", "swept"); }),
              std::function<void()>([&] { fixture.session->figure(id, "tradeoff", "none"); }),
              std::function<void()>([&] { fixture.session->figure(id, "tradeoff", "sigma"); }),
              std::function<void()>([&] { fixture.session->figureText(id, "leaks", "x"); })})
            QVERIFY(codeOf(action) == ErrorCode::InvalidRequest);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_Session.moc"
