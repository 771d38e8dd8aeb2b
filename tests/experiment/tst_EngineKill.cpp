#include "core/base/File.h"
#include "core/store/ArtifactStore.h"
#include "tests/experiment/StudyFixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include <set>

using namespace undertone;

namespace {

using Edits = std::vector<std::pair<std::string, std::string>>;

/// What the clients train: the emotion classifier, or an encoder and its adversary.
Edits editsOf(std::string_view what)
{
    Edits edits{{"sweep", R"({"attack.probes": ["random", "eigenvectors"]})"}};
    if (what == "classifier")
        edits.insert(edits.end(), {{"federation.rounds", "200"}, {"model.hidden", "[64, 32]"}});
    else
        edits.insert(edits.end(), {{"federation.rounds", "60"},
                                   {"model", "{}"},
                                   {"evaluation.folds", "2"},
                                   {"representation",
                                    R"({"inputs": ["features"], "attackers": ["shallow", "centroid"]})"}});
    return edits;
}

/// The program that is killed: runs the study on the artifacts in a folder and leaves what it found there.
int runStudy(const std::filesystem::path& folder, std::string_view what)
{
    const tests::ToyStudy study;
    store::ArtifactStore artifacts(folder / "artifacts");
    tests::MemorySink sink;
    study.run(study.spec(editsOf(what)), sink, artifacts, 2, {}, 0.01);
    base::writeFileAtomically(folder / "result", sink.text());
    return 0;
}

std::set<std::string> filesIn(const std::filesystem::path& folder)
{
    std::set<std::string> files;
    std::error_code vanished;
    for (std::filesystem::recursive_directory_iterator it(folder, vanished), end; it != end;
         it.increment(vanished))
        if (it->is_regular_file(vanished))
            files.insert(it->path().filename().string());
    return files;
}

} // namespace

class TestEngineKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKilledStudyEndsAsIfItHadNotBeen_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("classifier") << "classifier";
        QTest::newRow("encoder") << "encoder";
    }
    void aKilledStudyEndsAsIfItHadNotBeen()
    {
        QFETCH(QString, what);
        const tests::TemporaryFolder whole;
        const tests::TemporaryFolder killed;
        QProcess uninterrupted;
        start(uninterrupted, whole, what);
        QVERIFY(uninterrupted.waitForFinished(300000));
        QCOMPARE(uninterrupted.exitCode(), 0);
        int kills = 0;
        for (std::size_t wanted = 3; kills < 8; wanted += 4) {
            QProcess child;
            start(child, killed, what);
            while (child.state() == QProcess::Running && filesIn(killed.path() / "artifacts").size() < wanted)
                child.waitForFinished(2);
            if (child.state() != QProcess::Running)
                break;
            child.kill();
            QVERIFY(child.waitForFinished());
            ++kills;
        }
        QVERIFY(kills >= 3);
        QProcess last;
        start(last, killed, what);
        QVERIFY(last.waitForFinished(300000));
        QCOMPARE(last.exitCode(), 0);
        QCOMPARE(base::readFile(killed.path() / "result"), base::readFile(whole.path() / "result"));
        static const QRegularExpression checkpoint("\\.checkpoint-[0-9a-f]+\\.artifact$");
        for (const auto& file : filesIn(killed.path() / "artifacts"))
            QVERIFY2(!checkpoint.match(QString::fromStdString(file)).hasMatch(), file.c_str());
    }

private:
    static void start(QProcess& process, const tests::TemporaryFolder& folder, const QString& what)
    {
        process.start(QCoreApplication::applicationFilePath(),
                      {"--run-study", QString::fromStdString(folder.path().string()), what});
        QVERIFY(process.waitForStarted());
    }
};

int main(int argc, char** argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "--run-study")
        return runStudy(argv[2], argv[3]);
    QCoreApplication app(argc, argv);
    TestEngineKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_EngineKill.moc"
