#include "app/MainWindow.h"
#include "core/audio/AudioFile.h"
#include "core/experiment/Sweep.h"
#include "core/figure/ReferenceSpec.h"
#include "core/store/RunStore.h"
#include "tests/figure/SampleRecord.h"
#include "tests/session/FakeEngine.h"
#include "tests/support/TemporaryFolder.h"
#include "widgets/dialogs/ExportDialog.h"
#include "widgets/models/TableSpecModel.h"
#include "widgets/panels/CorporaPanel.h"
#include "widgets/panels/ErrorBar.h"
#include "widgets/panels/InspectorPanel.h"
#include "widgets/panels/PlotsPanel.h"
#include "widgets/panels/StudiesPanel.h"
#include "widgets/plots/ClipView.h"
#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/FigureView.h"
#include "widgets/plots/HeatmapPlottable.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace undertone;
using namespace undertone::widgets;

namespace {

constexpr int patience = 20000;

/// What the attack says of one client in the cell "first", both, n = 5.
attack::LeakageCell cellOf(double shift)
{
    attack::LeakageCell cell;
    cell.layer = "first";
    cell.leakedUpdates = 5;
    for (std::size_t i = 0; i < 4; ++i) {
        attack::ClientScore score;
        score.speaker = "speaker-" + std::to_string(i);
        score.client = i;
        score.label = i % 2;
        score.updates = 5;
        const double value = (i % 2 ? 1.0 : -1.0) + shift + 0.1 * static_cast<double>(i);
        score.scores = {{-value, value}};
        score.decisions = {value > 0 ? std::size_t{0} : std::size_t{1},
                           value > 0 ? std::size_t{1} : std::size_t{0}};
        cell.clients.push_back(score);
    }
    return cell;
}

std::string addStudy(store::RunStore& store, const std::string& name)
{
    const auto spec =
        experiment::parseSpec(R"({"format": 1, "name": ")" + name + R"(", "private": {"corpora": ["one"]},
            "shadow": {"corpora": ["two"]}, "evaluation": {"folds": 1, "seeds": [8]},
            "sweep": {"model.dropout": [0.0, 0.2, 0.5]}})",
                              "test");
    const auto id = store.createExperiment(spec);
    const auto sink = store.sink(id);
    double shift = 0;
    for (const auto& trial : experiment::expandTrials(spec)) {
        sink->trialStarted(trial);
        federation::RoundRecord record;
        record.validation = learning::ConfusionMatrix(4);
        sink->roundFinished(trial.id, record);
        sink->cellFound(trial.id, cellOf(shift += 0.25), {"F", "M"});
        sink->trialFinished(trial.id);
    }
    sink->rowsAggregated(tests::sampleRecord().rows);
    sink->flush();
    store.setState(id, experiment::ExperimentState::Succeeded);
    store.release(id);
    return id;
}

audio::Signal tone(double hertz)
{
    audio::Signal signal;
    for (int i = 0; i < 16000; ++i)
        signal.samples.push_back(
            static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * hertz * i / signal.sampleRate)));
    return signal;
}

/// Two clips of tones, and a third whose file is gone.
void addCorpus(store::RunStore& store, const std::filesystem::path& folder)
{
    corpus::Corpus corpus;
    corpus.name = "tones";
    corpus.folder = folder;
    corpus::ImportReport report;
    report.layout = "manifest";
    for (const char* name : {"high.wav", "low.wav", "missing.wav"}) {
        corpus::Utterance utterance;
        utterance.path = name;
        utterance.speaker = std::string("of-") + name;
        utterance.emotion = "neu";
        utterance.seconds = 1;
        utterance.attributes = {{"gender", name[0] == 'h' ? "F" : "M"}};
        corpus.utterances.push_back(utterance);
    }
    report.findings.push_back({corpus::FindingKind::Silent, "low.wav", "RMS -70 dBFS"});
    audio::writeAudio(folder / "high.wav", tone(300));
    audio::writeAudio(folder / "low.wav", tone(120));
    store.saveCorpus(corpus, report);
}

/// The real window on two studies and a corpus.
struct Fixture
{
    Fixture()
    {
        {
            store::RunStore store(folder.path() / "undertone.db");
            addCorpus(store, folder.path());
            other = addStudy(store, "Other");
            id = addStudy(store, "Study");
        }
        window.resize(1500, 950);
        window.show();
        window.open(QString::fromStdString(folder.path().string()), QString::fromStdString(id),
                    tests::engineThat(tests::runEveryTrial));
    }

