#include "core/base/Csv.h"
#include "core/base/Error.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "core/figure/ReferenceSpec.h"
#include "core/figure/WarningText.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::seriesNamed;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Cell
{
    const char* budget;
    attack::LeakedUpdates n;
    const char* adversary;
    experiment::Interval attack;
    experiment::Interval ser;
};

experiment::ExperimentRecord recordOf(const std::vector<Cell>& cells)
{
    auto record = tests::recordWithoutSweep();
    const auto like = record.rows.front();
    record.rows.clear();
    record.curves.clear();
    for (const auto& cell : cells) {
        auto row = like;
        row.sweep = {{"attack.adversary", '"' + std::string(cell.adversary) + '"'},
                     {"privacy.epsilon", cell.budget}};
        row.adversary = cell.adversary;
        row.leakedUpdates = cell.n;
        row.attackUar = cell.attack;
        row.serUar = cell.ser;
        const bool noisy = std::string(cell.budget) != "\"inf\"";
        row.privacy.sigma = noisy ? 0.1 : 0.0;
        row.privacy.epsilonNominal = noisy ? std::stod(cell.budget) : infinity;
        record.rows.push_back(row);
    }
    return record;
}

/// Without noise 0.64; 5 meets an attack of 0.6 and a loss of 0.05 by its intervals, 10 by its estimates, 20
/// but for one adversary, 50 but for SER.
experiment::ExperimentRecord budgets()
{
    const experiment::Interval good{0.63, 0.60, 0.66}, poor{0.58, 0.55, 0.61};
    return recordOf({{"\"inf\"", 1, "clean", {0.9, 0.8, 0.95}, {0.64, 0.6, 0.68}},
                     {"5", 1, "clean", {0.5, 0.45, 0.55}, good},
                     {"5", 10, "clean", {0.52, 0.46, 0.6}, good},
                     {"10", 1, "clean", {0.55, 0.5, 0.6}, good},
                     {"10", 10, "clean", {0.58, 0.5, 0.7}, good},
                     {"20", 1, "clean", {0.5, 0.45, 0.55}, good},
                     {"20", 1, "calibrated", {0.7, 0.6, 0.8}, good},
                     {"50", 1, "clean", {0.5, 0.45, 0.55}, poor}});
}

} // namespace

