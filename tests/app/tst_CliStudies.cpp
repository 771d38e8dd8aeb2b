#include "core/base/File.h"
#include "tests/app/CliRunner.h"
#include "tests/app/SmallCorpora.h"

#include <QtTest>

#include <algorithm>

#include <cmath>
#include <csignal>

using namespace undertone;
using tests::Cli;
using tests::CliResult;

namespace {

QString text(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

/// Two small corpora and a study of them that takes some seconds.
struct Fixture
{
    Fixture()
    {
        corpora[0] = tests::writeSmallCorpus(folder, "one", 8, 6);
        corpora[1] = tests::writeSmallCorpus(folder, "two", 8, 6);
        spec = text(folder.write("spec.json", R"({"format": 1, "name": "Small",
            "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"], "federations": 2},
            "emotions": ["neu", "hap"], "features": {"set": "functionals"},
            "federation": {"algorithm": "fedavg", "rounds": 40, "client_fraction": 0.5},
            "attack": {"layers": ["first", "last"], "leaked_updates": [1, "all"], "repeats": 2},
            "evaluation": {"folds": 1, "seeds": [8, 9]}, "sweep": {"model.dropout": [0, 0.5]}})"));
    }

    Cli workspace(const char* name) const
    {
        const Cli cli(folder.path() / name);
        cli.run({"corpus", "import", text(corpora[0]), "--name", "one"});
        cli.run({"corpus", "import", text(corpora[1]), "--name", "two"});
        return cli;
    }

    tests::TemporaryFolder folder;
    std::filesystem::path corpora[2];
    QString spec;
};

QJsonArray studies(const Cli& cli)
{
    return cli.run({"history", "list", "--json"}).json()["experiments"].toArray();
}

std::size_t filesBelow(const std::filesystem::path& folder, const std::string& ending = {})
{
    std::size_t files = 0;
    std::error_code vanished;
    for (std::filesystem::recursive_directory_iterator it(folder, vanished), end; it != end;
         it.increment(vanished))
        if (it->is_regular_file(vanished) && it->path().string().ends_with(ending))
            ++files;
    return files;
}

/// Of the stages that have finished: without their checkpoints, and without the segments of their traces, of
/// which there are more the longer a stage took.
std::size_t artifactsOf(const Cli& cli)
{
    std::size_t finished = 0;
    std::error_code vanished;
    for (std::filesystem::recursive_directory_iterator it(cli.workspace() / "artifacts", vanished), end;
         it != end; it.increment(vanished))
        if (const auto name = it->path().filename().string(); name.ends_with(".artifact"))
            finished += std::count(name.begin(), name.end(), '.') == 1 ? 1 : 0;
    return finished;
}

/// Waits until the studies of the workspace have made so many artifacts; false when the program ended before.
bool waitForArtifacts(const Cli& cli, QProcess& process, std::size_t artifacts)
{
    while (process.state() == QProcess::Running) {
        if (artifactsOf(cli) >= artifacts)
            return true;
        process.waitForFinished(2);
    }
    return false;
}

void verifyNothingIsLeftOver(const Cli& cli)
{
    QCOMPARE(filesBelow(cli.workspace() / "artifacts" / "temporary"), std::size_t{0});
    QCOMPARE(filesBelow(cli.workspace() / "artifacts" / "spool"), std::size_t{0});
    QCOMPARE(filesBelow(cli.workspace() / "features" / "temporary"), std::size_t{0});
    for (const auto& entry : std::filesystem::recursive_directory_iterator(cli.workspace() / "artifacts"))
        QVERIFY2(entry.path().string().find(".checkpoint") == std::string::npos, entry.path().c_str());
}

void verifyRows(const QJsonArray& rows)
{
    // Two points of the sweep, each with two layers at two numbers of leaked updates, and the ceiling.
    QCOMPARE(rows.size(), 10);
    for (const int ceiling : {4, 9}) {
        QCOMPARE(rows[ceiling].toObject()["attack"].toString(), QString("data"));
        QVERIFY(rows[ceiling].toObject()["layer"].isNull());
        QCOMPARE(rows[ceiling].toObject()["leaked_updates"].toString(), QString("all"));
    }
    for (const auto& entry : rows) {
        const auto row = entry.toObject();
        QVERIFY(row["sweep"].toObject().contains("model.dropout"));
        QCOMPARE(row["federation"].toString(), QString("fedavg"));
        QCOMPARE(row["attribute"].toString(), QString("gender"));
        QVERIFY(row["attack_uar_low"].toDouble() <= row["attack_uar"].toDouble());
        QVERIFY(row["attack_uar"].toDouble() <= row["attack_uar_high"].toDouble());
        QVERIFY(row["ser_uar"].toDouble() >= 0 && row["ser_uar"].toDouble() <= 1);
        QVERIFY(row.contains("epsilon_nominal") && row["epsilon_nominal"].isNull());
    }
}

} // namespace

