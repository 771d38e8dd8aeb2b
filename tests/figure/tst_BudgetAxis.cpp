#include "core/base/Error.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "core/figure/LogAxisSpec.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::recordWithoutSweep;
using tests::sampleRecord;
using tests::seriesNamed;

namespace {

/// A study of udp that sweeps its budget (JSON texts).
experiment::ExperimentRecord budgetStudy(const std::string& corpus, const std::vector<std::string>& budgets)
{
    auto record = recordWithoutSweep();
    const auto rows = std::exchange(record.rows, {});
    for (const auto& budget : budgets)
        for (auto row : rows) {
            row.sweep = {{"privacy.epsilon", budget}};
            record.rows.push_back(row);
        }
    record.curves.clear();
    record.specification = R"({"kind": "federation", "private": {"corpora": [")" + corpus +
                           R"("]}, "attribute": "gender", "federation": {"algorithm": "fedavg"},
                               "privacy": {"mechanism": "udp", "epsilon": 10}})";
    return record;
}

/// Budgets 10, 50 and none with their readings.
experiment::ExperimentRecord accountedStudy(privacy::Guarantee guarantee)
{
    auto record = budgetStudy("crema-d", {"10", "50", "\"inf\""});
    for (auto& row : record.rows) {
        const auto& value = row.sweep.front().second;
        const double epsilon =
            value == "\"inf\"" ? std::numeric_limits<double>::infinity() : std::stod(value);
        row.privacy = tests::accountedPrivacy(epsilon, row.leakedUpdates, guarantee);
    }
    return record;
}

} // namespace

