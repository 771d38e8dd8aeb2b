#include "app/MainWindow.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/NewStudyDialog.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/JobsBar.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/plots/FigureView.h"

#include <QAction>
#include <QLabel>
#include <QtTest>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 100000;

const char* const document = R"({
  "format": 1, "name": "Small", "private": {"corpora": ["demo-a"]},
  "shadow": {"corpora": ["demo-b"], "federations": 2}, "federation": {"rounds": 12, "client_fraction": 0.5},
  "evaluation": {"folds": 1, "seeds": [8]}, "sweep": {"model.dropout": [0, 0.5]}})";

} // namespace

/// The window with the real engine: it is loaded when the study needs it, trains and attacks.
class TestWindowStudy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStudyOfSyntheticSpeechFillsEveryFigure()
    {
        const tests::TemporaryFolder folder, settings;
        qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(settings.path().string()));
        {
            session::Session session(folder.path(), session::loadEngine);
            session.wait(session.makeDemoCorpus("demo-a", 6, 1));
            session.wait(session.makeDemoCorpus("demo-b", 6, 2));
        }
        app::MainWindow window;
        window.show();
        window.open(QString::fromStdString(folder.path().string()), {}, session::loadEngine);
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QAction*>("new-study")->isEnabled(), patience);
        const auto file = folder.write("study.json", document);
        window.openSpecification(QString::fromStdString(file.string()));
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<NewStudyDialog*>(), patience);
        Q_EMIT window.findChild<NewStudyDialog*>()->runWanted(experiment::parseSpec(document, "test"));
        auto& jobs = *window.findChild<JobsBar*>();
        auto& plots = *window.findChild<PlotsPanel*>();
        QTRY_VERIFY_WITH_TIMEOUT(jobs.isBusy(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isBusy(), patience);
        QVERIFY(!window.findChild<ErrorBar*>()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(
            plots.view("leaks").figure().caption.find("dropout 0.5") != std::string::npos, patience);
        QTRY_COMPARE_WITH_TIMEOUT(plots.view("tradeoff").figure().series.size(), std::size_t{1 + 4 + 2 + 1},
                                  patience);
        QCOMPARE(plots.view("layers").figure().heatmap->cells.size(), std::size_t{4 * 2});
        QCOMPARE(plots.view("training").figure().series.front().points.size(), std::size_t{12});
        QVERIFY(plots.view("leaks").figure().warnings.front().find("Synthetic") != std::string::npos);
    }
};

QTEST_MAIN(TestWindowStudy)
#include "tst_WindowStudy.moc"
