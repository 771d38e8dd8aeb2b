#include "core/experiment/ExperimentSpec.h"
#include "core/store/RunStore.h"
#include "tests/app/CliRunner.h"
#include "tests/support/TemporaryFolder.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace undertone;
using tests::Cli;

namespace {

/// A workspace with three finished studies.
struct Fixture
{
    Fixture()
    {
        for (const char* name : {"First", "Second", "Third"}) {
            const auto json = QStringLiteral(R"({"format": 1, "name": "%1", "private": {"corpora": ["one"]},
                                                 "shadow": {"corpora": ["two"]}})")
                                  .arg(QLatin1String(name));
            const auto id = store.createExperiment(experiment::parseSpec(json.toStdString(), "test"));
            experiment::ResultRow row;
            row.attackUar.value = ids.isEmpty() ? 0.55 : 0.85;
            store.sink(id)->rowsAggregated({row});
            store.setState(id, experiment::ExperimentState::Succeeded);
            store.release(id);
            ids << QString::fromStdString(id);
        }
    }

    QStringList names(const QStringList& arguments) const
    {
        const auto result = cli.run(QStringList{"history", "--json"} + arguments);
        QStringList found;
        for (const auto& study : result.json()["experiments"].toArray())
            found << study.toObject()["name"].toString();
        return result.status == 0 ? found : QStringList{QString::number(result.status)};
    }

    QJsonObject changed(const QStringList& arguments) const
    {
        return cli.run(QStringList{"history"} + arguments + QStringList{"--json"}).json();
    }

    tests::TemporaryFolder folder;
    store::RunStore store{folder.path() / "undertone.db"};
    QStringList ids;
    Cli cli{folder.path()};
};

} // namespace

class TestCliHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void studiesAreChangedFoundAndSorted()
    {
        const Fixture fixture;
        QVERIFY(fixture.changed({"star", fixture.ids[1]})["starred"].toBool());
        QCOMPARE(fixture.changed({"rename", fixture.ids[2], "Last one"})["name"].toString(),
                 QString("Last one"));
        fixture.changed({"tag", fixture.ids[2], "draft"});
        fixture.changed({"note", fixture.ids[0], "the baseline"});
        QCOMPARE(fixture.names({}), (QStringList{"Last one", "Second", "First"}));
        QCOMPARE(fixture.names({"list", "--sort", "name"}), (QStringList{"First", "Last one", "Second"}));
        QCOMPARE(fixture.names({"--sort", "name", "--reverse"}),
                 (QStringList{"Second", "Last one", "First"}));
        QCOMPARE(fixture.names({"--filter", "attack_uar < 0.6"}), QStringList{"First"});
        QCOMPARE(fixture.names({"list", "--filter", "starred or tag = draft", "--sort", "name"}),
                 (QStringList{"Last one", "Second"}));
        QCOMPARE(fixture.names({"--search", "base"}), QStringList{"First"});
        QVERIFY(!fixture.changed({"unstar", fixture.ids[1]})["starred"].toBool());
        QVERIFY(fixture.changed({"untag", fixture.ids[2], "draft"})["tags"].toArray().isEmpty());
        QVERIFY(QString(fixture.cli.run({"history", "--filter", "starred"}).out).contains("No study fits."));
    }

    void aFilterThatMeansNothingIsAWrongRequest()
    {
        const Fixture fixture;
        const auto result = fixture.cli.run({"history", "--filter", "starred and atack_uar < 1", "--json"});
        QCOMPARE(result.status, 2);
        const auto error = result.json()["error"].toObject();
        QCOMPARE(error["where"].toString(), QString("filter, character 13"));
        QVERIFY(error["remedy"].toString().contains("attack_uar"));
        QCOMPARE(fixture.cli.run({"history", "--sort", "colour"}).status, 2);
    }

    void theBinIsEmptiedOnlyWhenConfirmed()
    {
        const Fixture fixture;
        fixture.changed({"delete", fixture.ids[0]});
        QCOMPARE(fixture.names({"--bin"}), QStringList{"First"});
        QCOMPARE(fixture.cli.run({"history", "empty-bin"}).status, 2);
        QCOMPARE(fixture.names({"--bin"}), QStringList{"First"});
        QCOMPARE(fixture.changed({"empty-bin", "--yes"})["removed"].toArray().size(), 1);
        QCOMPARE(fixture.names({"--bin"}), QStringList());
        QCOMPARE(fixture.names({}), (QStringList{"Third", "Second"}));
    }

    void studiesAreCompared()
    {
        const Fixture fixture;
        const auto compared = fixture.changed({"compare", fixture.ids[0], fixture.ids[1], fixture.ids[2]});
        QCOMPARE(compared["specification"].toArray()[0].toObject()["path"].toString(), QString("name"));
        const auto results = compared["results"].toArray()[0].toObject()["results"].toArray();
        QCOMPARE(results.size(), 3);
        const auto second = results[1].toObject();
        QVERIFY(std::abs(second["attack_uar_difference"].toDouble() - 0.3) < 1e-12);
        QCOMPARE(second["attack_uar_paired_speakers"].toInt(), 0);
        QVERIFY(results[0].toObject()["attack_uar_difference"].isNull());
        const auto text = fixture.cli.run({"history", "diff", fixture.ids[0], fixture.ids[1]});
        QVERIFY(text.status == 0 && text.out.contains("+0.300") && text.out.contains("not paired"));
        QCOMPARE(fixture.cli.run({"history", "compare", fixture.ids[0]}).status, 2);
        QCOMPARE(fixture.cli.run({"history", "compare", fixture.ids[0], fixture.ids[0]}).status, 2);
    }

    void studiesTravel()
    {
        const Fixture fixture;
        const tests::TemporaryFolder folder;
        const QString file = QString::fromStdString((folder.path() / "b.zip").string());
        QCOMPARE(fixture.changed({"export", fixture.ids[0], fixture.ids[1], "--out", file})["out"].toString(),
                 file);
        const Cli other(folder.path() / "workspace");
        const auto first = other.run({"history", "import", file, "--json"});
        QCOMPARE(first.json()["imported"].toArray().size(), 2);
        const auto again = other.run({"history", "import", file, "--json"});
        QCOMPARE(again.json()["imported"].toArray().size(), 0);
        QCOMPARE(again.json()["present"].toArray().size(), 2);
        QCOMPARE(other.run({"history", "--filter", "attack_uar < 0.6", "--json"})
                     .json()["experiments"]
                     .toArray()
                     .size(),
                 1);
        QCOMPARE(fixture.cli.run({"bundle", fixture.ids[0], "--out", file}).status, 0);
        const auto bad = fixture.cli.run(
            {"history", "import", QString::fromStdString(folder.write("x.zip", "no").string())});
        QVERIFY(bad.status == 2 && bad.err.contains("zip"));
    }

    void aRunNeedsOneSource()
    {
        const Fixture fixture;
        QCOMPARE(fixture.cli.run({"run", "--from", fixture.ids[0], "--preset", "demo"}).status, 2);
        const auto result = fixture.cli.run({"run", "--from", fixture.ids[0], "--json"});
        QCOMPARE(result.status, 2); // its corpora are not here
        QVERIFY(result.json()["error"].toObject()["happened"].toString().contains("\"one\""));
    }
};

QTEST_GUILESS_MAIN(TestCliHistory)
#include "tst_CliHistory.moc"