/// Where budgets stand on the axis of a trade-off, what its label and caption promise, and what was published
/// beside.
class TestBudgetAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wideRangesAreLogarithmicAndWordsAreCategories()
    {
        auto record = sampleRecord();
        const char* budgets[] = {"1", "10", "100"};
        for (std::size_t i = 0; i < record.rows.size(); ++i)
            record.rows[i].sweep = {{"privacy.epsilon", budgets[i / 16]}};
        record.curves.clear();
        QCOMPARE(buildFigure("tradeoff", record).x.scale, AxisScale::Log);
        for (auto& row : record.rows)
            if (row.sweep.front().second == "100")
                row.sweep.front().second = "\"inf\"";
        const auto figure = buildFigure("tradeoff", record);
        QCOMPARE(figure.x.scale, AxisScale::Log);
        QCOMPARE(figure.x.unbounded, std::optional<std::string>("no noise"));
        const auto& utility = seriesNamed(figure, "SER UAR");
        QCOMPARE(utility.points.size(), std::size_t{3});
        QCOMPARE(utility.points[1].x, 10.0);
        QVERIFY(std::isinf(utility.points[2].x));
        QVERIFY(contains(figureAsCsv(figure), "SER UAR,measured,left,inf,"));
        QVERIFY(contains(figureAsJson(figure), "\"x\": \"inf\""));
        for (auto& row : record.rows)
            if (row.sweep.front().second == "10")
                row.sweep.front().second = "\"many\"";
        QCOMPARE(buildFigure("tradeoff", record).x.scale, AxisScale::Category);
    }

    void budgetsAreLogarithmicOverNarrowRangesToo()
    {
        const auto record = budgetStudy("crema-d", {"5", "50"});
        QCOMPARE(buildFigure("tradeoff", record).x.scale, AxisScale::Log);
    }

    void infinityStandsRightOfAllNumbers()
    {
        const auto figure = buildFigure("tradeoff", budgetStudy("crema-d", {"5", "50", "\"inf\""}));
        const auto result = placed(figure);
        QVERIFY(result.unbounded && result.unbounded->place > 50 && result.unbounded->place < 500);
        QCOMPARE(result.unbounded->high, 50.0);
        for (const auto& series : result.figure.series)
            for (const auto& point : series.points)
                QVERIFY(std::isfinite(point.x));
        QCOMPARE(seriesNamed(result.figure, "SER UAR").points.back().x, result.unbounded->place);
        const auto tex = figureAsTex(figure);
        QVERIFY(contains(tex, "no noise") && contains(tex, "xtick={5,10,20,50,"));
        QVERIFY(!contains(tex, "(inf"));
    }

    void logTicksAreRoundNumbers()
    {
        QCOMPARE(logTicks(5, 50), (std::vector<double>{5, 10, 20, 50}));
        QCOMPARE(logTicks(0.9, 30000), (std::vector<double>{1, 10, 100, 1000, 10000}));
        QVERIFY(logTicks(11, 19).empty());
    }

    void publishedResultsAreGreyLinesWhereTheyCompare()
    {
        const auto figure = buildFigure("tradeoff", budgetStudy("CREMA_D", {"10", "50", "\"inf\""}));
        const auto& utility = seriesNamed(figure, "published (crema-d): SER UAR");
        QVERIFY(utility.role == SeriesRole::Published);
        QCOMPARE(utility.points.size(), std::size_t{4}); // 10, 25, 50, none; 5 and 100 are outside
        QCOMPARE(utility.points[0].y, 0.6466);
        QVERIFY(std::isinf(utility.points.back().x));
        QCOMPARE(utility.style, seriesNamed(figure, "SER UAR").style);
        const auto& all = seriesNamed(figure, "published (crema-d): attack UAR, n = all");
        QCOMPARE(all.points.size(), std::size_t{3});
        QCOMPARE(all.points.back().y, 0.774);
        QVERIFY(all.axis == SeriesAxis::Right);
        QCOMPARE(all.entry(), utility.entry());
        QCOMPARE(figureAsTex(figure).find(utility.entry()), figureAsTex(figure).rfind(utility.entry()));
        QVERIFY2(contains(figure.caption, "arXiv:2204.02500"), figure.caption.c_str());
        const auto leaks = buildFigure("leaks", budgetStudy("iemocap", {"25", "50"}));
        QCOMPARE(seriesNamed(leaks, "published (iemocap): epsilon 25").points.size(), std::size_t{4});
        QCOMPARE(seriesNamed(leaks, "published (iemocap): epsilon 25").points.back().y, 0.595);
    }

    void theBudgetAxisIsTheUsersChoice()
    {
        const auto record = accountedStudy(privacy::Guarantee::FavourableReading);
        QCOMPARE(budgetAxesOf(record).size(), std::size_t{6});
        QCOMPARE(budgetAxesOf(sampleRecord()).size(), std::size_t{1});
        const auto one = buildTradeoff(record, BudgetAxis::OneUpdate);
        QVERIFY(one.x.scale == AxisScale::Log && one.x.unbounded == "no noise");
        QVERIFY2(contains(one.x.label, "one update") && contains(one.x.label, "1e-05") &&
                     contains(one.x.label, "favourable"),
                 one.x.label.c_str());
        QVERIFY2(contains(one.caption, "most favourable reading"), one.caption.c_str());
        const auto& utility = seriesNamed(one, "SER UAR");
        QCOMPARE(utility.points.size(), std::size_t{3});
        QCOMPARE(utility.points[0].x, 9.0);
        QCOMPARE(utility.points[1].x, 45.0);
        QVERIFY(std::isinf(utility.points[2].x));
        const auto leaked = buildTradeoff(record, BudgetAxis::LeakedUpdates);
        QCOMPARE(seriesNamed(leaked, "attack UAR, n = 1").points[0].x, 10.0);
        QCOMPARE(seriesNamed(leaked, "attack UAR, n = 5").points[0].x, 50.0);
        QCOMPARE(seriesNamed(leaked, "SER UAR").points.size(), std::size_t{3}); // at n = all
        QCOMPARE(seriesNamed(leaked, "SER UAR").points[0].x, 200.0);
        QVERIFY(contains(leaked.caption, "SER stands at the epsilon of n = all"));
    }

    void muchNoiseIsOnTheLeftOfSigma()
    {
        const auto figure = buildTradeoff(accountedStudy(privacy::Guarantee::Holds), BudgetAxis::Sigma);
        QVERIFY(figure.x.reversed);
        const auto drawn = placed(figure);
        const auto& points = seriesNamed(drawn.figure, "SER UAR").points;
        QVERIFY(drawn.unbounded->place < drawn.unbounded->low);
        for (std::size_t i = 1; i < points.size(); ++i)
            QVERIFY(points[i].x > points[i - 1].x);
        QCOMPARE(points.front().x, drawn.unbounded->place);
        QVERIFY(contains(figureAsTex(figure), "x dir=reverse"));
    }

    void whatAnEpsilonIsWorthIsSaidInWords()
    {
        const auto holds = buildTradeoff(accountedStudy(privacy::Guarantee::Holds), BudgetAxis::AllRounds);
        QVERIFY(!contains(holds.x.label, "guarantee") && contains(holds.caption, "upper bounds"));
        auto record = accountedStudy(privacy::Guarantee::None);
        for (auto& row : record.rows)
            row.privacy.epsilonAllRounds = std::numeric_limits<double>::infinity();
        QVERIFY_THROWS_EXCEPTION(Error, buildTradeoff(record, BudgetAxis::AllRounds));
        record.rows.front().privacy.epsilonAllRounds = 3;
        const auto none = buildTradeoff(record, BudgetAxis::AllRounds);
        QVERIFY(contains(none.x.label, "no guarantee") && contains(none.caption, "no guarantee"));
        QCOMPARE(none.x.unbounded, std::optional<std::string>("no bound"));
        const auto nominal =
            buildTradeoff(accountedStudy(privacy::Guarantee::FavourableReading), BudgetAxis::Nominal);
        QVERIFY(contains(nominal.x.label, "no guarantee") && contains(nominal.caption, "no guarantee"));
        const auto swept = buildFigure("tradeoff", accountedStudy(privacy::Guarantee::FavourableReading));
        QVERIFY(contains(swept.x.label, "no guarantee") && contains(swept.caption, "no guarantee"));
        QCOMPARE(buildFigure("tradeoff", accountedStudy(privacy::Guarantee::Holds)).x.label,
                 std::string("epsilon"));
    }

    void publishedBudgetsAreNominal()
    {
        const auto record = accountedStudy(privacy::Guarantee::FavourableReading);
        const auto hasPublished = [&](BudgetAxis axis) {
            return std::ranges::any_of(buildTradeoff(record, axis).series, [](const Series& series) {
                return series.role == SeriesRole::Published;
            });
        };
        QVERIFY(hasPublished(BudgetAxis::Swept) && hasPublished(BudgetAxis::Nominal));
        for (const auto axis :
             {BudgetAxis::OneUpdate, BudgetAxis::LeakedUpdates, BudgetAxis::AllRounds, BudgetAxis::Sigma})
            QVERIFY(!hasPublished(axis));
    }

    void axesHaveNames()
    {
        for (const auto axis : budgetAxes())
            QVERIFY(budgetAxisNamed(budgetAxisName(axis)) == axis);
        QVERIFY_THROWS_EXCEPTION(Error, budgetAxisNamed("epsilon"));
    }

    void otherStudiesHaveNoPublishedLines()
    {
        const auto references = [](const experiment::ExperimentRecord& record) {
            const auto figure = buildFigure("tradeoff", record);
            return std::count_if(figure.series.begin(), figure.series.end(),
                                 [](const auto& series) { return series.role == SeriesRole::Published; });
        };
        auto record = budgetStudy("ravdess", {"10", "50"});
        QCOMPARE(references(record), 5); // udp: beside CREMA-D's
        QVERIFY(contains(buildFigure("tradeoff", record).caption, "published results on crema-d"));
        record.specification.replace(record.specification.find("udp"), 3, "dp-fedavg-local");
        QCOMPARE(references(record), 0);
        record = budgetStudy("crema-d", {"10", "50"});
        record.specification.replace(record.specification.find("gender"), 6, "age");
        QCOMPARE(references(record), 0);
        QCOMPARE(references(sampleRecord()), 0);
        auto single = recordWithoutSweep();
        single.specification =
            R"({"private": {"corpora": ["crema-d"]}, "federation": {"algorithm": "fedsgd"}})";
        QCOMPARE(references(single), 2);
        QCOMPARE(seriesNamed(buildFigure("tradeoff", single), "published (crema-d): attack UAR, n = 1")
                     .points.front()
                     .y,
                 0.7382);
    }

    void mechanismsOfOneStudyKeepTheirPromises()
    {
        auto record = accountedStudy(privacy::Guarantee::FavourableReading);
        for (auto row : accountedStudy(privacy::Guarantee::Holds).rows) {
            row.sweep.emplace_back("privacy.mechanism", R"("dp-fedavg-local")");
            record.rows.push_back(row);
        }
        const auto figure = buildTradeoff(record, BudgetAxis::OneUpdate);
        QCOMPARE(figure.x.label, std::string("epsilon of one update at delta = 1e-05 (guarantees differ)"));
        QVERIFY2(contains(figure.caption, "Those of udp are the most favourable reading, of one utterance"),
                 figure.caption.c_str());
        QVERIFY2(contains(figure.caption, "Those of dp-fedavg-local are upper bounds, of one client"),
                 figure.caption.c_str());
    }

    void studiesSideBySideKeepTheirPromises()
    {
        const auto own = accountedStudy(privacy::Guarantee::Holds);
        auto other = accountedStudy(privacy::Guarantee::FavourableReading);
        other.summary.name = "another";
        const auto alike = buildTradeoff(own, BudgetAxis::OneUpdate, {}, {own});
        QCOMPARE(alike.x.label, std::string("epsilon of one update at delta = 1e-05"));
        const auto figure = buildTradeoff(own, BudgetAxis::OneUpdate, {}, {other});
        QVERIFY2(contains(figure.x.label, "(guarantees differ)"), figure.x.label.c_str());
        QVERIFY(std::ranges::any_of(figure.notes, [](const std::string& note) {
            return contains(note, "upper bounds") && contains(note, "most favourable reading");
        }));
        const auto swapped = buildTradeoff(other, BudgetAxis::OneUpdate, {}, {own});
        QCOMPARE(swapped.x.label, figure.x.label);
    }

    void noNoiseIsASigmaOfNought()
    {
        const auto figure = buildTradeoff(accountedStudy(privacy::Guarantee::Holds), BudgetAxis::Sigma);
        QVERIFY2(contains(figureAsCsv(figure), "SER UAR,measured,left,0,"), figureAsCsv(figure).c_str());
        QVERIFY(!contains(figureAsCsv(figure), "inf"));
        const auto document = nlohmann::json::parse(figureAsJson(figure));
        QCOMPARE(document["series"][0]["points"].back()["x"].get<double>(), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestBudgetAxis)
#include "tst_BudgetAxis.moc"
