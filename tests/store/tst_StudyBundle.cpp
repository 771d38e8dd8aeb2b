#include "core/base/ContentHash.h"
#include "core/base/Error.h"
#include "core/base/File.h"
#include "core/base/ZipFile.h"
#include "core/store/BundleTable.h"
#include "core/store/RunStore.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/Restrictions.h"
#include "tests/support/TemporaryFolder.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cmath>
#include <set>

using namespace undertone;

namespace {

constexpr const char* tables[] = {"membership_audit",
                                  "trial",
                                  "round",
                                  "utility",
                                  "speaker_utility",
                                  "cell",
                                  "client_score",
                                  "leakage",
                                  "privacy_event",
                                  "privacy_reading",
                                  "warning",
                                  "tag",
                                  "note"};

/// Two studies with everything, and an empty workspace to take them to.
struct Fixture
{
    Fixture()
    {
        for (auto* id : {&first, &second}) {
            *id = store.createExperiment(tests::exampleSpec());
            const auto sink = store.sink(*id);
            for (const char* trial : {"t1", "t2"}) {
                sink->trialStarted(tests::exampleTrial(trial, trial[1] == '1' ? 0 : 1));
                for (std::size_t round = 0; round < 3; ++round) {
                    sink->roundFinished(trial, tests::exampleRound(round));
                    sink->privacySpent(trial, tests::exampleRoundPrivacy(round));
                }
                sink->utilityFound(trial, tests::exampleUtility());
                auto cell = tests::exampleCell("first", 1);
                cell.clients[1].scores.push_back({0.25, -0.25});
                sink->cellFound(trial, cell, {"F", "M"});
                sink->trialFinished(trial);
            }
            sink->warningFound("few speakers");
            auto row = tests::exampleRow("first", 1, 2.0 / 3.0);
            row.privacy.epsilonNominal = HUGE_VAL;
            row.attackP = std::nullopt;
            sink->rowsAggregated({row});
            sink->progressed(1.0 / 3.0);
            store.setExtent(*id, 2, true);
        }
        store.setState(first, experiment::ExperimentState::Succeeded);
        store.addTag(first, "größer");
        store.setNote(first, "a note\nof two lines");
        store.setStarred(first, true);
        store.exportBundle({first, second}, bundle);
    }

    std::string dump(const std::filesystem::path& database, const std::string& id) const
    {
        SQLite::Database connection(database.string());
        std::string text;
        for (const char* table : tables) {
            const std::string of =
                std::string(table) == "client_score" ? "cell IN (SELECT c.number FROM cell c JOIN trial t ON "
                                                       "t.number = c.trial JOIN experiment e ON "
                                                       "e.number = t.experiment WHERE e.id = ?)"
                : SQLite::Statement(connection,
                                    fmt::format("SELECT 1 FROM pragma_table_info('{}') WHERE name = "
                                                "'experiment'",
                                                table))
                        .executeStep()
                    ? "experiment = (SELECT number FROM experiment WHERE id = ?)"
                    : "trial IN (SELECT t.number FROM trial t JOIN experiment e ON e.number = t.experiment "
                      "WHERE e.id "
                      "= ?)";
            SQLite::Statement query(connection,
                                    fmt::format("SELECT * FROM {} WHERE {} ORDER BY 1, 2", table, of));
            query.bind(1, id);
            while (query.executeStep()) {
                for (int i = 0; i < query.getColumnCount(); ++i) {
                    const std::string name = query.getColumnName(i);
                    if (name != "number" && name != "experiment" && name != "trial" && name != "cell")
                        text += query.getColumn(i).getString() + "|";
                }
                text += "\n";
            }
        }
        return text;
    }

    std::string everything() const
    {
        SQLite::Database connection(otherFile.string());
        std::string text;
        for (const char* table : tables)
            text += fmt::format(
                "{} ", connection.execAndGet(fmt::format("SELECT COUNT(*) FROM {}", table)).getInt());
        return text + std::to_string(other.experiments().size());
    }

    /// Imports the bundle with its entries changed; their checksums are made to fit.
    std::optional<Error> errorAfter(const std::function<void(base::ZipEntries&)>& change, bool fitted = true)
    {
        auto entries = base::readZip(bundle, 1U << 26);
        change(entries);
        if (fitted && entries.contains("manifest.json")) {
            auto manifest =
                QJsonDocument::fromJson(QByteArray::fromStdString(entries["manifest.json"])).object();
            QJsonObject files;
            for (const auto& [name, text] : entries)
                if (name != "manifest.json")
                    files[QString::fromStdString(name)] =
                        QJsonObject{{"sha256", QString::fromStdString(base::sha256(text))}};
            manifest["files"] = files;
            if (!manifest.isEmpty() && manifest.contains("format"))
                entries["manifest.json"] = QJsonDocument(manifest).toJson().toStdString();
        }
        const auto changed = folder.path() / "changed.zip";
        base::writeZip(changed, entries);
        return errorOf(changed);
    }

