#include "core/base/File.h"
#include "tests/app/CliRunner.h"
#include "tests/app/SmallCorpora.h"

#include <QJsonArray>
#include <QSet>
#include <QtTest>

using namespace undertone;
using tests::Cli;

namespace {

QString text(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

/// Transcripts of 12 speakers, with words of emotion and gender.
std::filesystem::path writeTranscripts(const tests::TemporaryFolder& folder, const std::string& name = "talk")
{
    std::string manifest = "path,speaker,gender,emotion,text\n";
    for (int s = 0; s < 12; ++s)
        for (int u = 0; u < 10; ++u) {
            const std::string id = name + std::to_string(s);
            manifest += id + "u" + std::to_string(u) + "," + id + "," + (s % 2 ? "M" : "F") + "," +
                        (u % 2 ? "ang" : "neu") + ",\"" + (u % 2 ? "furious" : "calm") + " " +
                        (s % 2 ? "sir" : "madam") + " well\"\n";
        }
    folder.write(name + "/manifest.csv", manifest);
    return folder.path() / name;
}

const char* specification = R"({"format": 1, "name": "Small", "kind": "representation",
    "private": {"corpora": ["talk"]}, "emotions": ["neu", "ang"], "attack": {"leaked_updates": [1, "all"]},
    "representation": {"inputs": ["text"], "epochs": 6, "batch_size": 16, "learning_rate": 0.01,
        "encoder": {"gru_layers": 1, "gru_units": 8, "dense_units": 8, "word_dimensions": 8},
        "adversary": [{"attribute": "gender", "lambda": 0.5}], "attackers": ["linear", "centroid"]},
    "evaluation": {"folds": 3, "seeds": [8]}, "sweep": {"representation.adversary.0.lambda": [0, 0.5]}})";

const char* federated = R"({"format": 1, "name": "Small", "kind": "federation",
    "private": {"corpora": ["talk"]}, "shadow": {"corpora": ["chat"], "federations": 1}, "emotions": ["neu", "ang"],
    "federation": {"rounds": 6, "client_fraction": 0.5, "learning_rate": 0.01},
    "attack": {"leaked_updates": [1, "all"], "repeats": 2},
    "representation": {"inputs": ["text"], "encoder": {"gru_layers": 1, "gru_units": 8, "dense_units": 8},
        "attackers": ["linear", "centroid"]},
    "evaluation": {"folds": 2, "seeds": [8]}})";

} // namespace

class TestCliRepresentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyIsRunAndItsEncoderUsed()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        const auto talk = writeTranscripts(folder);
        QCOMPARE(cli.run({"corpus", "import", text(talk), "--name", "talk"}).status, 0);
        const auto spec = text(folder.write("spec.json", specification));
        const auto ran = cli.run({"run", spec, "--threads", "1", "--json"});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        const auto rows = ran.json()["rows"].toArray();
        QCOMPARE(rows.size(), 2 * 2 * 3 * 2);
        const auto first = rows.first().toObject();
        QCOMPARE(first["layer"].toString(), QString("embedding"));
        QCOMPARE(first["attack"].toString(), QString("strongest"));
        QVERIFY(first["federation"].isNull());
        QCOMPARE(first["sweep"].toObject()["representation.adversary.0.lambda"].toDouble(-1), 0.0);
        QVERIFY(first["ser_uar"].toDouble() > 0.5);
        const auto id = ran.json()["experiment"].toString();

        const auto encoder = text(folder.path() / "encoder.pt");
        const auto exported = cli.run(
            {"export", id, "--encoder", "--at", "representation.adversary.0.lambda=0.5", "--out", encoder});
        QVERIFY2(exported.status == 0, qPrintable(exported.err));
        const auto vectors = folder.path() / "vectors.csv";
        const auto applied = cli.run({"represent", "talk", "--encoder", encoder, "--out", text(vectors)});
        QVERIFY2(applied.status == 0, qPrintable(applied.err));
        const auto lines = QString::fromStdString(base::readFile(vectors)).trimmed().split('\n');
        QCOMPARE(lines.size(), 121);
        QVERIFY(lines.first().startsWith("path,f1,") && lines.first().endsWith(",f8"));
        // The same text is the same vector.
        QCOMPARE(lines[1].section(',', 1), lines[3].section(',', 1));
        QVERIFY(lines[1].section(',', 1) != lines[2].section(',', 1));

        QCOMPARE(cli.run({"features", "import", "talk", "--set", "learned", encoder}).status, 0);
        const auto onVectors =
            cli.run({"run", spec, "--json", "--set", "representation.inputs=[\"features\"]", "--set",
                     "features.set=learned", "--set", "sweep={}"});
        QVERIFY2(onVectors.status == 0, qPrintable(onVectors.err));
        const auto leakage = cli.run({"export", id, "--table", "leakage", "--format", "csv"});
        QCOMPARE(leakage.status, 0);
    }

    /// The clients of a federation train the encoder; others get the global model.
    void aFederationOfEncodersIsRun()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        for (const char* name : {"talk", "chat"})
            QCOMPARE(
                cli.run({"corpus", "import", text(writeTranscripts(folder, name)), "--name", name}).status,
                0);
        const auto words =
            text(folder.write("words.txt", "furious 1 0 0\ncalm 0 1 0\nsir 0 0 1\nmadam 0 0 -1\n"));
        const auto spec = text(folder.write("spec.json", federated));
        const auto setting = "representation.encoder.word_vectors=\"" + words + "\"";
        const auto learned = cli.run({"run", spec});
        QCOMPARE(learned.status, 2);
        QVERIFY2(learned.err.contains("agree on the words"), qPrintable(learned.err));
        const auto ran = cli.run({"run", spec, "--set", setting, "--threads", "1", "--json"});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QSet<QString> layers;
        for (const auto& row : ran.json()["rows"].toArray()) {
            QCOMPARE(row.toObject()["federation"].toString(), QString("fedavg"));
            layers.insert(row.toObject()["layer"].toString());
        }
        QVERIFY(layers.contains("adversary") && layers.contains("embedding") && layers.contains("first"));
        const auto encoder = text(folder.path() / "global.pt");
        const auto id = ran.json()["experiment"].toString();
        const auto exported = cli.run({"export", id, "--encoder", "--out", encoder});
        QVERIFY2(exported.status == 0, qPrintable(exported.err));
        QCOMPARE(cli.run({"represent", "chat", "--encoder", encoder, "--out", text(folder.path() / "v.csv")})
                     .status,
                 0);
    }

    void wrongRequestsSayWhy()
    {
        const tests::TemporaryFolder folder;
        const Cli cli(folder.path() / "workspace");
        cli.run({"corpus", "import", text(writeTranscripts(folder)), "--name", "talk"});
        const auto spec = text(folder.write("spec.json", specification));
        const auto acoustic = cli.run({"run", spec, "--set", "representation.inputs=[\"acoustic\"]"});
        QCOMPARE(acoustic.status, 2);
        QVERIFY(acoustic.err.contains("transcripts alone"));
        QCOMPARE(cli.run({"history", "list", "--json"}).json()["experiments"].toArray().size(), 0);

        const auto bad = text(folder.write("bad.pt", "no TorchScript"));
        const auto vectors = folder.path() / "vectors.npy";
        const auto represented = cli.run({"represent", "talk", "--encoder", bad, "--out", text(vectors)});
        QVERIFY(represented.status != 0);
        QVERIFY(represented.err.contains("bad.pt"));
        QVERIFY(!std::filesystem::exists(vectors));
        QVERIFY(cli.run({"features", "import", "talk", "--set", "x", bad}).status != 0);
        QCOMPARE(cli.run({"represent", "talk", "--encoder", bad, "--out", "v.txt"}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliRepresentation)
#include "tst_CliRepresentation.moc"
