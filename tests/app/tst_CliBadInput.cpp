#include "core/base/File.h"
#include "tests/app/CliRunner.h"
#include "tests/app/SmallCorpora.h"
#include "tests/support/Restrictions.h"

#include <QRegularExpression>
#include <QtTest>

#include <unistd.h>

#include <fstream>

using namespace undertone;
using tests::Cli;
using tests::CliResult;

namespace {

/// A workspace beside a folder for inputs.
struct Fixture
{
    tests::TemporaryFolder folder;
    Cli cli{folder.path() / "workspace"};

    CliResult import(const std::filesystem::path& corpus, const QString& name = "one",
                     const std::function<void()>& restrict = {}) const
    {
        return cli.run(
            {"corpus", "import", QString::fromStdString(corpus.string()), "--name", name, "--json"},
            restrict);
    }
    std::filesystem::path manifest(std::string_view text) const
    {
        return folder.write("corpus/manifest.csv", text).parent_path();
    }
    bool isEmpty() const
    {
        const auto corpora = cli.run({"corpus", "list", "--json"}).json();
        const auto studies = cli.run({"history", "list", "--json"}).json();
        return corpora["corpora"].isArray() && corpora["corpora"].toArray().isEmpty() &&
               studies["experiments"].isArray() && studies["experiments"].toArray().isEmpty();
    }
};

/// What every error shows: its status, and on both outputs what happened, where, and what to do.
void verifyError(const CliResult& result, int status, const char* code, const QString& what,
                 const QString& where)
{
    QCOMPARE(result.status, status);
    const auto error = result.json()["error"].toObject();
    QCOMPARE(error["code"].toString(), QString(code));
    QVERIFY2(error["happened"].toString().contains(what), qPrintable(result.out));
    QVERIFY2(error["where"].toString().contains(where), qPrintable(result.out));
    QVERIFY(!error["remedy"].toString().isEmpty());
    QVERIFY2(result.err.contains("error: " + error["happened"].toString()), qPrintable(result.err));
    QVERIFY(result.err.contains("remedy: " + error["remedy"].toString()));
}

std::string specText(const std::string& members)
{
    return R"({"format": 1, "name": "Bad", "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]},
               "emotions": ["neu", "hap"], "evaluation": {"folds": 1}, "federation": {"rounds": 2})" +
           members + "}";
}

} // namespace

class TestCliBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manifests_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        QTest::newRow("empty") << QByteArray("") << "no header";
        QTest::newRow("header alone") << QByteArray("path,speaker,gender,emotion\n") << "";
        QTest::newRow("missing column") << QByteArray("path,speaker,emotion\na.wav,s,neu\n") << "gender";
        QTest::newRow("wrong gender") << QByteArray("path,speaker,gender,emotion\na.wav,s,Q,neu\n") << "Q";
        QTest::newRow("short row") << QByteArray("path,speaker,gender,emotion\na.wav,s\n") << "Row 2";
    }

    void manifests()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, what);
        const Fixture fixture;
        fixture.folder.write("corpus/a.wav", tests::toneWav(200, 1, 1));
        const auto result = fixture.import(fixture.manifest(text.toStdString()));
        verifyError(result, 2, "invalid-corpus", what, "manifest.csv");
        QVERIFY(fixture.isEmpty());
    }

    void audio_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto wav = QByteArray::fromStdString(tests::toneWav(200, 1, 1));
        QTest::newRow("truncated") << wav.left(wav.size() / 2);
        auto lying = wav;
        lying.replace(40, 4, QByteArray("\x00\x00\x00\x7f", 4));
        QTest::newRow("lying about its length") << lying;
        QTest::newRow("not audio") << QByteArray("These are words.");
    }

    void audio()
    {
        QFETCH(QByteArray, bytes);
        const Fixture fixture;
        fixture.folder.write("corpus/a.wav", bytes.toStdString());
        const auto result = fixture.import(fixture.manifest("path,speaker,gender,emotion\na.wav,s,F,neu\n"));
        QVERIFY2(result.status == 1 || result.status == 2, qPrintable(result.out));
        QVERIFY2(result.out.contains("a.wav"), qPrintable(result.out));
        QVERIFY(!result.json()["error"].toObject()["remedy"].toString().isEmpty());
        QVERIFY(fixture.isEmpty());
    }

    void oneBadFileAmongGoodOnesIsReportedAndLeftOut()
    {
        const Fixture fixture;
        const auto corpus = tests::writeSmallCorpus(fixture.folder, "corpus", 2, 2);
        const auto broken = corpus / "0-neu-0.wav";
        const auto whole = base::readFile(broken);
        fixture.folder.write("corpus/0-neu-0.wav", whole.substr(0, whole.size() / 2));
        const auto result = fixture.import(corpus);
        QCOMPARE(result.status, 0);
        const auto report = result.json()["report"].toObject();
        QCOMPARE(report["utterances"].toInt(), 7);
        bool isNamed = false;
        for (const auto finding : report["findings"].toArray())
            isNamed = isNamed || (finding.toObject()["kind"] == "unreadable" &&
                                  finding.toObject()["subject"].toString() == "0-neu-0.wav");
        QVERIFY2(isNamed, qPrintable(result.out));
    }

    void specifications_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("where");
        QTest::newRow("misspelt key") << QByteArray::fromStdString(specText(R"(, "atack": {})")) << "atack"
                                      << "spec.json";
        QTest::newRow("no JSON") << QByteArray("{\"format\": 1,\n \"name\" }") << ""
                                 << "spec.json";
        QTest::newRow("one emotion") << QByteArray::fromStdString(specText(R"(, "emotions": ["neu"])")) << ""
                                     << "spec.json";
    }

    void specifications()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, what);
        QFETCH(QString, where);
        const Fixture fixture;
        const auto file = fixture.folder.write("spec.json", text.toStdString());
        const auto result = fixture.cli.run({"run", QString::fromStdString(file.string()), "--json"});
        verifyError(result, 2, "invalid-specification", what, where);
        QVERIFY(fixture.isEmpty());
    }

    void speakersThatCannotBeStudied_data()
    {
        QTest::addColumn<int>("speakers");
        QTest::addColumn<QByteArray>("change");
        QTest::newRow("one speaker") << 1 << QByteArray("");
        QTest::newRow("one class of the attribute") << 6 << QByteArray(",M,,F,");
        QTest::newRow("one emotion") << 6 << QByteArray(",hap,,neu,");
    }

    void speakersThatCannotBeStudied()
    {
        QFETCH(int, speakers);
        QFETCH(QByteArray, change);
        const Fixture fixture;
        for (const char* name : {"one", "two"}) {
            const auto corpus =
                tests::writeSmallCorpus(fixture.folder, name, static_cast<std::size_t>(speakers), 2);
            if (!change.isEmpty()) {
                auto manifest = QByteArray::fromStdString(base::readFile(corpus / "manifest.csv"));
                manifest.replace('\n', ",\n");
                const auto parts = change.split(',');
                manifest.replace("," + parts[1] + ",", "," + parts[3] + ",");
                manifest.replace(",\n", "\n");
                fixture.folder.write(std::filesystem::path(name) / "manifest.csv", manifest.toStdString());
            }
            QCOMPARE(fixture.import(corpus, name).status, 0);
        }
        const auto file = fixture.folder.write("spec.json", specText(""));
        const auto result = fixture.cli.run({"run", QString::fromStdString(file.string()), "--json"});
        verifyError(result, 2, "invalid-request", "", "");
        QVERIFY2(!QRegularExpression("(^|\n)study [0-9a-f]{12}").match(result.err).hasMatch(),
                 qPrintable(result.err));
        QVERIFY(fixture.cli.run({"history", "list", "--json"}).json()["experiments"].toArray().isEmpty());
    }

    void aNewerWorkspaceIsRefused()
    {
        const Fixture fixture;
        QVERIFY(fixture.isEmpty());
        const auto database = fixture.cli.workspace() / "undertone.db";
        // The header keeps user_version in its bytes 60 to 63.
        std::fstream stream(database, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(63);
        stream.put(99);
        stream.close();
        const auto before = base::readFile(database);
        const auto result = fixture.cli.run({"corpus", "list", "--json"});
        verifyError(result, 2, "newer-store", "newer", "undertone.db");
        QCOMPARE(base::readFile(database), before);
    }

    void aDamagedWorkspaceSaysSo()
    {
        const Fixture fixture;
        fixture.folder.write("workspace/undertone.db", std::string(5000, 'x'));
        verifyError(fixture.cli.run({"history", "--json"}), 1, "damaged-store", "damaged", "undertone.db");
    }

    void aReadOnlyDiskSaysSo()
    {
        const Fixture fixture;
        QVERIFY(fixture.isEmpty());
        const auto corpus = tests::writeSmallCorpus(fixture.folder, "corpus", 2, 2);
        {
            const tests::ReadOnlyFolder readOnly(fixture.cli.workspace());
            const auto result = fixture.import(corpus, "one", tests::withoutRootOverride);
            verifyError(result, 1, "storage-failed", "cannot be written", "undertone.db");
        }
        QVERIFY(fixture.isEmpty());
    }

    void aWorkspaceThatCannotBeMadeSaysSo()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.write("file", "x") / "workspace");
        verifyError(cli.run({"history", "--json"}), 1, "storage-failed", "folder", "workspace");
    }

    void aFullDiskStoresNothingHalf()
    {
        const Fixture fixture;
        QVERIFY(fixture.isEmpty());
        const auto corpus = tests::writeSmallCorpus(fixture.folder, "corpus", 40, 5);
        const auto result = fixture.import(corpus, "one", tests::fullDisk(64 << 10));
        verifyError(result, 1, "storage-failed", "", "undertone.db");
        QVERIFY(fixture.isEmpty());
        QCOMPARE(fixture.import(corpus).status, 0);
    }

    void aFullOutputIsAnError_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::newRow("text") << QStringList{"presets"} << 1;
        QTest::newRow("JSON") << QStringList{"presets", "--json"} << 1;
        QTest::newRow("help") << QStringList{"--help"} << 1;
        QTest::newRow("short JSON") << QStringList{"corpus", "list", "--json"} << 1;
        QTest::newRow("error") << QStringList{"history", "show", "abc"} << 2;
        QTest::newRow("error as JSON") << QStringList{"history", "show", "abc", "--json"} << 2;
    }

    void aFullOutputIsAnError()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        const Fixture fixture;
        const auto result = fixture.cli.run(arguments, tests::fullOutput(STDOUT_FILENO));
        QVERIFY2(result.status == status, qPrintable(QString::number(result.status) + result.err));
        QVERIFY2(result.err.startsWith("error: "), qPrintable(result.err));
        QCOMPARE(result.err.contains("The result cannot be written."), status == 1);
    }

    void notesThatCannotBeWrittenChangeNothing_data()
    {
        QTest::addColumn<bool>("isClosed");
        QTest::newRow("full") << false;
        QTest::newRow("closed") << true;
    }

    void notesThatCannotBeWrittenChangeNothing()
    {
        QFETCH(bool, isClosed);
        const Fixture fixture;
        const auto run = [&](const QStringList& arguments) {
            return fixture.cli.run(arguments, isClosed ? std::function<void()>([] { ::close(STDERR_FILENO); })
                                                       : tests::fullOutput(STDERR_FILENO));
        };
        QCOMPARE(run({"history", "show", "abc"}).status, 2);
        const auto error = run({"history", "show", "abc", "--json"});
        QCOMPARE(error.status, 2);
        QCOMPARE(error.json()["error"].toObject()["code"].toString(), QString("not-found"));
        QCOMPARE(run({"presets"}).out, fixture.cli.run({"presets"}).out);
    }

    void wrongCommands_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no command") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"fly"};
        QTest::newRow("unknown option") << QStringList{"run", "--fast"};
        QTest::newRow("nothing to run") << QStringList{"run"};
        QTest::newRow("unknown preset") << QStringList{"run", "--preset", "none"};
        QTest::newRow("no such file") << QStringList{"run", "/nonexistent/spec.json"};
        QTest::newRow("a change without a value")
            << QStringList{"run", "--preset", "demo", "--set", "federation.rounds"};
        for (const char* threads : {"0", "1025", "-1", "many"})
            QTest::newRow((std::string("threads ") + threads).c_str())
                << QStringList{"run", "--preset", "demo", "--threads", threads};
        QTest::newRow("unknown device") << QStringList{"run", "--preset", "demo", "--device", "abacus"};
        QTest::newRow("no such study") << QStringList{"history", "show", "abc"};
        QTest::newRow("nothing to resume") << QStringList{"resume"};
        QTest::newRow("nothing to export") << QStringList{"export", "abc"};
        QTest::newRow("no such corpus") << QStringList{"corpus", "show", "none"};
        QTest::newRow("no such corpus for features")
            << QStringList{"features", "extract", "none", "--set", "functionals"};
        QTest::newRow("no such folder") << QStringList{"corpus", "import", "/nonexistent", "--name", "x"};
        QTest::newRow("no such layout")
            << QStringList{"corpus", "import", "FOLDER", "--layout", "none", "--name", "x"};
        QTest::newRow("a name that cannot be") << QStringList{"corpus", "import", "FOLDER", "--name", "../x"};
    }

    void wrongCommands()
    {
        QFETCH(QStringList, arguments);
        const Fixture fixture;
        fixture.manifest("path,speaker,gender,emotion\n");
        arguments.replaceInStrings("FOLDER",
                                   QString::fromStdString((fixture.folder.path() / "corpus").string()));
        const auto result = fixture.cli.run(arguments << "--json");
        QVERIFY2(result.status == 2, qPrintable(result.out + result.err));
        QVERIFY(!result.json()["error"].toObject()["remedy"].toString().isEmpty());
        QVERIFY(fixture.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "tst_CliBadInput.moc"
