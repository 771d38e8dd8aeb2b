#include "core/figure/FigureBuilder.h"
#include "tests/figure/SampleRecord.h"
#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/FigureView.h"
#include "widgets/plots/HeatmapPlottable.h"
#include "widgets/plots/QCustomPlotHeader.h"
#include "widgets/plots/SeriesPlottable.h"
#include "widgets/plots/TextWrap.h"

#include <QLabel>
#include <QWheelEvent>
#include <QtTest>

using namespace undertone;
using namespace undertone::widgets;
using figure::buildFigure;
using tests::sampleRecord;

namespace {

/// A view of the size of a window's, with the figure laid out.
struct Shown
{
    explicit Shown(const figure::FigureSpec& figure)
    {
        view.resize(700, 520);
        view.show();
        view.setFigure(figure);
        view.plot().replot(QCustomPlot::rpImmediateRefresh);
    }

    QPointF placeOf(std::size_t series, std::size_t point) const
    {
        const auto* drawn = view.drawing().series()[series];
        const auto& data = drawn->series().points[point];
        return drawn->coordsToPixels(data.x, data.y);
    }

    FigureView view;
};

QCPAbstractLegendItem* entry(FigureView& view, int index)
{
    for (auto* legend : view.plot().findChildren<QCPLegend*>())
        if (legend->itemCount() > index)
            return legend->item(index);
    return nullptr;
}

} // namespace