class TestCliStudies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<Fixture>();
        const auto cli = m_fixture->workspace("reference");
        const auto result = cli.run({"run", m_fixture->spec, "--threads", "2", "--json"});
        QVERIFY2(result.status == 0, qPrintable(result.err));
        QCOMPARE(result.json()["state"].toString(), QString("succeeded"));
        m_id = result.json()["experiment"].toString();
        QVERIFY2(result.err.contains("study " + m_id + "\n"), qPrintable(result.err));
        m_rows = result.json()["rows"].toArray();
        verifyRows(m_rows);
        m_artifacts = artifactsOf(cli);
        verifyNothingIsLeftOver(cli);
    }

    void theResultIsInTheHistoryAndExported()
    {
        const Cli cli(m_fixture->folder.path() / "reference");
        const auto shown = cli.run({"history", "show", m_id, "--json"}).json();
        QCOMPARE(shown["state"].toString(), QString("succeeded"));
        QCOMPARE(shown["rows"].toArray(), m_rows);
        QCOMPARE(shown["trials_done"].toInt(), 4);
        const auto exported = cli.run({"export", m_id, "--table", "leakage", "--format", "json"});
        QCOMPARE(QJsonDocument::fromJson(exported.out.toUtf8()).array(), m_rows);
        for (const char* figure : {"tradeoff", "leaks", "layers", "training"})
            for (const char* format : {"csv", "tex", "json"}) {
                const auto out = m_fixture->folder.path() / "figure";
                const auto result =
                    cli.run({"export", m_id, "--figure", figure, "--format", format, "--out", text(out)});
                QVERIFY2(result.status == 0, qPrintable(result.err));
                QVERIFY(!base::readFile(out).empty());
            }
        QCOMPARE(cli.run({"export", m_id, "--figure", "none"}).status, 2);
        QCOMPARE(cli.run({"resume", m_id}).status, 2);
    }

    void anotherNumberOfWorkersAndAnotherWorkspaceGiveTheSame()
    {
        const auto cli = m_fixture->workspace("single");
        const auto result = cli.run({"run", m_fixture->spec, "--threads", "1", "--json"});
        QCOMPARE(result.json()["rows"].toArray(), m_rows);
    }

    void anAuditIsPrintedAndExported()
    {
        const auto cli = m_fixture->workspace("audited");
        const QStringList study = {
            "run",   m_fixture->spec,
            "--set", R"(audit={"canaries": 20, "leaked_updates": 1})",
            "--set", R"(privacy={"mechanism": "dp-fedavg-local", "epsilon": 4, "relation": "null"})"};
        const auto printed = cli.run(study);
        QVERIFY2(printed.status == 0, qPrintable(printed.err));
        QVERIFY(printed.out.contains("consistent"));
        QVERIFY(printed.out.contains("At 95 % confidence the canaries show an epsilon of at least"));
        const auto result = cli.run(study + QStringList{"--json"}).json();
        QCOMPARE(result["rows"].toArray().size(), m_rows.size());
        const auto audits = result["audits"].toArray();
        QVERIFY(!audits.isEmpty());
        for (const auto& audit : audits) {
            QVERIFY(std::abs(audit.toObject()["epsilon_accounted"].toDouble() - 4) < 1e-3);
            QCOMPARE(audit.toObject()["verdict"].toString(), QString("consistent"));
        }
        const auto id = result["experiment"].toString();
        const auto table = cli.run({"export", id, "--table", "audit", "--format", "json"});
        QCOMPARE(QJsonDocument::fromJson(table.out.toUtf8()).array(), audits);
        const auto figure = cli.run({"export", id, "--figure", "audit", "--format", "csv"});
        QVERIFY2(figure.out.contains("accounted epsilon"), qPrintable(figure.out));
    }

    void killedAndResumedGivesTheSame_data()
    {
        QTest::addColumn<double>("fraction");
        QTest::newRow("early") << 0.1;
        QTest::newRow("half") << 0.4;
        QTest::newRow("late") << 0.65;
    }

    void killedAndResumedGivesTheSame()
    {
        QFETCH(double, fraction);
        const auto cli = stoppedStudy(QTest::currentDataTag(), fraction, SIGKILL);
        QCOMPARE(studies(cli)[0].toObject()["state"].toString(), QString("interrupted"));
        const auto resumed = cli.run({"resume", "--threads", "1", "--json"});
        QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
        QCOMPARE(resumed.json()["rows"].toArray(), m_rows);
        QCOMPARE(studies(cli).size(), 1);
        verifyNothingIsLeftOver(cli);
    }

    void anInterruptCancelsAndCanBeResumed()
    {
        CliResult result;
        const auto cli = stoppedStudy("interrupted", 0.2, SIGINT, &result);
        QCOMPARE(result.status, 3);
        QCOMPARE(result.json()["state"].toString(), QString("cancelled"));
        QVERIFY2(result.err.contains("resume " + result.json()["experiment"].toString()),
                 qPrintable(result.err));
        const auto resumed = cli.run({"resume", "--json"});
        QCOMPARE(resumed.status, 0);
        QCOMPARE(resumed.json()["rows"].toArray(), m_rows);
    }

    /// A second signal, and be it another one, ends the program at once; what it had saved is gone on with.
    void aSecondSignalKills()
    {
        for (int attempt = 0;; ++attempt) {
            const auto cli = m_fixture->workspace(("impatient" + std::to_string(attempt)).c_str());
            const auto process = cli.start({"run", m_fixture->spec, "--threads", "2"});
            const auto pid = static_cast<pid_t>(process->processId());
            process->setReadChannel(QProcess::StandardError);
            QString notes;
            if (waitForArtifacts(cli, *process, m_artifacts / 5)) {
                ::kill(pid, SIGINT);
                while (!notes.contains("once more to kill") && process->waitForReadyRead(-1))
                    notes += QString::fromUtf8(process->readAllStandardError());
                ::kill(pid, SIGTERM);
            }
            if (Cli::finish(*process).status >= 0 && attempt < 10)
                continue; // it had stopped before the second signal came
            QVERIFY2(notes.contains("once more to kill"), qPrintable(notes));
            QVERIFY(process->exitStatus() == QProcess::CrashExit && process->exitCode() == SIGTERM);
            const auto resumed = cli.run({"resume", "--json"});
            QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
            QCOMPARE(resumed.json()["rows"].toArray(), m_rows);
            return;
        }
    }

    void twoProgramsShareAWorkspace()
    {
        const auto cli = m_fixture->workspace("shared");
        const auto first = cli.start({"run", m_fixture->spec, "--json"});
        const auto second = cli.start({"run", m_fixture->spec, "--json"});
        QVERIFY(waitForArtifacts(cli, *first, 1));
        const auto id = studies(cli)[0].toObject()["experiment"].toString();
        const auto refused = cli.run({"resume", id, "--json"});
        QCOMPARE(refused.status, 2);
        QCOMPARE(refused.json()["error"].toObject()["code"].toString(), QString("conflict"));
        for (auto* process : {first.get(), second.get()}) {
            const auto result = Cli::finish(*process);
            QVERIFY2(result.status == 0, qPrintable(result.err));
            QCOMPARE(result.json()["rows"].toArray(), m_rows);
        }
        QCOMPARE(studies(cli).size(), 2);
        QCOMPARE(artifactsOf(cli), m_artifacts);
        verifyNothingIsLeftOver(cli);
    }

    /// The other one goes on, whatever the killed one was writing.
    void oneOfTwoProgramsIsKilled()
    {
        const auto cli = m_fixture->workspace("widowed");
        const auto killed = cli.start({"run", m_fixture->spec, "--threads", "1"});
        const auto other = cli.start({"run", m_fixture->spec, "--threads", "1", "--json"});
        QVERIFY(waitForArtifacts(cli, *killed, m_artifacts / 3));
        killed->kill();
        Cli::finish(*killed);
        const auto result = Cli::finish(*other);
        QVERIFY2(result.status == 0, qPrintable(result.err));
        QCOMPARE(result.json()["rows"].toArray(), m_rows);
        QCOMPARE(studies(cli).size(), 2);
        const auto resumed = cli.run({"resume", "--json"});
        QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
        QCOMPARE(resumed.json()["rows"].toArray(), m_rows);
        QCOMPARE(artifactsOf(cli), m_artifacts);
        verifyNothingIsLeftOver(cli);
    }

    /// Between two runs the disk damages all that the first has stored.
    void damagedArtifactsAreMadeAgain()
    {
        const auto cli = m_fixture->workspace("damaged");
        const QStringList run = {"run", m_fixture->spec, "--json"};
        QCOMPARE(cli.run(run).status, 0);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(cli.workspace() / "artifacts"))
            if (entry.is_regular_file())
                std::filesystem::resize_file(entry.path(), entry.file_size() / 2);
        const auto again = cli.run(run);
        QVERIFY2(again.status == 0, qPrintable(again.err));
        QCOMPARE(again.json()["rows"].toArray(), m_rows);
        QVERIFY2(again.err.contains("damaged and is computed anew"), qPrintable(again.err));
        QCOMPARE(artifactsOf(cli), m_artifacts);
    }

    void historyIsTaggedNotedComparedAndBinned()
    {
        const Cli cli(m_fixture->folder.path() / "reference");
        const auto other = cli.run({"run", m_fixture->spec, "--set", "model.hidden=[8]", "--set",
                                    "name=\"Other\"", "--set", "attack.layers=[\"first\"]", "--json"});
        QVERIFY2(other.status == 0, qPrintable(other.err));
        const auto id = other.json()["experiment"].toString();
        QCOMPARE(cli.run({"history", "tag", id, "small"}).status, 0);
        QCOMPARE(cli.run({"history", "note", id, "eight units", "--json"}).json()["note"].toString(),
                 QString("eight units"));
        const auto difference = cli.run({"history", "diff", m_id, id, "--json"}).json();
        QStringList paths;
        for (const auto& entry : difference["specification"].toArray())
            paths << entry.toObject()["path"].toString();
        QVERIFY(paths.contains("name") && paths.contains("model.hidden"));
        QVERIFY(!paths.contains("federation.rounds"));
        QCOMPARE(difference["results"].toArray().size(), 4 + 2);
        QCOMPARE(cli.run({"history", "delete", id}).status, 0);
        QCOMPARE(studies(cli).size(), 1);
        QCOMPARE(cli.run({"history", "list", "--deleted", "--json"}).json()["experiments"].toArray().size(),
                 1);
        QCOMPARE(cli.run({"history", "restore", id}).status, 0);
        QCOMPARE(studies(cli)[0].toObject()["tags"].toArray()[0].toString(), QString("small"));
    }

    void aFullDiskFailsTheStudyWhichGoesOnLater()
    {
        const auto cli = m_fixture->workspace("full");
        const auto failed = cli.run({"run", m_fixture->spec, "--json"}, tests::fullDisk(512 << 10));
        QCOMPARE(failed.status, 1);
        QCOMPARE(failed.json()["error"].toObject()["code"].toString(), QString("storage-failed"));
        const auto all = studies(cli);
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].toObject()["state"].toString(), QString("failed"));
        QVERIFY2(failed.err.contains("resume " + all[0].toObject()["experiment"].toString()),
                 qPrintable(failed.err));
        const auto resumed = cli.run({"resume", "--json"});
        QVERIFY2(resumed.status == 0, qPrintable(resumed.err));
        QCOMPARE(resumed.json()["rows"].toArray(), m_rows);
    }

private:
    /// A workspace whose only study was stopped by the signal when it had made this share of its artifacts.
    Cli stoppedStudy(const std::string& name, double share, int signal, CliResult* result = nullptr) const
    {
        const auto wanted = static_cast<std::size_t>(share * static_cast<double>(m_artifacts)) + 1;
        for (int attempt = 0;; ++attempt) {
            auto cli = m_fixture->workspace((name + std::to_string(attempt)).c_str());
            const auto process = cli.start({"run", m_fixture->spec, "--threads", "2", "--json"});
            const bool wasThere = waitForArtifacts(cli, *process, wanted);
            if (wasThere)
                ::kill(static_cast<pid_t>(process->processId()), signal);
            const auto end = Cli::finish(*process);
            const bool wasStopped = wasThere && end.status != 0;
            if (!wasStopped && attempt < 10)
                continue; // a study that was faster than this loop
            if (result)
                *result = end;
            return cli;
        }
    }

    std::unique_ptr<Fixture> m_fixture;
    QString m_id;
    std::size_t m_artifacts = 0;
    QJsonArray m_rows;
};

QTEST_GUILESS_MAIN(TestCliStudies)
#include "tst_CliStudies.moc"