/// What a reader adds to a trade-off: bounds, other studies beside; and what a click on it refers to.
class TestTradeoffView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settingsWithinTheBoundsAreMarkedByWhatMeetsThem()
    {
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept, Bounds{0.6, 0.05});
        QCOMPARE(figure.marks.size(), std::size_t{2});
        QCOMPARE(figure.marks[0].x, 5.0);
        QVERIFY(figure.marks[0].isSure); // the attack's upper bound is 0.6, SER's lower one 0.60
        QCOMPARE(figure.marks[1].x, 10.0);
        QVERIFY(!figure.marks[1].isSure);
        QVERIFY2(contains(figure.caption, "below 0.640 (without noise)"), figure.caption.c_str());
    }

    void linesStandAtTheBounds()
    {
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept, Bounds{0.6, 0.05});
        std::map<SeriesAxis, double> bounds;
        for (const auto& series : figure.series)
            if (series.role == SeriesRole::Bound)
                bounds[series.axis] = series.points.front().y;
        QCOMPARE(bounds.at(SeriesAxis::Right), 0.6);
        QVERIFY(std::abs(bounds.at(SeriesAxis::Left) - 0.59) < 1e-12);
    }

    void nothingMeetsWhatCannotBeMet()
    {
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept, Bounds{0.3, 0.0});
        QVERIFY(figure.marks.empty());
        QVERIFY(contains(figure.notes.back(), "No setting"));
        QVERIFY(contains(figure.caption, "by the 95 % intervals: none"));
        QVERIFY(buildTradeoff(budgets(), BudgetAxis::Swept).marks.empty());
    }

    void withoutAnyFreeOfNoiseTheBestIsTheBaseline()
    {
        auto record = budgets();
        std::erase_if(record.rows, [](const auto& row) { return row.privacy.sigma == 0.0; });
        const auto figure = buildTradeoff(record, BudgetAxis::Swept, Bounds{0.6, 0.05});
        QVERIFY2(contains(figure.caption, "below 0.630 (the best setting here)"), figure.caption.c_str());
    }

    void marksStandWithTheirSettingOnEveryAxis()
    {
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Sigma, Bounds{0.95, 0.2});
        QCOMPARE(figure.marks.size(), std::size_t{5});
        QCOMPARE(figure.marks.front().x, 0.1);
        QVERIFY(std::isinf(figure.marks.back().x));
        QVERIFY(contains(figureAsCsv(figure), "meets the bounds,by-"));
        QVERIFY(contains(figureAsTex(figure), "regular polygon"));
    }

    void utilityIsDrawnOnceForEveryAdversary()
    {
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept);
        const auto& utility = seriesNamed(figure, "SER UAR");
        QCOMPARE(utility.points.size(), std::size_t{5});
        QCOMPARE(std::count_if(figure.series.begin(), figure.series.end(),
                               [](const auto& series) {
                                   return series.axis == SeriesAxis::Left &&
                                          series.role == SeriesRole::Measured;
                               }),
                 std::ptrdiff_t{1});
    }

    void otherStudiesStandBesideWithTheirOwnNumbers()
    {
        auto own = budgets(), other = budgets();
        own.summary.name = "Mine";
        other.summary = own.summary;
        other.summary.name = "Theirs";
        other.summary.id = "ffffffffffff";
        for (auto& row : other.rows)
            row.serUar.value -= 0.2;
        const auto figure = buildTradeoff(own, BudgetAxis::Swept, {}, {other});
        const auto& mine = seriesNamed(figure, "SER UAR, Mine");
        const auto& theirs = seriesNamed(figure, "SER UAR, Theirs");
        QCOMPARE(mine.points.size(), theirs.points.size());
        for (std::size_t i = 0; i < mine.points.size(); ++i) {
            QCOMPARE(mine.points[i].x, theirs.points[i].x);
            QVERIFY(std::abs(mine.points[i].y - theirs.points[i].y - 0.2) < 1e-12);
            QVERIFY(!isSamePoint(mine.points[i].reference, theirs.points[i].reference));
        }
        std::set<int> styles;
        std::size_t measured = 0;
        for (const auto& series : figure.series)
            if (series.role == SeriesRole::Measured) {
                styles.insert(series.style);
                ++measured;
            }
        QCOMPARE(styles.size(), measured);
        QCOMPARE(std::count_if(figure.series.begin(), figure.series.end(),
                               [](const auto& series) { return series.role == SeriesRole::Chance; }),
                 std::ptrdiff_t{2});
        QVERIFY(contains(figure.caption, "Beside it, Theirs:"));
        QVERIFY(contains(figure.notes.front(), "n = 10"));
    }

    void aStudyWithoutTheAxisIsSaidToBeMissing()
    {
        auto other = tests::sampleRecord();
        other.summary.name = "Dropouts";
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept, {}, {other});
        QVERIFY2(contains(figure.notes.back(), "Not drawn: Dropouts"), figure.notes.back().c_str());
        for (const auto& series : figure.series)
            QVERIFY(!contains(series.name, "Dropouts"));
    }

    void studiesOfOneNameAreToldApart()
    {
        auto other = budgets();
        other.summary.id = "ffffffffffff";
        const auto figure = buildTradeoff(budgets(), BudgetAxis::Swept, {}, {other});
        seriesNamed(figure, "SER UAR, Sample 0123");
        seriesNamed(figure, "SER UAR, Sample ffff");
    }

    void pointsReferToTheRowsOfTheTable()
    {
        const auto record = tests::sampleRecord();
        const auto table = buildTable("leakage", record);
        QCOMPARE(table.references.size(), table.rows.size());
        QCOMPARE(std::set<std::string>(table.references.begin(), table.references.end()).size(),
                 table.rows.size());
        for (const auto& name : {"tradeoff", "leaks"}) {
            const auto figure = buildFigure(name, record);
            for (const auto& series : figure.series)
                for (const auto& point : series.points)
                    if (series.role == SeriesRole::Measured)
                        QCOMPARE(
                            std::count(table.references.begin(), table.references.end(), point.reference),
                            std::ptrdiff_t{1});
        }
        const auto layers = buildFigure("layers", record);
        for (const auto& cell : layers.heatmap->cells)
            QCOMPARE(std::count(table.references.begin(), table.references.end(), cell.reference),
                     std::ptrdiff_t{1});
        QVERIFY(isSamePoint(table.references[0], table.references[1]));
        QVERIFY(!isSamePoint(table.references.front(), table.references.back()));
        QVERIFY(!isSamePoint("", ""));
    }

    void warningsThatDifferInNumbersBecomeOne()
    {
        const std::vector<std::string> texts = {"The epsilon of 5 understates: 37.41 (at 1e-05). Do x.",
                                                "Other 2 words.",
                                                "The epsilon of 10 understates: 105.2 (at 1e-05). Do x.",
                                                "The epsilon of 5 understates: 34.98 (at 1e-05). Do x."};
        QCOMPARE(merged(texts), (std::vector<std::string>{
                                    "The epsilon of 5 to 10 understates: 34.98 to 105.2 (at 1e-05). Do x.",
                                    "Other 2 words."}));
        QCOMPARE(firstSentences(merged(texts)),
                 (std::vector<std::string>{"The epsilon of 5 to 10 understates: 34.98 to 105.2 (at 1e-05).",
                                           "Other 2 words."}));
        QVERIFY(merged({}).empty());
        QCOMPARE(merged({"fold2 a 1.", "fold2 a 1."}), (std::vector<std::string>{"fold2 a 1."}));
        QCOMPARE(merged({"n1 x", "n2 x"}).size(), std::size_t{2}); // a name is no number
    }

    void figuresSayWhatIsWrongAndTablesWhatToDo()
    {
        auto record = tests::sampleRecord();
        record.warnings = {"Nominal 5 is not 37. Choose another.", "Nominal 10 is not 100. Choose another."};
        QCOMPARE(buildFigure("leaks", record).warnings,
                 (std::vector<std::string>{"Nominal 5 to 10 is not 37 to 100."}));
        QCOMPARE(buildTable("leakage", record).warnings,
                 (std::vector<std::string>{"Nominal 5 to 10 is not 37 to 100. Choose another."}));
    }

    void trainingThatTheAttackDoesNotTouchIsDrawnOnce()
    {
        auto record = tests::recordWithoutSweep();
        const auto curves = std::exchange(record.curves, {});
        for (const char* adversary : {"\"clean\"", "\"calibrated\""})
            for (auto curve : curves) {
                curve.sweep = {{"attack.adversary", adversary}};
                record.curves.push_back(curve);
            }
        const auto figure = buildFigure("training", record);
        QCOMPARE(figure.series.size(), std::size_t{3});
        QCOMPARE(figure.series.front().name, std::string("loss"));
        QVERIFY(contains(figure.series.front().points.front().detail, "over 2 runs"));
    }
};

QTEST_GUILESS_MAIN(TestTradeoffView)
#include "tst_TradeoffView.moc"
