#include "core/figure/EmbeddingFigure.h"
#include "core/figure/FigureBuilder.h"
#include "core/figure/FigureText.h"
#include "core/figure/ReferenceSpec.h"
#include "core/figure/ResultView.h"
#include "tests/figure/FigureReading.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace undertone;
using namespace undertone::figure;
using tests::contains;
using tests::representationRecord;
using tests::sampleRecord;
using tests::seriesNamed;

namespace {

std::vector<std::string> namesOf(const FigureSpec& figure, SeriesRole role)
{
    std::vector<std::string> names;
    for (const auto& series : figure.series)
        if (series.role == role)
            names.push_back(series.name);
    return names;
}

using Names = std::vector<std::string>;

/// Utility and attack of settings of one study, by name.
experiment::ExperimentRecord studyOf(const std::string& name, const std::string& mechanism,
                                     const std::vector<std::array<double, 3>>& settings)
{
    auto record = sampleRecord();
    auto row = record.rows.front();
    record.rows.clear();
    record.curves.clear();
    record.summary.id = name;
    record.summary.name = name;
    record.summary.corpora = {"demo"};
    record.specification = R"({"privacy": {"mechanism": ")" + mechanism + R"("}})";
    for (const auto& [budget, utility, leak] : settings) {
        row.sweep = {{"privacy.epsilon", std::isinf(budget) ? "\"inf\"" : std::to_string(int(budget))}};
        row.serUar = {utility, utility - 0.03, utility + 0.03};
        row.attackUar = {leak, leak - 0.05, leak + 0.04};
        record.rows.push_back(row);
    }
    return record;
}

} // namespace

class TestRepresentationFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineForEachModalityAndAttribute()
    {
        const auto figure = buildFigure("representation", representationRecord());
        QCOMPARE(figure.id, std::string("representation"));
        QCOMPARE(namesOf(figure, SeriesRole::Measured),
                 (Names{"emotion UAR, text", "emotion UAR, acoustic + text", "attacker UAR, text, gender",
                        "attacker UAR, text, age", "attacker UAR, text, speaker",
                        "attacker UAR, acoustic + text, gender", "attacker UAR, acoustic + text, age",
                        "attacker UAR, acoustic + text, speaker"}));
        QCOMPARE(figure.x.label, std::string("strength of the adversary (lambda)"));
        QCOMPARE(figure.x.scale, AxisScale::Linear);
        const auto& joined = seriesNamed(figure, "attacker UAR, acoustic + text, age");
        QCOMPARE(joined.axis, SeriesAxis::Right);
        QCOMPARE(joined.points.size(), std::size_t{3});
        for (const auto& point : joined.points)
            QCOMPARE(point.y, 0.75 - 0.3 * point.x);
        const auto& emotion = seriesNamed(figure, "emotion UAR, text");
        QCOMPARE(emotion.axis, SeriesAxis::Left);
        for (const auto& point : emotion.points)
            QCOMPARE(point.y, 0.5 - 0.1 * point.x);
    }

    /// Speakers are linked from one utterance, whatever the study reads of the other attributes.
    void everyAttributeHasALineAtItsFewestUtterances()
    {
        auto record = representationRecord();
        std::erase_if(record.rows, [](const auto& row) {
            return row.attack != "linkability" && row.leakedUpdates == 1 && hasAttack(row);
        });
        const auto figure = buildFigure("representation", record);
        const auto names = namesOf(figure, SeriesRole::Measured);
        for (const char* attribute : {"gender", "age", "speaker"})
            QVERIFY2(std::ranges::any_of(names, [&](const auto& name) { return contains(name, attribute); }),
                     attribute);
        QVERIFY(std::ranges::any_of(names, [](const auto& name) { return contains(name, "n = all"); }));
    }

    void theRawInputAndChanceStandBeside()
    {
        const auto figure = buildFigure("representation", representationRecord());
        QCOMPARE(namesOf(figure, SeriesRole::Reference),
                 (Names{"raw input, gender (0.95)", "raw input, age (0.75)", "raw input, speaker (0.85)"}));
        QCOMPARE(seriesNamed(figure, "raw input, age (0.75)").points.front().y, 0.75);
        QCOMPARE(namesOf(figure, SeriesRole::Chance),
                 (Names{"chance, emotion (0.25)", "chance, attack, age (0.333)",
                        "chance, attack, gender and speaker (0.5)"}));
        QVERIFY2(contains(figure.caption, "Raw input, gender: 0.950"), figure.caption.c_str());
        QVERIFY2(
            contains(figure.caption, "text, gender: emotion UAR 0.500 (0.470 to 0.530), attacker UAR 0.900"),
            figure.caption.c_str());
        QVERIFY2(contains(figure.caption, "0.333 (age), 0.5 (gender, speaker)"), figure.caption.c_str());
        QVERIFY(contains(figure.notes.front(), "one utterance"));
    }

    void oneAttributeIsNamedOnTheAxis()
    {
        auto record = representationRecord();
        std::erase_if(record.rows, [](const auto& row) {
            return row.attribute != "gender" || contains(row.sweep.front().second, "acoustic");
        });
        const auto figure = buildFigure("representation", record);
        QCOMPARE(figure.right->label, std::string("attacker UAR (gender)"));
        QCOMPARE(namesOf(figure, SeriesRole::Measured), (Names{"emotion UAR", "attacker UAR"}));
        QCOMPARE(namesOf(figure, SeriesRole::Reference), (Names{"raw input (0.95)"}));
    }

    void otherFiguresShowTheStrongestAttackers()
    {
        const auto leaks = buildFigure("leaks", representationRecord());
        QCOMPARE(leaks.x.label, std::string("utterances of one speaker"));
        QCOMPARE(leaks.series.front().points.size(), std::size_t{2});
        QCOMPARE(leaks.series.front().points[1].y, 0.94);
        const auto tradeoff = buildFigure("tradeoff", representationRecord());
        QVERIFY(seriesNamed(tradeoff, "attacker UAR, n = all, text, gender").points.size() == 3);
        QCOMPARE(seriesNamed(tradeoff, "raw input, age (0.79)").points.front().y, 0.79);
        QCOMPARE(seriesNamed(tradeoff, "raw input, speaker (0.85)").points.front().y, 0.85);
        const auto layers = buildFigure("layers", representationRecord());
        QCOMPARE(layers.left.label, std::string("attacker"));
        QCOMPARE(layers.left.categories, (Names{"gender, linear", "gender, deep", "gender, strongest",
                                                "age, linear", "age, strongest", "speaker, linkability"}));
        QCOMPARE(layers.x.categories.size(), std::size_t{6});
        QCOMPARE(layers.heatmap->cells.size(), std::size_t{36});
        QVERIFY2(contains(layers.notes.front(), "0.333 (age)"), layers.notes.front().c_str());
    }

    void aStudyOfUpdatesHasNoRepresentation()
    {
        QVERIFY(buildFigure("representation", sampleRecord()).series.empty());
        auto record = sampleRecord();
        const auto tradeoff = figureAsCsv(buildFigure("tradeoff", record));
        for (auto row : representationRecord().rows) {
            row.sweep = record.rows.front().sweep;
            record.rows.push_back(row);
        }
        QCOMPARE(figureAsCsv(buildFigure("tradeoff", record)), tradeoff);
        QVERIFY(!buildFigure("representation", record).series.empty());
    }

    void theFrontierIsWhatNothingDominates()
    {
        const auto udp = studyOf("udp study", "udp", {{5, 0.4, 0.52}, {10, 0.5, 0.7}, {25, 0.45, 0.75}});
        const auto local =
            studyOf("dp study", "dp-fedavg-local", {{8, 0.3, 0.48}, {16, 0.35, 0.46}, {64, 0.5, 0.65}});
        const auto figure = buildFrontier({udp, local});
        QCOMPARE(namesOf(figure, SeriesRole::Measured),
                 (Names{"udp, udp study", "dp-fedavg-local, dp study"}));
        const auto& frontier = seriesNamed(figure, "not dominated");
        QVERIFY(frontier.role == SeriesRole::Frontier);
        std::vector<std::pair<double, double>> places;
        for (const auto& point : frontier.points)
            places.emplace_back(point.x, point.y);
        // 0.48 and 0.46 are both chance: the one with more utility stays.
        QCOMPARE(places, (std::vector<std::pair<double, double>>{{0.46, 0.35}, {0.52, 0.4}, {0.65, 0.5}}));
        const auto& point = seriesNamed(figure, "udp, udp study").points.front();
        QCOMPARE(*point.xLow, 0.52 - 0.05);
        QCOMPARE(*point.high, 0.4 + 0.03);
        QVERIFY2(contains(point.detail, "udp, udp study: epsilon 5"), point.detail.c_str());
        QVERIFY(point.reference.starts_with("udp study\t"));
        QVERIFY2(contains(figure.caption, "of 6 settings"), figure.caption.c_str());
        QVERIFY2(contains(figure.caption, "dp-fedavg-local, dp study: epsilon 64 (utility 0.500"),
                 figure.caption.c_str());
        QCOMPARE(figure.notes.size(), std::size_t{1});
    }

    void theStrongestAttackOnASettingCounts()
    {
        auto study = studyOf("udp study", "udp", {{5, 0.4, 0.52}});
        auto stronger = study.rows.front();
        stronger.adversary = "calibrated";
        stronger.leakedUpdates = 10;
        stronger.attackUar = {0.8, 0.7, 0.9};
        study.rows.push_back(stronger);
        const auto figure = buildFigure("frontier", study);
        QCOMPARE(seriesNamed(figure, "udp").points.size(), std::size_t{1});
        QCOMPARE(seriesNamed(figure, "udp").points.front().x, 0.8);
    }

    void sectionsThatAreSweptAreWords()
    {
        auto study = studyOf("s", "none", {{5, 0.4, 0.6}, {10, 0.5, 0.7}});
        study.rows[0].sweep = {{"privacy", R"({"mechanism":"udp","epsilon":5})"}};
        study.rows[1].sweep = {{"privacy", R"({"mechanism":"secure-aggregation"})"}};
        const auto figure = buildFigure("frontier", study);
        QCOMPARE(namesOf(figure, SeriesRole::Measured), (Names{"udp", "secure-aggregation"}));
        const auto& detail = seriesNamed(figure, "udp").points.front().detail;
        QVERIFY2(contains(detail, "udp: udp, epsilon 5\n"), detail.c_str());
        const auto layers = buildFigure("layers", study);
        QCOMPARE(layers.x.categories, (Names{"udp, epsilon 5", "secure-aggregation"}));
    }

    /// Where an adversary is sent, what it gives away stands for the updates.
    void theAdversaryLeads()
    {
        auto study = studyOf("s", "udp", {{5, 0.4, 0.6}});
        auto adversary = study.rows.front();
        adversary.layer = "adversary";
        adversary.attackUar = {0.95, 0.9, 1};
        study.rows.push_back(adversary);
        QCOMPARE(seriesNamed(buildFigure("frontier", study), "udp").points.front().x, 0.95);
        QCOMPARE(buildFigure("leaks", study).series.front().points.front().y, 0.95);
    }

    void defencesAreNamedByWhatProtects()
    {
        QCOMPARE(namesOf(buildFigure("frontier", sampleRecord()), SeriesRole::Measured), (Names{"dropout"}));
        const auto figure = buildFigure("frontier", representationRecord());
        QCOMPARE(namesOf(figure, SeriesRole::Measured), (Names{"no defence", "adversary (gender)"}));
        QCOMPARE(seriesNamed(figure, "no defence").points.size(), std::size_t{2});
        QCOMPARE(seriesNamed(figure, "adversary (gender)").points.size(), std::size_t{4});
        const auto both = buildFrontier({sampleRecord(), representationRecord()});
        QCOMPARE(namesOf(both, SeriesRole::Measured),
                 (Names{"dropout, updates, Sample", "no defence, embeddings, Sample",
                        "adversary (gender), embeddings, Sample"}));
        QCOMPARE(namesOf(both, SeriesRole::Frontier),
                 (Names{"not dominated, embeddings", "not dominated, updates"}));
        auto other = sampleRecord();
        other.summary.corpora = {"elsewhere"};
        other.chanceUtility = 0.5;
        QCOMPARE(buildFrontier({sampleRecord(), other}).notes.size(), std::size_t{3});
        auto empty = sampleRecord();
        empty.rows.clear();
        QVERIFY(buildFigure("frontier", empty).series.empty());
    }

    void utterancesAreDotsOfTheirValue()
    {
        experiment::TrialMap trial{{{"representation.adversary.0.lambda", "0.5"}}, 1, 8, {0.42, 0.2, {}}};
        trial.map.utterances = {
            {"demo", "b/2.wav", "s2", "hap", {{"gender", "M"}, {"speaker", "s2"}}, 0.5, 1},
            {"demo", "a/1.wav", "s1", "neu", {{"gender", "F"}}, 1.5, -1},
            {"demo", "a/2.wav", "s1", "hap", {}, -1, 2}};
        QCOMPARE(colouringsOf(trial), (Names{"emotion", "gender", "speaker"}));
        const auto figure = embeddingFigure(representationRecord(), trial, "emotion");
        QCOMPARE(namesOf(figure, SeriesRole::Measured), (Names{"hap", "neu"}));
        QCOMPARE(figure.x.label, std::string("component 1 (42 %)"));
        const auto& hap = seriesNamed(figure, "hap").points;
        QCOMPARE(hap.size(), std::size_t{2});
        QCOMPARE(hap[0].x, -1.0);
        QVERIFY2(contains(hap[1].detail, "b/2.wav\ns2\nemotion hap\ngender M"), hap[1].detail.c_str());
        QCOMPARE(clipOfReference(hap[1].reference), std::optional(ClipPlace{"demo", "b/2.wav"}));
        QVERIFY(!isSamePoint(hap[0].reference, hap[1].reference));
        QVERIFY(!clipOfReference(
            seriesNamed(buildFigure("leaks", sampleRecord()), "dropout 0.0").points[0].reference));
        QVERIFY2(contains(figure.caption, "3 utterances of 2 test speakers (lambda 0.5, fold 2, seed 8)") &&
                     contains(figure.caption, "by emotion: hap (2), neu (1)."),
                 figure.caption.c_str());
        QCOMPARE(namesOf(embeddingFigure(representationRecord(), trial, "gender"), SeriesRole::Measured),
                 (Names{"F", "M"}));
        QVERIFY(embeddingFigure(representationRecord(), {}, "emotion").series.empty());
    }

    void intervalsGoBothWaysIntoEveryFormat()
    {
        const auto figure = buildFrontier({studyOf("s", "udp", {{5, 0.4, 0.6}})});
        const auto csv = figureAsCsv(figure);
        QVERIFY2(csv.starts_with("series,role,axis,x,y,low,high,x_low,x_high\n"), csv.c_str());
        QVERIFY2(contains(csv, "udp,measured,left,0.6,0.4,0.37,0.43000000000000005,0.5499999999999999,0.64"),
                 csv.c_str());
        QVERIFY2(contains(csv, "not dominated,frontier,left,0.6,0.4"), csv.c_str());
        QVERIFY2(contains(csv, "\"chance, attack (0.5)\",chance,left,0.5,,,,,"), csv.c_str());
        const auto json = nlohmann::json::parse(figureAsJson(figure));
        QCOMPARE(json["series"][0]["points"][0]["x_high"].get<double>(), 0.64);
        QVERIFY(!nlohmann::json::parse(
                     figureAsJson(buildFigure("leaks", sampleRecord())))["series"][0]["points"][0]
                     .contains("x_low"));
        const auto tex = figureAsTex(figure);
        QVERIFY2(contains(tex, "x dir=both") && contains(tex, "const plot"), tex.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRepresentationFigures)
#include "tst_RepresentationFigures.moc"
