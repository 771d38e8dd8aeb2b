#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/store/RunStore.h"
#include "core/store/Schema.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <set>
#include <unistd.h>

using namespace undertone;

namespace {

/// A database as the first schema left it, with one study.
void writeFirstSchema(const std::filesystem::path& file)
{
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(store::schemaScripts().at(0));
    database.exec("PRAGMA user_version = 1");
    database.exec("INSERT INTO experiment (id, name, specification, state, created, synthetic) VALUES "
                  "('00aa11bb22cc', 'Old', '{\"emotions\":[\"neu\",\"hap\"]}', 'succeeded', "
                  "'2024-01-01T00:00:00Z', 0)");
}

std::optional<Error> errorOfOpening(const std::filesystem::path& file)
{
    try {
        store::RunStore opened(file);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

void overwrite(const std::filesystem::path& file, std::size_t from, std::size_t count)
{
    std::string bytes = base::readFile(file);
    for (std::size_t i = from; i < std::min(from + count, bytes.size()); ++i)
        bytes[i] = static_cast<char>((i * 2654435761U) >> 13);
    base::writeFileAtomically(file, bytes);
}

} // namespace

class TestSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOlderSchemaIsMigratedAndACopyKept()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeFirstSchema(file);
        QCOMPARE(store::RunStore(file).experiment("00aa11bb22cc").summary.name, std::string("Old"));
        SQLite::Database database(file.string());
        QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(),
                 static_cast<int>(store::schemaScripts().size()));
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM v_tradeoff").getInt(), 0);
        SQLite::Database copy((folder.path() / "undertone.schema1.db").string());
        QCOMPARE(copy.execAndGet("PRAGMA user_version").getInt(), 1);
        QCOMPARE(copy.execAndGet("SELECT name FROM experiment").getString(), std::string("Old"));
        QVERIFY(!copy.tableExists("v_tradeoff"));
    }

    /// Killed while it copied, the program tries again: nothing of the first attempt stays, but what another
    /// one that lives is writing does.
    void halfACopyDoesNotStay()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeFirstSchema(file);
        const auto living = "undertone.schema1.db." + std::to_string(::getppid());
        const std::string dead = "undertone.schema1.db.999999999";
        const std::vector<std::string> halves{dead, dead + "-journal",
                                              "undertone.schema1.db." + std::to_string(::getpid()), living};
        for (const auto& name : halves)
            folder.write(name, "half");
        QVERIFY(!errorOfOpening(file));
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            names.insert(entry.path().filename().string());
        QCOMPARE(names, (std::set<std::string>{"undertone.db", "undertone.schema1.db", living}));
        SQLite::Database copy((folder.path() / "undertone.schema1.db").string());
        QCOMPARE(copy.execAndGet("PRAGMA user_version").getInt(), 1);
    }

    /// The schema before membership games, with results in every table that it touches.
    void aStudyFromBeforeAuditsKeepsItsResultsAndCanGetOne()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeFirstSchema(file);
        {
            SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
            for (std::size_t schema = 1; schema < 4; ++schema)
                database.exec(store::schemaScripts().at(schema));
            database.exec("PRAGMA user_version = 4");
            database.exec("INSERT INTO trial (experiment, id, point, point_index, fold, seed, finished) "
                          "VALUES (1, 't1', '{}', 0, 0, 8, 1)");
            database.exec("INSERT INTO utility VALUES (1, 3, 0.5, 0.6, '[[1,2],[3,4]]')");
            database.exec("INSERT INTO privacy_event VALUES (1, 0, 0, 'udp', '{}')");
            database.exec("INSERT INTO warning (experiment, text) VALUES (1, 'few speakers')");
        }
        {
            store::RunStore opened(file);
            const auto before = opened.experiment("00aa11bb22cc");
            QCOMPARE(before.summary.trialsDone, std::size_t{1});
            QCOMPARE(before.warnings, (std::vector<std::string>{"few speakers"}));
            QVERIFY(before.audits.empty());
            const auto sink = opened.sink("00aa11bb22cc");
            experiment::TrialSpec trial;
            trial.id = "t1";
            trial.seed = 8;
            sink->trialStarted(trial);
            sink->auditFound("t1", tests::exampleAudit());
            sink->flush();
            QCOMPARE(opened.experiment("00aa11bb22cc").audits.size(), std::size_t{1});
        }
        SQLite::Database database(file.string());
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM v_audit").getInt(), 1);
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM trial").getInt(), 1);
        QCOMPARE(database.execAndGet("SELECT uar FROM utility").getDouble(), 0.5);
        QVERIFY(std::filesystem::exists(folder.path() / "undertone.schema4.db"));
    }

    /// The schema before representations, with a cell and its scores.
    void cellsFromBeforeRepresentationsKeepTheirScores()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeFirstSchema(file);
        {
            SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
            for (std::size_t schema = 1; schema < 5; ++schema)
                database.exec(store::schemaScripts().at(schema));
            database.exec("PRAGMA user_version = 5");
            database.exec("UPDATE experiment SET attribute_values = '[\"F\",\"M\"]'");
            database.exec("INSERT INTO trial (experiment, id, point, point_index, fold, seed, finished) "
                          "VALUES (1, 't1', '{}', 0, 0, 8, 1)");
            database.exec("INSERT INTO cell VALUES (7, 1, 'first', 'both', 5)");
            database.exec("INSERT INTO client_score VALUES (7, 0, 'ann', 3, 1, 5, '[[-2.5,2.5]]', '[0,1]')");
        }
        {
            store::RunStore opened(file);
            const auto results = opened.trialResults("00aa11bb22cc");
            QCOMPARE(results.size(), std::size_t{1});
            QCOMPARE(results[0].leakage.cells.size(), std::size_t{1});
            const auto& cell = results[0].leakage.cells[0];
            QCOMPARE(cell.layer, std::string("first"));
            QCOMPARE(cell.leakedUpdates, std::size_t{5});
            QVERIFY(cell.attribute.empty() && cell.attack.empty());
            QCOMPARE(cell.clients.at(0).speaker, std::string("ann"));
            QCOMPARE(cell.clients.at(0).scores, (std::vector<std::vector<double>>{{-2.5, 2.5}}));
        }
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
        QVERIFY(!database.tableExists("former_cell") && !database.tableExists("former_client_score"));
        database.exec("PRAGMA foreign_keys = ON; DELETE FROM cell");
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM client_score").getInt(), 0);
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM pragma_foreign_key_check").getInt(), 0);
    }

    void aNewDatabaseHasNoCopyBesideIt()
    {
        const tests::TemporaryFolder folder;
        QVERIFY(!errorOfOpening(folder.path() / "undertone.db"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
    }

    void aMigrationThatFailsChangesNothing()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeFirstSchema(file);
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("CREATE TABLE v_tradeoff (x)");
        const auto error = errorOfOpening(file);
        QVERIFY(error && error->code() == ErrorCode::Internal);
        SQLite::Database database(file.string());
        QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), 1);
        QVERIFY(!database.tableExists("v_leakage"));
    }

    void aNewerSchemaIsRefusedAndLeftAlone()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        {
            SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            database.exec("CREATE TABLE future (x); PRAGMA user_version = 99");
        }
        const auto error = errorOfOpening(file);
        QVERIFY(error && error->code() == ErrorCode::NewerStore);
        QCOMPARE(error->where(), file.string());
        QVERIFY(error->isRequestError());
        QVERIFY(!error->remedy().empty());
        SQLite::Database database(file.string());
        QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), 99);
        QVERIFY(!database.tableExists("experiment"));
    }

    void whatIsNoDatabaseIsDamage()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.write("undertone.db", std::string(10'000, 'x'));
        const auto error = errorOfOpening(file);
        QVERIFY(error && error->code() == ErrorCode::DamagedStore);
        QCOMPARE(error->where(), file.string());
        QVERIFY(!error->remedy().empty());
        QCOMPARE(base::readFile(file), std::string(10'000, 'x'));
    }

    void damagedPagesAreFoundWhenTheStoreIsOpened()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        QVERIFY(!errorOfOpening(file));
        overwrite(file, 4096 * 3, 4096 * 8);
        const auto error = errorOfOpening(file);
        QVERIFY(error && error->code() == ErrorCode::DamagedStore);
        QVERIFY(QString::fromStdString(error->remedy()).contains("recover"));
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_Schema.moc"
