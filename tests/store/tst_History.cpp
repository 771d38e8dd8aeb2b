#include "core/base/Error.h"
#include "core/store/FilterSql.h"
#include "core/store/RunStore.h"
#include "core/store/Schema.h"
#include "tests/store/StoreExamples.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>

using namespace undertone;
using experiment::ExperimentState;
using store::HistoryColumn;
using store::HistoryQuery;
using store::SortOrder;

namespace {

std::string specWith(const std::string& name, const std::vector<std::pair<std::string, std::string>>& values)
{
    auto json =
        experiment::setSpecValue(experiment::writeSpec(tests::exampleSpec()), "name", '"' + name + '"');
    for (const auto& [path, value] : values)
        json = experiment::setSpecValue(json, path, value);
    return json;
}

/// Four studies: two budgets, one without results, one with a swept defence.
struct Fixture
{
    Fixture()
    {
        plain = add("Plain RAVDESS", {{"sweep.model.dropout", "[0.1, 0.5]"}});
        udp =
            add("Größer: UDP", {{"private.corpora", R"(["emodb"])"}, {"sweep.model.dropout", "[0.2, 0.3]"}});
        waiting = add("Waiting", {{"private.corpora", R"(["emodb", "ravdess"])"}});
        swept = add("Defences", {{"sweep", R"({"privacy.mechanism": ["none", "secure-aggregation"]})"}});
        fill(plain, {row(0.9, {}, "0.1"), row(0.7, {}, "0.5"), ceiling()});
        fill(udp, {row(0.55, 10, "0.2"), row(0.65, 50, "0.2"), row(0.8, HUGE_VAL, "0.3")});
        fill(swept, {row(0.5, {}, "0.1")});
        store.setState(plain, ExperimentState::Succeeded);
        store.setState(udp, ExperimentState::Failed);
        store.setState(swept, ExperimentState::Running);
        store.setStarred(udp, true);
        store.addTag(udp, "draft");
        store.addTag(udp, "camera ready");
        store.addTag(plain, "Draft");
        store.setNote(plain, "the baseline of table 2");
    }

    std::string add(const std::string& name, const std::vector<std::pair<std::string, std::string>>& values)
    {
        return store.createExperiment(experiment::parseSpec(specWith(name, values), "test"));
    }

    static experiment::ResultRow row(double uar, std::optional<double> epsilon, const std::string& dropout)
    {
        auto made = tests::exampleRow("first", 1, uar);
        made.sweep = {{"model.dropout", dropout}};
        made.privacy.epsilonNominal = epsilon;
        made.serUar.value = uar / 2;
        return made;
    }

    static experiment::ResultRow ceiling()
    {
        auto made = tests::exampleRow("", 0, 0.99);
        made.attack = "data";
        return made;
    }

    void fill(const std::string& id, const std::vector<experiment::ResultRow>& rows)
    {
        const auto sink = store.sink(id);
        sink->trialStarted(tests::exampleTrial("t-" + id, 0));
        sink->trialFinished("t-" + id);
        sink->rowsAggregated(rows);
    }

    /// The names found, the oldest first.
    QStringList names(HistoryQuery query) const
    {
        if (query.sort == HistoryColumn::Created)
            query.order = SortOrder::Ascending;
        QStringList found;
        for (const auto& study : store.experiments(query))
            found << QString::fromStdString(study.name).section(' ', 0, 0);
        return found;
    }
    QStringList filtered(const std::string& filter) const { return names({.filter = filter}); }
    QStringList searched(const std::string& words) const { return names({.search = words}); }

    experiment::ExperimentSummary summary(const std::string& id) const
    {
        return store.experiment(id).summary;
    }

