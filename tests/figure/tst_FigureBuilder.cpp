#include "core/base/Error.h"
#include "core/experiment/StudyWarnings.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureStyleSpec.h"
#include "core/figure/FigureText.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::recordWithoutSweep;
using tests::sampleRecord;
using tests::seriesNamed;

class TestFigureBuilder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tradeoffDrawsUtilityAndEveryNumberOfLeaks()
    {
        const auto figure = buildFigure("tradeoff", sampleRecord());
        QCOMPARE(figure.series.size(), std::size_t{1 + 4 + 2});
        QCOMPARE(figure.x.label, std::string("dropout"));
        QCOMPARE(figure.x.scale, AxisScale::Linear);
        const auto& utility = seriesNamed(figure, "SER UAR");
        QCOMPARE(utility.axis, SeriesAxis::Left);
        QCOMPARE(utility.points.size(), std::size_t{3});
        const double expected[][2] = {{0.0, 0.6}, {0.2, 0.56}, {0.5, 0.5}};
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(utility.points[i].x, expected[i][0]);
            QCOMPARE(utility.points[i].y, expected[i][1]);
            QCOMPARE(*utility.points[i].low, expected[i][1] - 0.03);
        }
        const auto& all = seriesNamed(figure, "attack UAR, n = all");
        QCOMPARE(all.axis, SeriesAxis::Right);
        QCOMPARE(all.points.back().y, 0.95 - 0.05 + 0.03);
        QVERIFY(all.points.back().reference.starts_with("0123456789ab\t"));
        std::set<int> styles;
        for (const auto& series : figure.series)
            if (series.role == SeriesRole::Measured)
                styles.insert(series.style);
        QCOMPARE(styles.size(), std::size_t{5});
    }

    void chanceLinesComeFromTheRecord()
    {
        const auto figure = buildFigure("tradeoff", sampleRecord());
        std::map<SeriesAxis, double> chance;
        for (const auto& series : figure.series)
            if (series.role == SeriesRole::Chance)
                chance[series.axis] = series.points.front().y;
        QCOMPARE(chance.at(SeriesAxis::Left), 0.25);
        QCOMPARE(chance.at(SeriesAxis::Right), 0.5);
    }

    void captionHasTheNumbersIntervalsAndSpeakers()
    {
        const auto caption = buildFigure("tradeoff", sampleRecord()).caption;
        QVERIFY2(contains(caption, "dropout 0.2: SER UAR 0.560 (0.530 to 0.590)"), caption.c_str());
        QVERIFY2(contains(caption, "attack UAR 0.930 (0.890 to 0.970) at n = 1"), caption.c_str());
        QVERIFY2(contains(caption, "24 speakers (12 + 12)"), caption.c_str());
        QVERIFY2(contains(caption, "0.25 and 0.5"), caption.c_str());
    }

    void attacksSideBySideShareOneUtilityLine()
    {
        auto record = sampleRecord();
        auto other = record.rows;
        for (auto& row : other) {
            row.attack = "cnn";
            row.attackUar.value -= 0.1;
            record.rows.push_back(row);
        }
        const auto figure = buildFigure("tradeoff", record);
        QCOMPARE(figure.series.size(), std::size_t{1 + 8 + 2});
        QCOMPARE(seriesNamed(figure, "attack UAR, n = 1, cnn").points.front().y, 0.85);
    }

    void aSecondSweptPathNamesTheLines()
    {
        auto record = sampleRecord();
        const auto rows = record.rows;
        record.rows.clear();
        for (const char* kind : {"\"fedavg\"", "\"fedsgd\""})
            for (auto row : rows) {
                row.sweep.emplace_back("federation.algorithm", kind);
                row.federation = std::string(kind).substr(1, 6);
                row.serUar.value -= row.federation == "fedsgd" ? 0.01 : 0;
                record.rows.push_back(row);
            }
        const auto figure = buildFigure("tradeoff", record);
        QCOMPARE(seriesNamed(figure, "SER UAR, fedsgd").points.front().y, 0.59);
        QCOMPARE(figure.series.size(), std::size_t{2 * 5 + 2});
        QCOMPARE(buildFigure("leaks", record).series.size(), std::size_t{6 + 1});
    }

    void leaksHasALineForEachPointOfTheSweep()
    {
        const auto figure = buildFigure("leaks", sampleRecord());
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"1", "5", "10", "all"}));
        QCOMPARE(figure.series.size(), std::size_t{3 + 1});
        const auto& line = seriesNamed(figure, "dropout 0.5");
        QCOMPARE(line.points.size(), std::size_t{4});
        for (std::size_t n = 0; n < 4; ++n) {
            QCOMPARE(line.points[n].x, static_cast<double>(n));
            QCOMPARE(line.points[n].y, 0.95 - 0.05 + 0.01 * static_cast<double>(n));
        }
    }

    void theCeilingIsALineBesideTheAttacks()
    {
        const auto plain = sampleRecord();
        const auto record = tests::withCeilings(plain);
        for (const char* name : {"leaks", "tradeoff"}) {
            const auto before = buildFigure(name, plain);
            const auto figure = buildFigure(name, record);
            QCOMPARE(figure.series.size(), before.series.size() + 1); // one for three equal ceilings
            const auto& line = seriesNamed(figure, "data, no federation");
            QCOMPARE(line.role, SeriesRole::Reference);
            QCOMPARE(line.points.size(), std::size_t{1});
            QCOMPARE(line.points.front().y, 0.97);
            QCOMPARE(line.axis, std::string(name) == "leaks" ? SeriesAxis::Left : SeriesAxis::Right);
            for (const auto& series : before.series) {
                const auto& same = seriesNamed(figure, series.name);
                QCOMPARE(same.points.size(), series.points.size());
                QCOMPARE(same.style, series.style);
            }
            QCOMPARE(figure.x.categories, before.x.categories);
            QVERIFY2(contains(figure.caption, "Data, no federation: 0.970 (0.950 to 0.990)."),
                     figure.caption.c_str());
            QVERIFY2(contains(figure.caption, "second-moment attack on the first layer"),
                     figure.caption.c_str());
        }
        const auto heatmap = buildFigure("layers", record);
        const auto before = buildFigure("layers", plain);
        QCOMPARE(heatmap.heatmap->cells.size(), before.heatmap->cells.size());
        QCOMPARE(heatmap.x.categories, before.x.categories);
        QCOMPARE(heatmap.left.categories, before.left.categories);
        QVERIFY2(contains(heatmap.caption, "Data, no federation: 0.970"), heatmap.caption.c_str());
        QCOMPARE(buildTable("tradeoff", record).rows, buildTable("tradeoff", plain).rows);
        const auto leakage = buildTable("leakage", record);
        QCOMPARE(leakage.rows.size(), std::size_t{3 * 17});
        QCOMPARE(leakage.rows[16][3], std::string("data"));
        QCOMPARE(leakage.rows[16][5], std::string());
        QCOMPARE(leakage.rows[16][7], std::string("all"));
        const auto json = nlohmann::json::parse(rowsAsJson(record));
        QCOMPARE(json[16]["attack"].get<std::string>(), std::string("data"));
        QVERIFY(json[16]["layer"].is_null());
        QVERIFY(json[16]["part"].is_null());
        QCOMPARE(json[16]["leaked_updates"].get<std::string>(), std::string("all"));
    }

    void ceilingsThatDifferAreNamed()
    {
        auto record = tests::withCeilings(sampleRecord());
        for (auto& row : record.rows)
            if (row.attack == "data" && row.sweep.front().second == "0.5")
                row.attackUar = {0.9, 0.8, 0.95};
        const auto figure = buildFigure("leaks", record);
        QCOMPARE(seriesNamed(figure, "data, no federation, dropout 0.0").points.front().y, 0.97);
        QCOMPARE(seriesNamed(figure, "data, no federation, dropout 0.5").points.front().y, 0.9);
        QCOMPARE(figure.series.size(), std::size_t{3 + 2 + 1});
    }

    void theCeilingAloneIsAnAttackLikeAnother()
    {
        auto record = tests::withCeilings(sampleRecord());
        std::erase_if(record.rows, [](const auto& row) { return row.attack != "data"; });
        const auto leaks = buildFigure("leaks", record);
        QCOMPARE(leaks.series.size(), std::size_t{3 + 1});
        QCOMPARE(leaks.series.front().role, SeriesRole::Measured);
        QCOMPARE(leaks.x.categories, std::vector<std::string>{"all"});
        const auto layers = buildFigure("layers", record);
        QCOMPARE(layers.left.categories, std::vector<std::string>{"data"});
        QCOMPARE(layers.heatmap->cells.size(), std::size_t{3});
        QCOMPARE(buildTable("tradeoff", record).rows.size(), std::size_t{3});
        QVERIFY(!contains(leaks.caption, "no federation"));
    }

    void aPointWithoutAnAttackShowsItsUtility()
    {
        auto record = tests::withCeilings(sampleRecord());
        for (auto& row : record.rows)
            if (row.sweep.front().second == "0.5") {
                row.attack = row.adversary = row.layer = row.part = "";
                row.leakedUpdates = 1;
                row.attackUar = {std::nan(""), std::nan(""), std::nan("")};
            }
        const auto isLater = [seen = false](const auto& row) mutable {
            return row.attack.empty() && std::exchange(seen, true);
        };
        std::erase_if(record.rows, isLater);
        const auto tradeoff = buildFigure("tradeoff", record);
        QCOMPARE(seriesNamed(tradeoff, "SER UAR").points.size(), std::size_t{3});
        QCOMPARE(seriesNamed(tradeoff, "attack UAR, n = 1").points.size(), std::size_t{2});
        QVERIFY2(contains(tradeoff.caption, "dropout 0.5: SER UAR 0.500 (0.470 to 0.530)."),
                 tradeoff.caption.c_str());
        QVERIFY2(contains(tradeoff.caption, "24 speakers (12 + 12)"), tradeoff.caption.c_str());
        QVERIFY2(!contains(tradeoff.caption, "nan"), tradeoff.caption.c_str());
        QCOMPARE(buildFigure("leaks", record).series.size(), std::size_t{2 + 1 + 1});
        QCOMPARE(buildFigure("layers", record).heatmap->cells.size(), std::size_t{8});
        const auto table = buildTable("tradeoff", record);
        QCOMPARE(table.rows.size(), std::size_t{3});
        QCOMPARE(table.rows[2][4], std::string("0.500 [0.470, 0.530]"));
        QCOMPARE(table.rows[2][5], std::string());
    }

    void layersIsAHeatmapOverTheSweepOrTheLeaks()
    {
        auto record = sampleRecord();
        for (auto& row : record.rows)
            if (row.layer == "last")
                row.attackUar = {0.52, 0.46, 0.58};
        const auto figure = buildFigure("layers", record);
        QVERIFY(figure.heatmap.has_value());
        QCOMPARE(figure.heatmap->cells.size(), std::size_t{12});
        QCOMPARE(figure.left.categories, (std::vector<std::string>{"first", "second", "last", "fusion"}));
        QCOMPARE(figure.heatmap->centre, 0.5);
        for (const auto& cell : figure.heatmap->cells)
            QCOMPARE(cell.crossesChance, figure.left.categories[cell.row] == "last");
        QVERIFY2(contains(figure.caption, "4 of 12") || contains(figure.caption, "3 of 12"),
                 figure.caption.c_str());
        const auto alone = buildFigure("layers", recordWithoutSweep());
        QCOMPARE(alone.x.categories, (std::vector<std::string>{"1", "5", "10", "all"}));
        QCOMPARE(alone.heatmap->cells.size(), std::size_t{16});
    }

    void partsBecomeRowsOfTheHeatmap()
    {
        auto record = recordWithoutSweep();
        auto bias = record.rows;
        for (auto& row : bias) {
            row.part = "bias";
            record.rows.push_back(row);
        }
        const auto figure = buildFigure("layers", record);
        QCOMPARE(figure.left.categories.size(), std::size_t{8});
        QCOMPARE(figure.x.categories.size(), std::size_t{4});
        QCOMPARE(buildFigure("leaks", record).series.size(), std::size_t{2});
    }

    void trainingAveragesOverRunsAndKeepsTheRange()
    {
        auto record = recordWithoutSweep();
        record.curves[1].rounds.resize(5);
        const auto figure = buildFigure("training", record);
        const auto& loss = seriesNamed(figure, "loss");
        QCOMPARE(loss.points.size(), std::size_t{20});
        QCOMPARE(loss.points[0].x, 1.0);
        QCOMPARE(loss.points[0].y, 1.41);
        QCOMPARE(*loss.points[0].low, 1.4);
        QCOMPARE(*loss.points[0].high, 1.42);
        QCOMPARE(loss.points[9].y, record.curves[0].rounds[9].trainingLoss);
        QCOMPARE(seriesNamed(figure, "UAR").axis, SeriesAxis::Right);
    }

    void aStudyWithoutResultsGivesFiguresWithoutSeries()
    {
        experiment::ExperimentRecord record;
        for (const auto& name : figureNames()) {
            const auto figure = buildFigure(name, record);
            QVERIFY(figure.series.empty());
            QVERIFY(!figure.heatmap);
            QCOMPARE(figure.id, name);
        }
    }

    void warningsAreOnEveryFigureAndTable()
    {
        auto record = sampleRecord();
        record.summary.synthetic = true;
        record.summary.state = experiment::ExperimentState::Running;
        record.summary.trialsDone = 2;
        record.rows.front().speakersPerClass = {5, 12};
        const std::string own = "The shadow side has 4 speakers of a class.";
        record.warnings = {experiment::syntheticSpeechWarning(), own,
                           experiment::fewSpeakersWarning("private", "gender", 5),
                           experiment::fewSpeakersWarning("shadow", "gender", 3)};
        std::vector<std::vector<std::string>> all;
        for (const auto& name : figureNames())
            all.push_back(buildFigure(name, record).warnings);
        for (const auto& name : tableNames())
            all.push_back(buildTable(name, record).warnings);
        for (const auto& warnings : all) {
            QCOMPARE(warnings.size(), std::size_t{5});
            QVERIFY(contains(warnings[0], "Synthetic"));
            QVERIFY(contains(warnings[1], "Few speakers: 5 private"));
            QVERIFY(contains(warnings[2], "running, 2 of 6 trials"));
            QCOMPARE(warnings[3], own);
            QVERIFY(contains(warnings[4], "Few speakers: 3 shadow"));
        }
        record.warnings.clear(); // of a record that does not come from an engine
        QCOMPARE(buildFigure("leaks", record).warnings.size(), std::size_t{3});
        QVERIFY(buildFigure("leaks", sampleRecord()).warnings.empty());
    }

    void captionsNameTheAttribute()
    {
        auto record = sampleRecord();
        for (auto& row : record.rows)
            row.attribute = "dialect";
        for (const char* name : {"tradeoff", "leaks", "layers"})
            QVERIFY2(contains(buildFigure(name, record).caption, "dialect"),
                     buildFigure(name, record).caption.c_str());
    }

    void unknownNamesAreRefusedWithTheKnownOnes()
    {
        try {
            buildFigure("tradeof", sampleRecord());
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.isRequestError());
            QVERIFY(contains(error.remedy(), "tradeoff, leaks, layers, features, training"));
        }
        QVERIFY_EXCEPTION_THROWN(buildTable("leak", sampleRecord()), Error);
    }

    void coloursDivergeAtTheCentre()
    {
        const Rgb centre = divergingColour(0.5, 0.5, 0.5);
        QCOMPARE(static_cast<int>(centre.red), static_cast<int>(centre.blue));
        QVERIFY(divergingColour(1, 0.5, 0.5).red > divergingColour(1, 0.5, 0.5).blue);
        QVERIFY(divergingColour(0, 0.5, 0.5).blue > divergingColour(0, 0.5, 0.5).red);
        QVERIFY(divergingColour(7, 0.5, 0.5) == divergingColour(1, 0.5, 0.5));
        QVERIFY(needsWhiteText({0, 0, 0}));
        QVERIFY(!needsWhiteText({255, 255, 255}));
    }

    void linesCanBeToldApartWithoutColour()
    {
        std::set<std::tuple<Marker, bool, Stroke>> looks;
        for (int style = 0; style < 4 * paletteSize; ++style)
            looks.insert({seriesMarker(style), hasHollowMarker(style), seriesStroke(style)});
        QCOMPARE(looks.size(), std::size_t{4 * paletteSize});
        QVERIFY(seriesColour(3) == seriesColour(3 + paletteSize));
    }

    void coloursTellTheLeakedUpdatesAndStrokesTheAdversary()
    {
        auto record = sampleRecord();
        for (auto row : sampleRecord().rows) {
            row.adversary = "adaptive";
            record.rows.push_back(row);
        }
        const auto figure = buildFigure("tradeoff", record);
        for (const char* n : {"1", "5", "10", "all"}) {
            const auto& clean = seriesNamed(figure, std::string("attack UAR, n = ") + n + ", clean");
            const auto& adaptive = seriesNamed(figure, std::string("attack UAR, n = ") + n + ", adaptive");
            QVERIFY(seriesColour(clean.style) == seriesColour(adaptive.style));
            QVERIFY(seriesStroke(clean.style) != seriesStroke(adaptive.style));
            QVERIFY(hasHollowMarker(adaptive.style) && !hasHollowMarker(clean.style));
        }
        QVERIFY(contains(figureAsTex(figure), "dashed, mark size=1.6pt, mark=square*, mark options={solid, "
                                              "fill=white}"));
    }

    void settingsWithoutAnOrderAreNotJoined()
    {
        auto record = sampleRecord();
        record.curves.clear();
        for (auto& row : record.rows)
            row.sweep = {
                {"federation.algorithm", row.sweep[0].second == "0.5" ? "\"fedavg\"" : "\"fedsgd\""}};
        const auto figure = buildFigure("tradeoff", record);
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"fedavg", "fedsgd"}));
        std::set<double> places;
        for (const auto& series : figure.series) {
            if (series.role != SeriesRole::Measured)
                continue;
            QVERIFY(series.pattern == LinePattern::None);
            for (std::size_t i = 0; i < series.points.size(); ++i) {
                QVERIFY(places.insert(series.points[i].x).second);
                QCOMPARE(std::lround(series.points[i].x), static_cast<long>(i));
            }
        }
        QCOMPARE(places.size(), std::size_t{2 * 5});
        const auto csv = figureAsCsv(figure);
        QVERIFY(contains(csv, "SER UAR,measured,left,fedavg,") &&
                contains(csv, "SER UAR,measured,left,fedsgd,"));
    }
};

QTEST_GUILESS_MAIN(TestFigureBuilder)
#include "tst_FigureBuilder.moc"
