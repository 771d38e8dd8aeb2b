#include "core/base/File.h"
#include "core/experiment/Sweep.h"
#include "core/store/RunStore.h"
#include "tests/figure/SampleRecord.h"
#include "tests/support/TemporaryFolder.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QtTest>

using namespace undertone;

namespace {

/// A workspace with one finished study: the sample's rows.
std::string addStudy(const std::filesystem::path& workspace)
{
    store::RunStore store(workspace / "undertone.db");
    const auto spec = experiment::parseSpec(R"({"format": 1, "name": "Study", "private": {"corpora": ["one"]},
        "shadow": {"corpora": ["two"]}, "evaluation": {"folds": 1, "seeds": [8]},
        "sweep": {"model.dropout": [0.0, 0.2, 0.5]}})",
                                            "test");
    const auto id = store.createExperiment(spec);
    const auto sink = store.sink(id);
    for (const auto& trial : experiment::expandTrials(spec)) {
        sink->trialStarted(trial);
        federation::RoundRecord record;
        record.validation = learning::ConfusionMatrix(4);
        sink->roundFinished(trial.id, record);
        sink->trialFinished(trial.id);
    }
    sink->rowsAggregated(tests::sampleRecord().rows);
    sink->flush();
    store.setState(id, experiment::ExperimentState::Succeeded);
    store.release(id);
    return id;
}

struct Outcome
{
    int status = -1;
    QString errors;
};

Outcome run(const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("QT_QPA_PLATFORM"); // the program chooses
    environment.remove("DISPLAY");
    process.setProcessEnvironment(environment);
    process.start(UNDERTONE_PROGRAM, arguments);
    process.waitForFinished(120000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

/// The real program, without a screen.
class TestExportProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_id = QString::fromStdString(addStudy(m_folder.path()));
        m_workspace = QString::fromStdString(m_folder.path().string());
    }

    void oneFigureGoesToAFile()
    {
        const QString out = m_workspace + "/leaks.pdf";
        const auto outcome = exporting({"--figure", "leaks", "--out", out});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("%PDF"));
    }

    void allFiguresGoToAFolderAndRepeat_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"pdf", "svg", "png", "tex", "csv", "md"})
            QTest::newRow(format) << format;
    }

    void allFiguresGoToAFolderAndRepeat()
    {
        QFETCH(QString, format);
        const auto folder = [&](int run) { return m_workspace + QString("/%1-%2").arg(format).arg(run); };
        for (int run = 0; run < 2; ++run) {
            const auto outcome = exporting({"--all", "--format", format, "--dpi", "100", "--width",
                                            "acm-column", "--points", "7", "--out", folder(run)});
            QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
            QTest::qWait(run == 0 ? 1100 : 0); // a date in a file would differ
        }
        const QStringList names = QDir(folder(0)).entryList(QDir::Files, QDir::Name);
        const bool isDrawn = format == "pdf" || format == "svg" || format == "png";
        for (const char* name : {"layers", "leaks", "tradeoff", "training"})
            QCOMPARE(names.contains(QString("%1.%2").arg(name, format)), format != "md");
        for (const char* name : {"table-leakage", "table-tradeoff"})
            QCOMPARE(names.contains(QString("%1.%2").arg(name, format)), !isDrawn);
        for (const auto& name : names)
            QCOMPARE(undertone::base::readFile((folder(0) + '/' + name).toStdString()),
                     undertone::base::readFile((folder(1) + '/' + name).toStdString()));
    }

    void theBeginningOfAnIdWillDo()
    {
        const QString out = m_workspace + "/prefix.csv";
        const auto outcome = run({"--workspace", m_workspace, "--export", m_id.left(4), "--figure", "leaks",
                                  "--beside", m_id.left(5), "--out", out});
        QCOMPARE(outcome.status, 2); // only the trade-off has studies beside
        const auto alone =
            run({"--workspace", m_workspace, "--export", m_id.left(4), "--figure", "leaks", "--out", out});
        QVERIFY2(alone.status == 0, qPrintable(alone.errors));
        const auto beside = run({"--workspace", m_workspace, "--export", m_id.left(4), "--figure", "tradeoff",
                                 "--beside", m_id.left(5), "--out", out});
        QVERIFY2(beside.status == 0, qPrintable(beside.errors));
    }

    void tablesAndTextsGoWithAll()
    {
        const auto outcome = exporting({"--all", "--format", "tex", "--out", m_workspace + "/t"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QCOMPARE(QDir(m_workspace + "/t").entryList(QDir::Files, QDir::Name),
                 (QStringList{"captions.txt", "frontier.tex", "layers.tex", "leaks.tex", "table-leakage.tex",
                              "table-tradeoff.tex", "tradeoff.tex", "training.tex"}));
        const QString table = m_workspace + "/one.md";
        QCOMPARE(exporting({"--table", "tradeoff", "--format", "md", "--out", table}).status, 0);
        const QString named = m_workspace + "/named.md";
        QCOMPARE(exporting({"--table", "tradeoff", "--out", named}).status, 0);
        QCOMPARE(undertone::base::readFile(named.toStdString()),
                 undertone::base::readFile(table.toStdString()));
        QFile file(table);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("| --- |"));
    }

    void boundsAndOtherStudiesAreDrawn()
    {
        const QString out = m_workspace + "/bounded.csv";
        const auto outcome = exporting({"--figure", "tradeoff", "--format", "csv", "--attack-bound", "95",
                                        "--loss-bound", "20", "--beside", m_id, "--out", out});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = file.readAll();
        QVERIFY(text.contains("bound,right,,0.95"));
        QVERIFY(text.contains("meets the bounds"));
    }

    void wrongRequestsEndWithStatus2AndWriteNothing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        QTest::newRow("figure") << QStringList{"--figure", "leak"} << "leaks";
        QTest::newRow("format") << QStringList{"--figure", "leaks", "--format", "jpeg"} << "svg";
        QTest::newRow("preset") << QStringList{"--figure", "leaks", "--width", "iee-column"} << "ieee-column";
        QTest::newRow("table") << QStringList{"--table", "leakage", "--format", "pdf"} << "tex";
        QTest::newRow("beside") << QStringList{"--figure", "leaks", "--beside", "0123"} << "no study";
        QTest::newRow("width") << QStringList{"--figure", "leaks", "--width", "1"} << "mm";
        QTest::newRow("font") << QStringList{"--figure", "leaks", "--font", "No such family"} << "font";
        QTest::newRow("neither") << QStringList{} << "--all";
        QTest::newRow("unknown") << QStringList{"--figure", "leaks", "--wdith", "80"} << "--wdith";
    }

    void wrongRequestsEndWithStatus2AndWriteNothing()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        const QString out = m_workspace + "/none.pdf";
        const auto outcome = exporting(arguments + QStringList{"--out", out});
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.errors.contains(word), qPrintable(outcome.errors));
        QVERIFY(!QFile::exists(out));
    }

    void aStudyThatIsNotThereIsNamed()
    {
        const auto outcome = run({"--workspace", m_workspace, "--export", "ffffffffffff", "--figure", "leaks",
                                  "--out", m_workspace + "/none.pdf"});
        QVERIFY(outcome.status == 1 || outcome.status == 2);
        QVERIFY(outcome.errors.contains("ffffffffffff"));
    }

private:
    Outcome exporting(const QStringList& arguments) const
    {
        return run(QStringList{"--workspace", m_workspace, "--export", m_id} + arguments);
    }

    tests::TemporaryFolder m_folder;
    QString m_id;
    QString m_workspace;
};

QTEST_GUILESS_MAIN(TestExportProgram)
#include "tst_ExportProgram.moc"