    tests::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "undertone.db";
    store::RunStore store{file};
    std::string plain, udp, waiting, swept;
};

std::optional<Error> errorOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// A database of the third schema with what users leave in it.
void writeThirdSchema(const std::filesystem::path& file)
{
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (std::size_t i = 0; i < 3; ++i)
        database.exec(store::schemaScripts().at(i));
    database.exec("PRAGMA user_version = 3");
    SQLite::Statement insert(database, "INSERT INTO experiment (id, name, specification, state, created, "
                                       "synthetic, deleted) VALUES (?, ?, ?, 'succeeded', ?, 0, ?)");
    const auto add = [&](const char* id, const char* name, const std::string& specification, int deleted) {
        insert.bind(1, id);
        insert.bind(2, name);
        insert.bind(3, specification);
        insert.bind(4, "2024-01-01T00:00:00Z");
        insert.bind(5, deleted);
        insert.exec();
        insert.reset();
    };
    add("00aa11bb22cc", "Old", specWith("Old", {{"private.corpora", R"(["ravdess"])"}}), 0);
    add("11aa11bb22cc", "Binned", "no JSON at all", 1);
    database.exec("INSERT INTO tag VALUES (1, 'paper'); INSERT INTO note VALUES (1, 'größer als sonst')");
    database.exec(
        "INSERT INTO leakage (experiment, position, point, federation, attribute, attack, adversary, layer, "
        "part, leaked_updates, attack_uar, ser_uar, clients, speakers, speakers_per_class, "
        "epsilon_nominal) VALUES "
        "(1, 0, '{}', 'fedavg', 'gender', 'second-moment', 'clean', 'first', 'both', 1, 0.7, 0.4, 2, 2, "
        "'[1,1]', 5), "
        "(1, 1, '{}', 'fedavg', 'gender', 'data', 'clean', '', 'both', 0, 0.95, 0.4, 2, 2, '[1,1]', "
        "9e999)");
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summariesSayWhatTheListShows()
    {
        const Fixture fixture;
        const auto udp = fixture.summary(fixture.udp);
        QVERIFY(udp.starred && !udp.deleted);
        QCOMPARE(udp.tags, (std::vector<std::string>{"camera ready", "draft"}));
        QCOMPARE(udp.corpora, (std::vector<std::string>{"emodb"}));
        QCOMPARE(udp.attackUar, std::optional(0.8));
        QCOMPARE(udp.serUar, std::optional(0.4));
        QCOMPARE(udp.epsilonLow, std::optional(10.0));
        QCOMPARE(udp.epsilonHigh, std::optional(HUGE_VAL));
        QCOMPARE(fixture.summary(fixture.plain).attackUar, std::optional(0.9)); // not the ceiling's
        QCOMPARE(fixture.summary(fixture.swept).mechanisms,
                 (std::vector<std::string>{"none", "secure-aggregation"}));
        const auto waiting = fixture.summary(fixture.waiting);
        QCOMPARE(waiting.corpora, (std::vector<std::string>{"emodb", "ravdess"}));
        QVERIFY(!waiting.attackUar && !waiting.serUar && !waiting.epsilonLow);
        for (const auto& listed : fixture.store.experiments()) {
            const auto alone = fixture.summary(listed.id);
            QCOMPARE(listed.tags, alone.tags);
            QCOMPARE(listed.corpora, alone.corpora);
            QCOMPARE(listed.mechanisms, alone.mechanisms);
            QCOMPARE(listed.trialsDone, alone.trialsDone);
            QCOMPARE(listed.note, alone.note);
        }
    }

    void filters_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char* filter, const QStringList& found) {
            QTest::newRow(filter) << filter << found;
        };
        const QStringList all = {"Plain", "Größer:", "Waiting", "Defences"};
        row("", all);
        row("attack_uar < 0.6", {"Größer:", "Defences"});
        row("attack_uar < 0.6 and epsilon <= 10", {"Größer:"});
        row("attack_uar > 0.6 and epsilon <= 10", {}); // of one row, not of two
        row("attack_uar < 0.6 and epsilon <= 10 and starred and tag = \"draft\"", {"Größer:"});
        row("epsilon = inf", {"Größer:"});
        row("epsilon < inf", {"Größer:"});
        row("epsilon > 50", {"Größer:"});
        row("not epsilon < inf", {"Größer:"}); // by its row without noise; unknown ones fulfil nothing
        row("starred or attack_uar < 0.51", {"Größer:", "Defences"});
        row("not starred", {"Plain", "Waiting", "Defences"});
        row("tag = DRAFT", {"Plain", "Größer:"});
        row("tag != draft", {"Waiting", "Defences"});
        row("tag ~ ready", {"Größer:"});
        row("not tag ~ a", {"Waiting", "Defences"});
        row("corpus = emodb", {"Größer:", "Waiting"});
        row("corpus = emodb and corpus = ravdess", {"Waiting"});
        row("shadow = two", all);
        row("mechanism = secure-aggregation", {"Defences"});
        row("state = failed or state = running", {"Größer:", "Defences"});
        row("state != succeeded", {"Größer:", "Waiting", "Defences"});
        row("name ~ 'GRößer'", {"Größer:"});
        row("name ~ 'GRÖßer'", {}); // SQLite folds ASCII only
        row("name = 'plain ravdess'", {"Plain"});
        row("note ~ baseline", {"Plain"});
        row("not note ~ baseline", {});
        row("created >= 2020", all);
        row("created < 2020-01-01", {});
        row("trials_done = 1", {"Plain", "Größer:", "Defences"});
        row("model.dropout = 0.3", {"Größer:"});
        row("model.dropout > 0.2 and attack_uar < 0.75", {"Plain"});
        row("federation.algorithm = fedavg", all);
        row("evaluation.folds = 5 and layer = first", {"Plain", "Größer:", "Defences"});
        row("attack = data", {"Plain"});
        row("leaked_updates = all", {"Plain"});
        row("leaked_updates < all", {"Plain", "Größer:", "Defences"});
        row("leaked_updates >= 2", {"Plain"});
        row("guarantee = none", {"Plain", "Größer:", "Defences"});
        row("model.dropout > 0.9", {});
        row("model.dropout = 0.1 and attack_uar > 0.8", {"Plain"});
        row("model.dropout = 0.5 and attack_uar > 0.8", {}); // of one row, not of two
        row("model.dropout = 0.2 and trials_done = 0", {"Waiting"});
        row("not model.dropout = 0.1", {"Plain", "Größer:", "Waiting"});
    }

    /// Rows are looked up by the number that is compared, and not at all where no value of a key is right.
    void filtersReadFewRows_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("plan");
        QTest::newRow("attack") << "attack_uar < 0.1"
                                << "leakage_by_attack_uar (experiment=? AND attack_uar<?)";
        QTest::newRow("utility") << "starred and ser_uar > 2"
                                 << "leakage_by_ser_uar (experiment=? AND ser_uar>?)";
        QTest::newRow("epsilon") << "epsilon = 7"
                                 << "leakage_by_epsilon (experiment=? AND epsilon_nominal=?)";
        QTest::newRow("key") << "model.dropout > 0.3 and layer = first"
                             << "SCAN json_each VIRTUAL TABLE";
    }
    void filtersReadFewRows()
    {
        static const Fixture fixture;
        QFETCH(QString, filter);
        QFETCH(QString, plan);
        SQLite::Database database(fixture.file.string());
        SQLite::Statement query(database,
                                "EXPLAIN QUERY PLAN SELECT number FROM experiment e WHERE " +
                                    store::filterSql(*store::parseFilter(filter.toStdString())).condition);
        QString steps;
        while (query.executeStep())
            steps += QString::fromStdString(query.getColumn(3).getString()) + '\n';
        QVERIFY2(steps.contains(plan), qPrintable(steps));
    }
    void filters()
    {
        static const Fixture fixture;
        QFETCH(QString, filter);
        QFETCH(QStringList, found);
        QCOMPARE(fixture.filtered(filter.toStdString()), found);
    }

    void aFilterThatMeansNothingIsAnError()
    {
        const Fixture fixture;
        const auto error = errorOf([&] { fixture.filtered("atack_uar < 1"); });
        QVERIFY(error && error->code() == ErrorCode::InvalidRequest);
        QCOMPARE(error->where(), std::string("filter, character 1"));
    }

    void wordsAreSearchedFor()
    {
        Fixture fixture;
        QCOMPARE(fixture.searched("ravd"), QStringList{"Plain"});
        QCOMPARE(fixture.searched("GROSSER"), QStringList());
        QCOMPARE(fixture.searched("groß"), QStringList{"Größer:"});
        QCOMPARE(fixture.searched("grö"), QStringList{"Größer:"});
        QCOMPARE(fixture.searched("draft"), (QStringList{"Plain", "Größer:"}));
        QCOMPARE(fixture.searched("draft udp"), QStringList{"Größer:"});
        QCOMPARE(fixture.searched("\"camera ready\""), QStringList{"Größer:"});
        QCOMPARE(fixture.searched("\"ready camera\""), QStringList());
        QCOMPARE(fixture.searched("\"the base"), QStringList{"Plain"});
        QCOMPARE(fixture.searched(fixture.waiting.substr(0, 9)), QStringList{"Waiting"});
        QCOMPARE(fixture.names({.filter = "starred", .search = "draft"}), QStringList{"Größer:"});
        for (const char* odd :
             {"--", "*", "\"", "NEAR(", "a AND", "(", "name:x", "\"\"\"", "'", "^", "-x", "{}", " "})
            fixture.searched(odd);
        QCOMPARE(fixture.searched("  -- "), (QStringList{"Plain", "Größer:", "Waiting", "Defences"}));
    }

    void theIndexFollowsEveryChange()
    {
        Fixture fixture;
        fixture.store.rename(fixture.waiting, "Zebra study");
        QCOMPARE(fixture.searched("waiting"), QStringList());
        QCOMPARE(fixture.searched("zebra"), QStringList{"Zebra"});
        fixture.store.setNote(fixture.plain, "another remark");
        QCOMPARE(fixture.searched("baseline"), QStringList());
        QCOMPARE(fixture.searched("remark"), QStringList{"Plain"});
        fixture.store.setNote(fixture.plain, "");
        QCOMPARE(fixture.searched("remark"), QStringList());
        fixture.store.removeTag(fixture.udp, "camera ready");
        QCOMPARE(fixture.searched("camera"), QStringList());
        QCOMPARE(fixture.summary(fixture.udp).tags, (std::vector<std::string>{"draft"}));
        fixture.store.discardExperiment(fixture.plain);
        QCOMPARE(fixture.searched("draft"), QStringList{"Größer:"});
        SQLite::Database database(fixture.file.string(), SQLite::OPEN_READWRITE);
        database.exec("INSERT INTO study_text(study_text) VALUES('integrity-check')");
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM study_text").getInt(), 3);
        QCOMPARE(
            database
                .execAndGet("SELECT COUNT(*) FROM study_text t JOIN study_words w ON w.experiment = t.rowid "
                            "AND w.name = t.name AND w.note = t.note AND w.tags = t.tags")
                .getInt(),
            3);
    }

    void aNewNameIsInTheSpecificationToo()
    {
        Fixture fixture;
        fixture.store.rename(fixture.plain, "A \"better\" name");
        QCOMPARE(fixture.summary(fixture.plain).name, std::string("A \"better\" name"));
        const auto spec = experiment::parseSpec(fixture.store.specification(fixture.plain), "test");
        QCOMPARE(spec.name, std::string("A \"better\" name"));
        QCOMPARE(experiment::writeSpec(spec), fixture.store.specification(fixture.plain));
        const auto error = errorOf([&] { fixture.store.rename(fixture.plain, ""); });
        QVERIFY(error && error->code() == ErrorCode::InvalidSpecification);
        QCOMPARE(fixture.summary(fixture.plain).name, std::string("A \"better\" name"));
    }

    void sorting()
    {
        const Fixture fixture;
        const auto by = [&](HistoryColumn column, SortOrder order) {
            return fixture.names({.sort = column, .order = order});
        };
        QCOMPARE(by(HistoryColumn::AttackUar, SortOrder::Descending),
                 (QStringList{"Plain", "Größer:", "Defences", "Waiting"}));
        QCOMPARE(by(HistoryColumn::AttackUar, SortOrder::Ascending),
                 (QStringList{"Defences", "Größer:", "Plain", "Waiting"}));
        QCOMPARE(by(HistoryColumn::Name, SortOrder::Ascending),
                 (QStringList{"Defences", "Größer:", "Plain", "Waiting"}));
        QCOMPARE(by(HistoryColumn::Epsilon, SortOrder::Ascending).front(), QString("Größer:"));
        QCOMPARE(by(HistoryColumn::Starred, SortOrder::Descending).front(), QString("Größer:"));
        QCOMPARE(by(HistoryColumn::Corpus, SortOrder::Ascending).mid(0, 2),
                 (QStringList{"Größer:", "Waiting"}));
        QCOMPARE(by(HistoryColumn::Mechanism, SortOrder::Descending).size(), 4);
        QCOMPARE(fixture.names({}), (QStringList{"Plain", "Größer:", "Waiting", "Defences"}));
        for (const auto& entry : store::historyColumns())
            QVERIFY(store::historyColumnNamed(entry.name) == entry.column);
        const auto error = errorOf([] { store::historyColumnNamed("colour"); });
        QVERIFY(error && error->remedy().find("attack_uar") != std::string::npos);
    }

    void theBinIsEmptiedForGood()
    {
        Fixture fixture;
        const auto refused = errorOf([&] { fixture.store.removeBinned({fixture.plain}); });
        QVERIFY(refused && refused->code() == ErrorCode::Conflict);
        for (const auto& id : {fixture.plain, fixture.udp}) {
            fixture.store.release(id);
            fixture.store.setDeleted(id, true);
        }
        const auto held = errorOf([&] { fixture.store.setDeleted(fixture.swept, true); });
        QVERIFY(held && held->code() == ErrorCode::Conflict); // this process holds it still
        QCOMPARE(fixture.filtered(""), (QStringList{"Waiting", "Defences"}));
        QCOMPARE(fixture.names({.bin = store::Bin::Inside}), (QStringList{"Plain", "Größer:"}));
        QCOMPARE(fixture.names({.filter = "attack_uar > 0.8", .bin = store::Bin::Inside}),
                 QStringList{"Plain"});
        const auto running = errorOf([&] { fixture.store.removeBinned({fixture.plain, fixture.swept}); });
        QVERIFY(running && running->code() == ErrorCode::Conflict);
        QCOMPARE(fixture.store.experiments({.bin = store::Bin::Inside}).size(), std::size_t{2});
        fixture.store.removeBinned({fixture.plain, fixture.udp});
        QVERIFY(fixture.names({.bin = store::Bin::Inside}).isEmpty());
        SQLite::Database database(fixture.file.string());
        QCOMPARE(database.execAndGet("SELECT COUNT(*) FROM tag").getInt(), 0);
        QCOMPARE(database.execAndGet("SELECT COUNT(DISTINCT experiment) FROM study_fact").getInt(), 2);
    }

    void tagsNeedAText()
    {
        Fixture fixture;
        QVERIFY(errorOf([&] { fixture.store.addTag(fixture.plain, " \t"); }));
        QCOMPARE(fixture.store.tags(), (std::vector<std::string>{"Draft", "camera ready", "draft"}));
    }

    void theRevisionTellsEveryChange()
    {
        Fixture fixture;
        const auto before = fixture.store.revision();
        fixture.store.experiments();
        QVERIFY(fixture.store.revision() == before);
        fixture.store.setStarred(fixture.plain, true);
        const auto after = fixture.store.revision();
        QVERIFY(after != before);
        store::RunStore other(fixture.file);
        QVERIFY(fixture.store.revision() == after);
        other.setStarred(fixture.plain, false);
        QVERIFY(fixture.store.revision() != after);
    }

    void anOlderHistoryIsTakenOver()
    {
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "undertone.db";
        writeThirdSchema(file);
        store::RunStore store(file);
        const auto studies = store.experiments();
        QCOMPARE(studies.size(), std::size_t{1});
        QCOMPARE(studies[0].corpora, (std::vector<std::string>{"ravdess"}));
        QCOMPARE(studies[0].mechanisms, (std::vector<std::string>{"none"}));
        QCOMPARE(studies[0].attackUar, std::optional(0.7));
        QCOMPARE(studies[0].epsilonLow, std::optional(5.0));
        QCOMPARE(studies[0].epsilonHigh, std::optional(HUGE_VAL));
        QVERIFY(!studies[0].starred);
        for (const char* words : {"old", "paper", "größer", "sonst"})
            QCOMPARE(store.experiments({.search = words}).size(), std::size_t{1});
        QCOMPARE(store.experiments({.filter = "corpus = ravdess and tag = paper"}).size(), std::size_t{1});
        QCOMPARE(store.experiments({.search = "binned", .bin = store::Bin::Inside}).size(), std::size_t{1});
        SQLite::Database database(file.string());
        QCOMPARE(database.execAndGet("SELECT tags || note FROM v_study").getString(),
                 std::string("papergrößer als sonst"));
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_History.moc"
