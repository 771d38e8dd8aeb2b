#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "core/figure/LogAxisSpec.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>

#include <algorithm>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::recordWithoutSweep;
using tests::sampleRecord;
using tests::seriesNamed;

class TestOptionalFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAuditIsDrawnAsAnInterval()
    {
        QVERIFY(buildFigure("audit", recordWithoutSweep()).series.empty());
        const auto record = tests::withAudits(recordWithoutSweep());
        const auto figure = buildFigure("audit", record);
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"1", "8", "inf"}));
        QCOMPARE(figure.x.label, std::string("epsilon"));
        const auto& bound = seriesNamed(figure, "lower bound, one run; up to the accounted epsilon");
        QCOMPARE(bound.points.size(), std::size_t{3});
        QVERIFY(bound.pattern == LinePattern::None);
        QCOMPARE(bound.points[0].y, 0.0);
        QCOMPARE(bound.points[0].high, std::optional(1.0));
        QCOMPARE(bound.points[1].y, record.audits[0].audit.oneRun);
        QCOMPARE(bound.points[1].low, std::optional(record.audits[0].audit.oneRun));
        QCOMPARE(bound.points[1].high, std::optional(8.0));
        QVERIFY(bound.points[2].y > 2 && !bound.points[2].high);
        QCOMPARE(seriesNamed(figure, "accounted epsilon").points.size(), std::size_t{2});
        QCOMPARE(seriesNamed(figure, "nominal epsilon").points.size(), std::size_t{2});
        QCOMPARE(seriesNamed(figure, "lower bound, Clopper-Pearson").points.size(), std::size_t{3});
        QVERIFY(figure.caption.find("8: 47 of 50 guesses right, 100 canaries") != std::string::npos);
        QVERIFY(figure.caption.find("no upper bound") != std::string::npos);
        QVERIFY(figureAsTex(figure).find("only marks") != std::string::npos);
        const auto csv = figureAsCsv(figure);
        QVERIFY(csv.find("\"lower bound, Clopper-Pearson\",measured,left,8,") != std::string::npos);
    }

    void aBoundOfNothingStandsBelowTheOtherEpsilons()
    {
        const auto figure = buildFigure("audit", tests::withAudits(recordWithoutSweep()));
        QVERIFY(figure.left.scale == AxisScale::Log && !figure.left.low);
        const auto drawn = placed(figure);
        QVERIFY(drawn.zero && drawn.zero->place > 0 && drawn.zero->place < drawn.zero->low);
        QCOMPARE(drawn.zero->low, 1.0);
        const auto& bound = seriesNamed(drawn.figure, "lower bound, one run; up to the accounted epsilon");
        QCOMPARE(bound.points[0].y, drawn.zero->place);
        QCOMPARE(*bound.points[0].low, drawn.zero->place);
        QCOMPARE(*bound.points[0].high, 1.0);
        const auto tex = figureAsTex(figure);
        QVERIFY(tex.find("ymode=log") != std::string::npos &&
                tex.find(",{0}}, minor ytick={}") != std::string::npos);
        QVERIFY(figureAsCsv(figure).find("up to the accounted epsilon\",measured,left,1,0,0,1\n") !=
                std::string::npos);
    }

    void familiesOfFeaturesHaveAFigureOfTheirOwn()
    {
        const auto record = tests::withFamilies(sampleRecord());
        const auto figure = buildFigure("features", record);
        QVERIFY(figure.heatmap.has_value());
        QCOMPARE(figure.left.categories, (std::vector<std::string>{"f0", "energy", "zero crossings"}));
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"0.0", "0.2", "0.5"}));
        QCOMPARE(figure.heatmap->cells.size(), std::size_t{9});
        for (const auto& cell : figure.heatmap->cells) {
            const auto row = std::find_if(record.rows.begin(), record.rows.end(), [&](const auto& one) {
                return one.layer == "first[" + figure.left.categories[cell.row] + "]" &&
                       one.leakedUpdates == 1 && one.sweep.front().second == figure.x.categories[cell.column];
            });
            QVERIFY(row != record.rows.end());
            QCOMPARE(cell.value, row->attackUar.value);
            QCOMPARE(cell.crossesChance, row->attackUar.low <= 0.5 && row->attackUar.high >= 0.5);
        }
        QVERIFY2(contains(figure.caption, "family of features f0"), figure.caption.c_str());
        QVERIFY(!buildFigure("features", sampleRecord()).heatmap);
    }

    void familiesChangeNoOtherFigure()
    {
        for (const char* name : {"tradeoff", "leaks", "layers"})
            QCOMPARE(figureAsCsv(buildFigure(name, tests::withFamilies(sampleRecord()))),
                     figureAsCsv(buildFigure(name, sampleRecord())));
    }
};

QTEST_GUILESS_MAIN(TestOptionalFigures)
#include "tst_OptionalFigures.moc"
