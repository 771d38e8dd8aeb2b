#include "core/base/File.h"
#include "tests/app/CliRunner.h"
#include "tests/app/SmallCorpora.h"

#include <QtTest>

using namespace undertone;
using tests::Cli;

namespace {

QString text(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

} // namespace

class TestCliCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corporaAreImportedListedShownAndRemoved()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        const auto corpus = tests::writeSmallCorpus(folder, "corpus", 4, 3);
        const auto imported = cli.run({"corpus", "import", text(corpus), "--name", "small", "--json"});
        QCOMPARE(imported.status, 0);
        QCOMPARE(imported.json()["report"].toObject()["utterances"].toInt(), 24);
        QCOMPARE(imported.json()["synthetic"].toBool(), false);
        const auto listed = cli.run({"corpus", "list", "--json"}).json()["corpora"].toArray();
        QCOMPARE(listed.size(), 1);
        QCOMPARE(listed[0].toObject()["speakers"].toInt(), 4);
        const auto shown = cli.run({"corpus", "show", "small"});
        QVERIFY2(shown.out.contains("24 utterances") && shown.out.contains("gender: F 2, M 2"),
                 qPrintable(shown.out));
        QCOMPARE(cli.run({"corpus", "show", "small", "--json"}).json(), imported.json());
        QCOMPARE(cli.run({"corpus", "remove", "small"}).status, 0);
        QVERIFY(std::filesystem::exists(corpus / "manifest.csv"));
        QVERIFY(cli.run({"corpus", "list"}).out.contains("No corpus yet"));
    }

    void featuresAreExtractedAndImported()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        const auto corpus = tests::writeSmallCorpus(folder, "corpus", 2, 1);
        QCOMPARE(cli.run({"corpus", "import", text(corpus), "--name", "small"}).status, 0);
        const auto out = folder.path() / "features.csv";
        const auto extracted =
            cli.run({"features", "extract", "small", "--set", "functionals", "--out", text(out), "--json"});
        QCOMPARE(extracted.status, 0);
        QCOMPARE(extracted.json()["out"].toString(), text(out));
        const auto lines = QString::fromStdString(base::readFile(out)).trimmed().split('\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[1].split(',').size(), 989);
        QCOMPARE(cli.run({"features", "import", "small", "--set", "mine", text(out)}).status, 0);
        const auto back = folder.path() / "back.csv";
        QCOMPARE(cli.run({"features", "extract", "small", "--set", "mine", "--out", text(back)}).status, 0);
        QCOMPARE(base::readFile(back), base::readFile(out));
        const auto frames = folder.path() / "frames.npy";
        QCOMPARE(cli.run({"features", "extract", "small", "--set", "logmel"}).status, 0);
        QCOMPARE(cli.run({"features", "extract", "small", "--set", "logmel", "--out", text(frames)}).status,
                 0);
        const auto index = QString::fromStdString(base::readFile(frames.string() + ".index.csv"));
        QVERIFY2(index.startsWith("path,first_row,rows\n"), qPrintable(index));
    }

    void presetsAreSpecificationsToStartFrom()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        const auto presets = cli.run({"presets", "--json"}).json()["presets"].toArray();
        QVERIFY(presets.size() >= 3);
        QCOMPARE(cli.run({"presets", "list"}).out, cli.run({"presets"}).out);
        const auto shown = cli.run({"presets", "show", "demo"});
        QCOMPARE(QJsonDocument::fromJson(shown.out.toUtf8()).object()["format"].toInt(), 1);
        // Listing presets needs no workspace.
        QVERIFY(!std::filesystem::exists(cli.workspace()));
    }

    void demoSpeechIsMadeAndRemoved()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        const auto made = cli.run({"corpus", "demo", "--name", "tiny", "--speakers", "2", "--json"});
        QVERIFY2(made.status == 0, qPrintable(made.err));
        QCOMPARE(made.json()["synthetic"].toBool(), true);
        QCOMPARE(made.json()["report"].toObject()["utterances"].toInt(), 80);
        QVERIFY(std::filesystem::exists(cli.workspace() / "corpora" / "tiny" / "manifest.csv"));
        QVERIFY(cli.run({"corpus", "list"}).out.contains("(synthetic)"));
        const auto again = cli.run({"corpus", "demo", "--name", "tiny", "--speakers", "2"});
        QCOMPARE(again.status, 2);
        QCOMPARE(cli.run({"corpus", "remove", "tiny"}).status, 0);
        QVERIFY(!std::filesystem::exists(cli.workspace() / "corpora" / "tiny"));
    }

    void helpAndVersionAreNoErrors()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        QCOMPARE(cli.run({"--help"}).status, 0);
        QVERIFY(cli.run({"run", "--help"}).out.contains("--preset"));
        QCOMPARE(cli.run({"--version"}).status, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliCommands)
#include "tst_CliCommands.moc"