    std::optional<Error> errorOf(const std::filesystem::path& archive)
    {
        try {
            other.importBundle(archive);
        } catch (const Error& error) {
            return error;
        }
        return std::nullopt;
    }

    tests::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "undertone.db";
    std::filesystem::path otherFile = folder.path() / "other.db";
    std::filesystem::path bundle = folder.path() / "bundle.zip";
    store::RunStore store{file};
    store::RunStore other{otherFile};
    std::string first, second;
};

void replace(std::string& text, const std::string& what, const std::string& with)
{
    const auto at = text.find(what);
    QVERIFY2(at != std::string::npos, what.c_str());
    text.replace(at, what.size(), with);
}

} // namespace

class TestStudyBundle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyArrivesWhole()
    {
        Fixture fixture;
        const auto contents = fixture.other.importBundle(fixture.bundle);
        QCOMPARE(contents.imported, (std::vector<std::string>{fixture.first, fixture.second}));
        QVERIFY(contents.present.empty());
        for (const auto& id : {fixture.first, fixture.second}) {
            QCOMPARE(fixture.dump(fixture.otherFile, id), fixture.dump(fixture.file, id));
            QCOMPARE(fixture.other.specification(id), fixture.store.specification(id));
        }
        const auto summary = fixture.other.experiment(fixture.first).summary;
        QVERIFY(summary.starred && summary.synthetic);
        QCOMPARE(summary.tags, (std::vector<std::string>{"größer"}));
        QCOMPARE(summary.note, std::string("a note\nof two lines"));
        QCOMPARE(summary.corpora, (std::vector<std::string>{"one"}));
        QCOMPARE(summary.epsilonLow, std::optional(HUGE_VAL));
        QCOMPARE(summary.fraction, 1.0 / 3.0);
        QCOMPARE(summary.created, fixture.store.experiment(fixture.first).summary.created);
        QCOMPARE(fixture.other.experiments({.search = "größer"}).size(), std::size_t{1});
        QVERIFY(fixture.other.privacyLedgers(fixture.first)[0].rounds ==
                fixture.store.privacyLedgers(fixture.first)[0].rounds);
    }

    void whatWasRunningIsInterruptedAndCanBeClaimed()
    {
        Fixture fixture;
        fixture.other.importBundle(fixture.bundle);
        QVERIFY(fixture.other.state(fixture.second) == experiment::ExperimentState::Interrupted);
        QVERIFY(fixture.other.state(fixture.first) == experiment::ExperimentState::Succeeded);
        fixture.other.claim(fixture.second);
    }

    void importingTwiceMakesNoDouble()
    {
        Fixture fixture;
        fixture.other.importBundle(fixture.bundle);
        const auto before = fixture.everything();
        fixture.other.setDeleted(fixture.second, true);
        const auto again = fixture.other.importBundle(fixture.bundle);
        QVERIFY(again.imported.empty());
        QCOMPARE(again.present.size(), std::size_t{2});
        fixture.other.setDeleted(fixture.second, false);
        QCOMPARE(fixture.everything(), before);
        const auto home = fixture.store.importBundle(fixture.bundle);
        QCOMPARE(home.present.size(), std::size_t{2});
    }

    void noTableOfAStudyIsForgotten()
    {
        Fixture fixture;
        SQLite::Database database(fixture.file.string());
        SQLite::Statement query(
            database, "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) "
                      "WHERE m.type = 'table' ORDER BY 1");
        // Facts follow from the specification; artifacts do not travel; utterances belong to corpora.
        const std::set<std::string> others = {"study_fact", "artifact", "utterance"};
        std::set<std::string> wanted;
        while (query.executeStep())
            if (!others.contains(query.getColumn(0).getString()))
                wanted.insert(query.getColumn(0).getString());
        std::set<std::string> travelling;
        for (const auto& table : store::bundleTables())
            travelling.insert(table.name);
        travelling.erase("experiment");
        QCOMPARE(travelling, wanted);
    }

    void theSameStudiesGiveTheSameFile()
    {
        Fixture fixture;
        const auto again = fixture.folder.path() / "again.zip";
        fixture.store.exportBundle({fixture.first, fixture.second.substr(0, 8), fixture.first}, again);
        QVERIFY(base::readFile(again) == base::readFile(fixture.bundle));
    }

    void badBundlesAreRefusedWhole_data()
    {
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("said");
        QTest::newRow("no manifest") << 0 << "no manifest.json";
        QTest::newRow("another format") << 1 << "no bundle";
        QTest::newRow("a newer version") << 2 << "newer version";
        QTest::newRow("a newer schema") << 3 << "newer version";
        QTest::newRow("a wrong checksum") << 4 << "checksum";
        QTest::newRow("a missing file") << 5 << "missing";
        QTest::newRow("a file too many") << 6 << "not in its manifest";
        QTest::newRow("no JSON") << 7 << "parse error";
        QTest::newRow("an unknown column") << 8 << "column";
        QTest::newRow("a text for a number") << 9 << "no whole number";
        QTest::newRow("a short row") << 10 << "length";
        QTest::newRow("an unknown state") << 11 << "unknown state";
        QTest::newRow("an unknown trial") << 12 << "cannot be taken over";
        QTest::newRow("a broken confusion") << 13 << "cannot be taken over";
        QTest::newRow("another specification") << 14 << "specification";
        QTest::newRow("a label beyond the classes") << 15 << "classes";
        QTest::newRow("no study") << 16 << "does not list its studies";
        QTest::newRow("no row of the study") << 17 << "missing";
    }
    void badBundlesAreRefusedWhole()
    {
        QFETCH(int, change);
        QFETCH(QString, said);
        Fixture fixture;
        const auto before = fixture.everything();
        const bool fitted = change < 4 || change > 6;
        const auto error = fixture.errorAfter(
            [&](base::ZipEntries& entries) {
                const auto of = [&](const char* table) -> std::string& {
                    return entries.at(fixture.second + "/" + table + ".json"); // the first one is in by then
                };
                auto& manifest = entries.at("manifest.json");
                switch (change) {
                case 0:
                    entries.erase("manifest.json");
                    break;
                case 1:
                    replace(manifest, "undertone-bundle", "other");
                    break;
                case 2:
                    replace(manifest, "\"version\": 1", "\"version\": 2");
                    break;
                case 3:
                    replace(manifest, "\"schema\": ", "\"schema\": 9");
                    break;
                case 4:
                    of("round") += " ";
                    break;
                case 5:
                    entries.erase(fixture.second + "/round.json");
                    break;
                case 6:
                    entries["more"] = "x";
                    break;
                case 7:
                    of("round").resize(40);
                    break;
                case 8:
                    replace(of("round"), "training_loss", "training_less");
                    break;
                case 9:
                    replace(of("experiment"), ",2,", ",\"2\",");
                    break;
                case 10:
                    replace(of("warning"), ",\"few speakers\"", "");
                    break;
                case 11:
                    replace(of("experiment"), "\"queued\"", "\"dancing\"");
                    break;
                case 12:
                    replace(of("utility"), "[[", "[[7");
                    break;
                case 13:
                    replace(of("speaker_utility"), "[[7,0],[2,0]]", "[[7],[2,0]]");
                    break;
                case 14:
                    replace(entries.at(fixture.second + "/specification.json"), "Example", "Sample");
                    break;
                case 15:
                    replace(of("client_score"), "\"y\",1,1,", "\"y\",1,7,");
                    break;
                case 16:
                    replace(manifest, fixture.second, "../../etc/passwd");
                    break;
                default:
                    entries.erase(fixture.second + "/experiment.json");
                }
            },
            fitted);
        QVERIFY(error);
        QVERIFY2(error->isRequestError(), error->what());
        QVERIFY2(QString(error->what()).contains(said), error->what());
        QVERIFY(QString::fromStdString(error->where()).contains("changed.zip"));
        QCOMPARE(fixture.everything(), before);
    }

    void whatIsNoZipFileIsRefused()
    {
        Fixture fixture;
        const auto bytes = base::readFile(fixture.bundle);
        for (const auto& text :
             {std::string(), std::string("PK"), bytes.substr(0, bytes.size() / 2), bytes.substr(9)}) {
            const auto error = fixture.errorOf(fixture.folder.write("bad.zip", text));
            QVERIFY(error && error->code() == ErrorCode::InvalidRequest);
        }
        const auto missing = fixture.errorOf(fixture.folder.path() / "none.zip");
        QVERIFY(missing && missing->code() == ErrorCode::NotFound);
        QCOMPARE(fixture.other.experiments().size(), std::size_t{0});
    }

    void aZipFileIsBoundedAndNamesAreUnique()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "big.zip";
        base::writeZip(file, {{"zeros", std::string(1 << 20, '\0')}, {"empty", ""}});
        QVERIFY(std::filesystem::file_size(file) < 5000);
        QCOMPARE(base::readZip(file, 1U << 20).at("zeros").size(), std::size_t{1} << 20);
        QVERIFY(base::readZip(file, 1U << 20).at("empty").empty());
        try {
            base::readZip(file, (1U << 20) - 1);
            QFAIL("too much");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::InvalidRequest);
        }
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        Fixture fixture;
        std::filesystem::create_directory(fixture.folder.path() / "locked");
        const tests::ReadOnlyFolder locked(fixture.folder.path() / "locked");
        const tests::WithoutRootOverride restricted;
        try {
            fixture.store.exportBundle({fixture.first}, fixture.folder.path() / "locked" / "b.zip");
            QFAIL("written");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::StorageFailed);
        }
    }
};

QTEST_GUILESS_MAIN(TestStudyBundle)
#include "tst_StudyBundle.moc"