    template <typename Panel>
    Panel& panel()
    {
        return *window.findChild<Panel*>();
    }
    template <typename Widget>
    Widget* named(const char* name)
    {
        for (auto* widget : window.findChildren<Widget*>())
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        return nullptr;
    }
    FigureView& view(const char* name) { return panel<PlotsPanel>().view(QLatin1String(name)); }
    QTableView& table() { return *named<QTableView>("Result rows"); }

    /// Brings a tab to the front by a click on it.
    void openTab(const QString& title)
    {
        for (auto* tabs : panel<PlotsPanel>().findChildren<QTabWidget*>())
            for (int i = 0; i < tabs->count(); ++i)
                if (QString(tabs->tabText(i)).remove('&') == title)
                    QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {},
                                      tabs->tabBar()->tabRect(i).center());
    }

    tests::TemporaryFolder folder;
    std::string id, other;
    app::MainWindow window;
};

QPoint placeOf(const FigureView& view, std::size_t series, std::size_t point)
{
    const auto* drawn = view.drawing().series()[series];
    const auto& data = drawn->series().points[point];
    return drawn->coordsToPixels(data.x, data.y).toPoint();
}

} // namespace

/// Figures in the real window, by mouse and keyboard.
class TestWindowFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(m_settings.path().string())); }

    void aPointThatIsClickedIsChosenEverywhere()
    {
        Fixture fixture;
        auto& tradeoff = fixture.view("tradeoff");
        QTRY_VERIFY_WITH_TIMEOUT(tradeoff.hasFigure(), patience);
        tradeoff.plot().replot(QCustomPlot::rpImmediateRefresh);
        const auto& point = tradeoff.figure().series[2].points[1]; // attack at n = 5, dropout 0.2
        QTest::mouseClick(&tradeoff.plot(), Qt::LeftButton, {}, placeOf(tradeoff, 2, 1));
        QCOMPARE(tradeoff.chosen().toStdString(), point.reference);
        for (const char* name : {"leaks", "layers"})
            QCOMPARE(fixture.view(name).chosen().toStdString(), point.reference);
        const auto rows = fixture.table().selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QStringList cells;
        for (int column = 0; column < fixture.table().model()->columnCount(); ++column)
            cells << rows.front().siblingAtColumn(column).data().toString();
        QVERIFY2(cells.contains("0.2") && cells.contains("first") && cells.contains("5"),
                 qPrintable(cells.join(' ')));
        QVERIFY(cells.join(' ').contains(QString::asprintf("%.3f", point.y)));
    }

    void theBeginningOfAnIdSelectsAStudy()
    {
        const Fixture fixture;
        app::MainWindow window;
        window.open(QString::fromStdString(fixture.folder.path().string()),
                    QString::fromStdString(fixture.other.substr(0, 8)),
                    tests::engineThat(tests::runEveryTrial));
        QTRY_COMPARE_WITH_TIMEOUT(window.findChild<StudiesPanel*>()->selected().toStdString(), fixture.other,
                                  patience);
    }

    void aRowOfTheTableIsChosenInTheFigures()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("leaks").hasFigure(), patience);
        auto& table = fixture.table();
        const auto index = table.model()->index(1, 0);
        table.scrollTo(index);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
        QVERIFY(!fixture.view("leaks").chosen().isEmpty());
        QVERIFY(fixture.view("leaks").chosen().startsWith(QString::fromStdString(fixture.id)));
    }

    void theTableIsReadAndLeftByKeys()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("leaks").hasFigure(), patience);
        fixture.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
        auto& table = fixture.table();
        table.setFocus();
        QTest::keyClick(&table, Qt::Key_Down);
        QTest::keyClick(&table, Qt::Key_Down);
        const auto reference = table.currentIndex().data(TableSpecModel::ReferenceRole).toString();
        QVERIFY(!reference.isEmpty());
        QCOMPARE(fixture.view("leaks").chosen(), reference);
        QTest::keyClick(&table, Qt::Key_Tab);
        QVERIFY(!table.hasFocus());
    }

    void theInspectorSaysWhereAStudyComesFrom()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("leaks").hasFigure(), patience);
        const QString text = fixture.named<QTextBrowser>("Provenance")->toPlainText();
        for (const QString& fact : {QString::fromStdString(fixture.id), QStringLiteral("one"),
                                    QStringLiteral("two"), QStringLiteral("8"), QStringLiteral("recorded")})
            QVERIFY2(text.contains(fact), qPrintable(text));
    }

    void digitsOpenTabs()
    {
        Fixture fixture;
        fixture.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
        QTest::keyClick(&fixture.window, Qt::Key_3, Qt::AltModifier);
        QTRY_VERIFY(fixture.view("layers").isVisible());
        QTest::keyClick(&fixture.window, Qt::Key_0, Qt::AltModifier);
        QTRY_VERIFY(fixture.panel<CorporaPanel>().isVisible());
        QTest::keyClick(&fixture.window, Qt::Key_7, Qt::ControlModifier);
        QTRY_COMPARE(fixture.panel<CorporaPanel>().current().objectName(), QString("durations"));
    }

    void aCellOfTheLayersOpensItsClients()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("layers").hasFigure(), patience);
        fixture.openTab("Layers");
        auto& layers = fixture.view("layers");
        layers.plot().replot(QCustomPlot::rpImmediateRefresh);
        const auto* heatmap = layers.drawing().heatmap();
        QTest::mouseClick(&layers.plot(), Qt::LeftButton, {},
                          heatmap->cellRect(heatmap->heatmap().cells[0]).center().toPoint());
        QTest::qWait(200); // the sample's cells are at n = 1, the clients' at n = 5: nothing to open
        QVERIFY(!fixture.view("clients").hasFigure());
        auto& tradeoff = fixture.view("tradeoff");
        fixture.openTab("Trade-off");
        tradeoff.plot().replot(QCustomPlot::rpImmediateRefresh);
        QTest::mouseClick(&tradeoff.plot(), Qt::LeftButton, {}, placeOf(tradeoff, 2, 1));
        auto& clients = fixture.view("clients");
        QTRY_VERIFY_WITH_TIMEOUT(clients.hasFigure(), patience);
        // dropout 0.2 is the second trial: shift 0.5
        const auto& figure = clients.figure();
        QCOMPARE(figure.x.categories,
                 (std::vector<std::string>{"speaker-0", "speaker-2", "speaker-1", "speaker-3"}));
        QCOMPARE(figure.series[0].points[0].y, -0.5);
        QVERIFY(std::abs(figure.series[0].points[1].y + 0.3) < 1e-12);
        QVERIFY(std::abs(figure.series[1].points[0].y - 1.6) < 1e-12);
        fixture.openTab("Layers");
        QTRY_VERIFY_WITH_TIMEOUT(clients.isVisible(), patience);
    }

    void boundsAreSetByMouseAndKeyboard()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("tradeoff").hasFigure(), patience);
        const auto& figure = fixture.view("tradeoff").figure();
        auto* attack = fixture.named<QDoubleSpinBox>("Attack bound");
        auto* check = attack->parentWidget()->findChild<QCheckBox*>();
        QVERIFY(!attack->isEnabled());
        QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(8, check->height() / 2));
        QVERIFY(attack->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!figure.notes.empty(), patience);
        QVERIFY(figure.marks.empty());
        attack->setFocus();
        attack->selectAll();
        QTest::keyClicks(attack, "100");
        QTest::keyClick(attack, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(figure.marks.size(), std::size_t{1},
                                  patience); // no loss of more than 2 points
        QCOMPARE(figure.marks.front().x, 0.0);
        QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(8, check->height() / 2));
        QTRY_VERIFY_WITH_TIMEOUT(figure.notes.empty(), patience);
    }

    void anotherStudyStandsBeside()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("tradeoff").hasFigure(), patience);
        const auto& figure = fixture.view("tradeoff").figure();
        auto* beside = fixture.named<QToolButton>("Studies beside");
        // The menu runs a loop of its own while it is open: its first entry is chosen by keyboard from
        // within.
        QTimer::singleShot(300, beside, [beside] {
            QTest::keyClick(beside->menu(), Qt::Key_Down);
            QTest::keyClick(beside->menu(), Qt::Key_Return);
        });
        QTest::mouseClick(beside, Qt::LeftButton);
        const auto hasOther = [&] {
            return std::any_of(figure.series.begin(), figure.series.end(),
                               [](const auto& series) { return series.name == "SER UAR, Other"; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasOther(), patience);
        QVERIFY(beside->text().contains('1'));
        auto& studies = fixture.panel<StudiesPanel>();
        fixture.named<QLineEdit>("Search")->setText("Study"); // it is out of the list now, not of the figure
        QTRY_COMPARE_WITH_TIMEOUT(studies.view().model()->rowCount(studies.view().model()->index(0, 0)), 1,
                                  patience);
        QVERIFY(beside->text().contains('1'));
    }

    void aFileThatCannotBeWrittenIsTold()
    {
        Fixture fixture;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.view("tradeoff").hasFigure(), patience);
        fixture.window.findChild<QAction*>("export")->trigger();
        auto* dialog = fixture.window.findChild<ExportDialog*>();
        QVERIFY(dialog);
        ExportRequest request;
        request.figures = fixture.panel<PlotsPanel>().figures();
        QVERIFY(request.figures.size() > 1);
        request.format = "csv";
        request.toFolder = true;
        const auto folder = fixture.folder.path() / "out";
        const auto fileOf = [&](const figure::FigureSpec& figure) { return folder / (figure.id + ".csv"); };
        std::filesystem::create_directories(fileOf(request.figures.front()) / "taken");
        request.target = QString::fromStdString(folder.string());
        Q_EMIT dialog->exportWanted(request);
        auto& bar = fixture.panel<ErrorBar>();
        QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible(), patience);
        QString words;
        for (const auto* label : bar.findChildren<QLabel*>())
            words += label->text();
        const auto count = request.figures.size();
        QVERIFY2(words.contains(QString("%1 of %2 files written").arg(count - 1).arg(count)),
                 qPrintable(words));
        QVERIFY(std::filesystem::is_regular_file(fileOf(request.figures.back())));
    }

    void corporaAreLiveAndCanBeRemoved()
    {
        Fixture fixture;
        auto* corpora = fixture.named<QComboBox>("Corpus");
        QTRY_COMPARE_WITH_TIMEOUT(corpora->count(), 1, patience);
        store::RunStore store(fixture.folder.path() / "undertone.db");
        corpus::Corpus later;
        later.name = "later";
        store.saveCorpus(later, {});
        QTRY_COMPARE_WITH_TIMEOUT(corpora->count(), 2, patience);
        QCOMPARE(corpora->currentText(), QString("tones"));
        fixture.openTab("Corpora");
        const auto click = [](QWidget& parent, const QString& text) {
            for (auto* button : parent.findChildren<QPushButton*>())
                if (QString(button->text()).remove('&') == text)
                    return QTest::mouseClick(button, Qt::LeftButton);
            QFAIL(qPrintable("no button " + text));
        };
        click(fixture.panel<CorporaPanel>(), "Remove corpus\u2026");
        auto* box = fixture.window.findChild<QMessageBox*>();
        QVERIFY(box);
        QCOMPARE(store.corpusNames().size(), std::size_t{2});
        click(*box, "Remove");
        QTRY_COMPARE_WITH_TIMEOUT(store.corpusNames(), std::vector<std::string>{"later"}, patience);
        QTRY_COMPARE_WITH_TIMEOUT(corpora->currentText(), QString("later"), patience);
    }

    void corporaShowTheirSpeakersFindingsAndClips()
    {
        Fixture fixture;
        auto& corpora = fixture.panel<CorporaPanel>();
        QTRY_VERIFY_WITH_TIMEOUT(corpora.current().hasFigure(), patience);
        fixture.openTab("Corpora");
        QTRY_VERIFY_WITH_TIMEOUT(corpora.isVisible(), patience);
        QCOMPARE(corpora.current().figure().series.front().points.size(), std::size_t{2});
        auto* list = fixture.named<QTreeView>("Clips");
        QCOMPARE(list->model()->rowCount(), 3);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(1, 0)).center());
        QTRY_VERIFY_WITH_TIMEOUT(corpora.clip().hasClip(), patience);
        QVERIFY(corpora.clip().accessibleDescription().startsWith("low.wav"));
        QTest::keyClick(list, Qt::Key_Down); // its file is gone
        QTRY_VERIFY_WITH_TIMEOUT(!corpora.clip().hasClip(), patience);
        auto* find = fixture.named<QLineEdit>("Find clips");
        QTest::keyClicks(find, "HIGH");
        QCOMPARE(list->model()->rowCount(), 1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        QTRY_VERIFY_WITH_TIMEOUT(corpora.clip().hasClip(), patience);
        auto* graph = corpora.clip().plot().graph(2);
        QVERIFY(graph->dataCount() > 90);
        for (int i = 20; i < 80; ++i)
            QVERIFY(std::abs(graph->dataMainValue(i) - 300) < 5);
        const auto before = corpora.clip().plot().axisRect(0)->axis(QCPAxis::atBottom)->range();
        QTest::keyClick(&corpora.clip(), Qt::Key_Plus);
        const auto zoomed = corpora.clip().plot().axisRect(0)->axis(QCPAxis::atBottom)->range();
        QVERIFY(zoomed.size() < before.size());
        QVERIFY(corpora.clip().plot().axisRect(1)->axis(QCPAxis::atBottom)->range() == zoomed);
    }

private:
    tests::TemporaryFolder m_settings;
};

QTEST_MAIN(TestWindowFigures)
#include "tst_WindowFigures.moc"