class TestFigureDrawing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNumbersDrawnAreTheSpecifications_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"tradeoff", "leaks", "training"})
            QTest::newRow(name) << QString(name);
    }

    void theNumbersDrawnAreTheSpecifications()
    {
        QFETCH(QString, name);
        const auto figure = buildFigure(name.toStdString(), tests::withCeilings(sampleRecord()));
        Shown shown(figure);
        const auto& drawn = shown.view.drawing().series();
        QCOMPARE(drawn.size(), figure.series.size());
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            const auto& series = figure.series[i];
            QCOMPARE(drawn[i]->name().toStdString(), series.name);
            QCOMPARE(drawn[i]->valueAxis(), series.axis == figure::SeriesAxis::Left
                                                ? shown.view.plot().yAxis
                                                : shown.view.plot().yAxis2);
            for (std::size_t k = 0; k < series.points.size(); ++k) {
                if (series.spansWidth())
                    continue;
                const auto readout = shown.view.drawing().readoutAt(shown.placeOf(i, k), 1);
                QVERIFY(readout.has_value());
                // Where two series meet, either may answer; it is a point at the same place.
                QVERIFY((readout->place - shown.placeOf(i, k)).manhattanLength() < 1);
            }
        }
    }

    void everythingIsWithinTheFittedAxes()
    {
        for (const char* name : {"tradeoff", "leaks", "training"}) {
            Shown shown(buildFigure(name, sampleRecord()));
            const QRectF area = shown.view.plot().axisRect()->rect();
            for (const auto* series : shown.view.drawing().series())
                for (const auto& point : series->series().points)
                    if (series->series().role == figure::SeriesRole::Measured)
                        QVERIFY(area.contains(series->coordsToPixels(point.x, point.high.value_or(point.y))));
        }
    }

    void cellsCoverThePlotAndReadTheirValue()
    {
        const auto figure = buildFigure("layers", sampleRecord());
        Shown shown(figure);
        const auto* heatmap = shown.view.drawing().heatmap();
        QVERIFY(heatmap);
        const QRectF area = shown.view.plot().axisRect()->rect();
        double covered = 0;
        for (const auto& cell : heatmap->heatmap().cells) {
            const auto rect = heatmap->cellRect(cell);
            covered += rect.width() * rect.height();
            const auto readout = shown.view.drawing().readoutAt(rect.center(), 0);
            QVERIFY(readout.has_value());
            QCOMPARE(readout->text.toStdString(), cell.detail);
        }
        QVERIFY(std::abs(covered / (area.width() * area.height()) - 1) < 0.01);
        const auto& cells = heatmap->heatmap().cells;
        QCOMPARE(cells[1].row, cells[0].row + 1);
        QVERIFY2(heatmap->cellRect(cells[0]).top() < heatmap->cellRect(cells[1]).top(), "row 0 is on top");
    }

    void aLegendEntryTogglesItsSeries()
    {
        Shown shown(buildFigure("leaks", sampleRecord()));
        auto* item = entry(shown.view, 1);
        QVERIFY(item);
        QTest::mouseClick(&shown.view.plot(), Qt::LeftButton, {}, item->rect().center());
        QTRY_VERIFY(!shown.view.drawing().series()[1]->visible());
        QVERIFY(shown.view.drawing().series()[0]->visible());
        QVERIFY(!shown.view.drawing().readoutAt(shown.placeOf(1, 0), 1).has_value());
        shown.view.setFigure(buildFigure("leaks", sampleRecord()));
        QVERIFY2(!shown.view.drawing().series()[1]->visible(), "a live figure keeps what was hidden");
        shown.view.plot().replot(QCustomPlot::rpImmediateRefresh);
        QTest::mouseClick(&shown.view.plot(), Qt::LeftButton, {}, entry(shown.view, 1)->rect().center());
        QTRY_VERIFY(shown.view.drawing().series()[1]->visible());
    }

    void dragAndKeysZoomAndHomeFits()
    {
        Shown shown(buildFigure("leaks", sampleRecord()));
        auto& plot = shown.view.plot();
        const auto fitted = plot.xAxis->range();
        const QRect area = plot.axisRect()->rect();
        QTest::mousePress(&plot, Qt::LeftButton, {}, area.center());
        QTest::mouseMove(&plot, area.center() + QPoint(60, 60));
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, area.center() + QPoint(120, 100));
        QVERIFY(plot.xAxis->range().size() < fitted.size() / 2);
        const auto zoomed = plot.xAxis->range();
        shown.view.setFigure(buildFigure("leaks", sampleRecord()));
        QVERIFY2(plot.xAxis->range() == zoomed, "a live figure keeps its zoom");
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QVERIFY(plot.xAxis->range() == fitted);
        QTest::keyClick(&shown.view, Qt::Key_Plus);
        QVERIFY(plot.xAxis->range().size() < fitted.size());
        QTest::mouseDClick(&plot, Qt::LeftButton, {}, area.center());
        QVERIFY(plot.xAxis->range() == fitted);
    }

    void aClickChoosesThePointAndRingsItsSetting()
    {
        Shown shown(buildFigure("leaks", sampleRecord()));
        QSignalSpy chosen(&shown.view, &FigureView::pointChosen);
        const auto& point = shown.view.figure().series[1].points[2];
        const QPoint place = shown.placeOf(1, 2).toPoint();
        const auto before = shown.view.plot().toPixmap().toImage();
        QTest::mouseClick(&shown.view.plot(), Qt::LeftButton, {}, place);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.front().front().toString().toStdString(), point.reference);
        QCOMPARE(shown.view.chosen().toStdString(), point.reference);
        QVERIFY2(shown.view.plot().toPixmap().toImage() != before, "the chosen point is ringed");
        shown.view.setFigure(buildFigure("leaks", sampleRecord()));
        QCOMPARE(shown.view.chosen().toStdString(), point.reference);
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QVERIFY(shown.view.chosen().isEmpty());
    }

    void aDragChoosesNothing()
    {
        Shown shown(buildFigure("leaks", sampleRecord()));
        QSignalSpy chosen(&shown.view, &FigureView::pointChosen);
        const QPoint place = shown.placeOf(1, 2).toPoint();
        auto& plot = shown.view.plot();
        QTest::mousePress(&plot, Qt::LeftButton, {}, place - QPoint(60, 60));
        QTest::mouseMove(&plot, place);
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, place);
        QVERIFY(chosen.isEmpty());
    }

    void aClickOnACellChoosesIt()
    {
        Shown shown(buildFigure("layers", sampleRecord()));
        QSignalSpy chosen(&shown.view, &FigureView::pointChosen);
        const auto* heatmap = shown.view.drawing().heatmap();
        const auto& cell = heatmap->heatmap().cells[4];
        QTest::mouseClick(&shown.view.plot(), Qt::LeftButton, {}, heatmap->cellRect(cell).center().toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.front().front().toString().toStdString(), cell.reference);
    }

    void keysReadAndChooseEveryPoint()
    {
        const auto figure = buildFigure("tradeoff", sampleRecord());
        Shown shown(figure);
        auto* readout = shown.view.plot().findChild<QLabel*>();
        QVERIFY(readout);
        QSignalSpy chosen(&shown.view, &FigureView::pointChosen);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QVERIFY(readout->isVisible());
        QCOMPARE(readout->text().toStdString(), figure.series[0].points[0].detail);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(readout->text().toStdString(), figure.series[0].points[1].detail);
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(readout->text().toStdString(), figure.series[1].points[1].detail);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.front().front().toString().toStdString(), figure.series[1].points[1].reference);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(readout->text().toStdString(), figure.series[1].points.back().detail);
        QVERIFY(readout->text().contains("24 speakers") && readout->text().contains("2 trials"));
    }

    void aLiveUpdateKeepsWhatTheKeysRead()
    {
        const auto figure = buildFigure("tradeoff", sampleRecord());
        Shown shown(figure);
        auto* readout = shown.view.plot().findChild<QLabel*>();
        for (const auto key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down})
            QTest::keyClick(&shown.view, key);
        const auto& read = figure.series[1].points[1];
        shown.view.setFigure(figure);
        QVERIFY(readout->isVisible());
        QCOMPARE(readout->text().toStdString(), read.detail);
        auto moved = figure;
        moved.series[1].points.erase(moved.series[1].points.begin());
        shown.view.setFigure(moved);
        shown.view.plot().replot(QCustomPlot::rpImmediateRefresh);
        QCOMPARE(readout->text().toStdString(), read.detail);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(readout->text().toStdString(), figure.series[1].points[2].detail);
        for (auto& series : moved.series)
            if (!series.spansWidth())
                series.points = {series.points[0]};
        for (auto& series : moved.series)
            for (auto& point : series.points)
                point.reference = "another";
        shown.view.setFigure(moved);
        QVERIFY(!readout->isVisible());
    }

    void digitsToggleLegendEntries()
    {
        Shown shown(buildFigure("leaks", sampleRecord()));
        QTest::keyClick(&shown.view, Qt::Key_2);
        QVERIFY(!shown.view.drawing().series()[1]->visible());
        QVERIFY(shown.view.drawing().series()[0]->visible());
        QTest::keyClick(&shown.view, Qt::Key_2);
        QVERIFY(shown.view.drawing().series()[1]->visible());
        QTest::keyClick(&shown.view, Qt::Key_9); // there is none
    }

    void theWheelZoomsAtThePointer()
    {
        Shown shown(buildFigure("tradeoff", sampleRecord()));
        auto& plot = shown.view.plot();
        const auto before = plot.xAxis->range();
        const QPointF place = QPointF(plot.axisRect()->rect().topLeft()) + QPointF(60, 50);
        const double under = plot.xAxis->pixelToCoord(place.x());
        const double heightUnder = plot.yAxis->pixelToCoord(place.y());
        QWheelEvent wheel(place, plot.mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &wheel);
        QVERIFY(plot.xAxis->range().size() < before.size());
        QVERIFY(std::abs(plot.xAxis->coordToPixel(under) - place.x()) < 1);
        QVERIFY(std::abs(plot.yAxis->coordToPixel(heightUnder) - place.y()) < 1);
        const auto zoomed = plot.xAxis->range();
        shown.view.setFigure(buildFigure("tradeoff", sampleRecord()));
        QVERIFY(plot.xAxis->range() == zoomed);
    }

    void shiftAndArrowsMove()
    {
        Shown shown(buildFigure("tradeoff", sampleRecord()));
        auto& plot = shown.view.plot();
        const auto x = plot.xAxis->range(), y = plot.yAxis->range();
        QTest::keyClick(&shown.view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&shown.view, Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(std::abs(plot.xAxis->range().lower - x.lower - 0.1 * x.size()) < 1e-9);
        QVERIFY(std::abs(plot.yAxis->range().lower - y.lower - 0.1 * y.size()) < 1e-9);
    }

    void marksAreDrawnAndRead()
    {
        auto figure = buildFigure("tradeoff", sampleRecord());
        figure.marks = {{0.2, false, "meets it", "x"}};
        Shown shown(figure);
        const QRect area = shown.view.plot().axisRect()->rect();
        const QPointF top(shown.view.plot().xAxis->coordToPixel(0.2), area.top() + 5);
        const auto readout = shown.view.drawing().readoutAt(top, 24);
        QVERIFY(readout.has_value());
        QCOMPARE(readout->text, QStringLiteral("meets it"));
    }

    void longNamesOfCategoriesStandAtAnAngle()
    {
        auto figure = buildFigure("layers", sampleRecord());
        Shown shown(figure);
        QCOMPARE(shown.view.plot().xAxis->tickLabelRotation(), 0.0);
        for (auto& name : figure.x.categories)
            name += " and very much more of a name than there is room for on the axis";
        shown.view.setFigure(figure);
        QVERIFY(shown.view.plot().xAxis->tickLabelRotation() < 0);
    }

    void ofMoreNamesThanThereIsRoomForSomeAreWritten()
    {
        auto figure = buildFigure("layers", sampleRecord());
        figure.left.categories.resize(200, "one of very many speakers");
        Shown shown(figure);
        const auto& axis = *shown.view.plot().yAxis;
        const auto names = axis.ticker().staticCast<QCPAxisTickerText>()->ticks().size();
        const double line = QFontMetricsF(axis.tickLabelFont()).height();
        QVERIFY(names > 10);
        QVERIFY(names * line * 0.85 < shown.view.plot().axisRect()->height());
    }

    void aLongLegendEntryTakesLinesAndIsStillToggled()
    {
        auto figure = buildFigure("leaks", sampleRecord());
        for (auto& series : figure.series)
            series.legend +=
                " and more and more and more and more and more and more of a name than a line of it "
                "can hold, be it the first or the second: " +
                series.name;
        Shown shown(figure);
        auto* item = entry(shown.view, 1);
        QVERIFY(item->minimumOuterSizeHint().width() < shown.view.width());
        QTest::mouseClick(&shown.view.plot(), Qt::LeftButton, {}, item->rect().center());
        QTRY_VERIFY(!shown.view.drawing().series()[1]->visible());
        QVERIFY(shown.view.drawing().series()[0]->visible());
    }

    void anEmptyFigureShowsWords()
    {
        FigureView view;
        view.setFigure(buildFigure("leaks", {}));
        QVERIFY(!view.hasFigure());
    }

    void darkThemesDrawLightOnDark()
    {
        QPalette dark;
        dark.setColor(QPalette::Base, QColor(30, 30, 30));
        dark.setColor(QPalette::Text, QColor(230, 230, 230));
        const auto screen = PlotTheme::screen(dark, 96);
        QVERIFY(screen.dark);
        QVERIFY(screen.series(0).lightness() > PlotTheme::paper(8, 1).series(0).lightness());
        QCOMPARE(PlotTheme::paper(8, 1).background, QColor(Qt::white));
    }

    void wordsAreWrappedAtTheWidth()
    {
        const QFont font;
        const QFontMetrics metrics(font);
        const QString text = QStringLiteral("one two three four five six seven");
        const int width = metrics.horizontalAdvance(QStringLiteral("one two three"));
        const auto lines = wrapped(text, font, width).split('\n');
        QVERIFY(lines.size() > 1);
        for (const auto& line : lines)
            QVERIFY(metrics.horizontalAdvance(line) <= width);
        QCOMPARE(lines.join(' '), text);
    }
};

QTEST_MAIN(TestFigureDrawing)
#include "tst_FigureDrawing.moc"
