#include "core/figure/ClientsFigure.h"
#include "core/figure/CorpusFigures.h"
#include "core/figure/ReferenceSpec.h"
#include "tests/figure/SampleRecord.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::figure;

namespace {

/// Two repeats of one client: its scores for the second value, and what was decided.
attack::ClientScore client(const char* speaker, std::size_t label, double first, double second)
{
    attack::ClientScore score;
    score.speaker = speaker;
    score.label = label;
    score.decisions = {0, 0};
    for (const double one : {first, second}) {
        score.scores.push_back({-one, one});
        ++score.decisions[one > 0 ? 1 : 0];
    }
    return score;
}

attack::LeakageReport reportOf(const std::vector<attack::ClientScore>& clients)
{
    attack::LeakageReport report;
    report.attributeValues = {"F", "M"};
    attack::LeakageCell cell;
    cell.layer = "first";
    cell.leakedUpdates = 5;
    cell.clients = clients;
    report.cells.push_back(cell);
    cell.layer = "second"; // of another row
    cell.clients = {client("z", 0, 9, 9)};
    report.cells.push_back(cell);
    return report;
}

experiment::ResultRow rowOf(const experiment::ExperimentRecord& record)
{
    for (const auto& row : record.rows)
        if (row.layer == "first" && row.leakedUpdates == 5)
            return row;
    throw std::runtime_error("no row");
}

corpus::Corpus corpusOf()
{
    corpus::Corpus corpus;
    corpus.name = "small";
    const auto add = [&](const char* speaker, const char* emotion, const char* gender, double seconds) {
        corpus::Utterance utterance;
        utterance.speaker = speaker;
        utterance.emotion = emotion;
        utterance.attributes = {{"gender", gender}, {"take", std::to_string(corpus.utterances.size())}};
        utterance.seconds = seconds;
        corpus.utterances.push_back(utterance);
    };
    for (int i = 0; i < 3; ++i)
        add("a", "hap", "F", 1 + i);
    add("a", "sad", "F", 2);
    add("b", "sad", "M", 4);
    add("c", "hap", "M", 0.5);
    for (int i = 0; i < 10; ++i)
        add("c", "hap", "M", 2.5);
    return corpus;
}

} // namespace

class TestClientsFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyClientOfTheRowIsDrawnOverAllTrials()
    {
        const auto record = tests::sampleRecord();
        const auto row = rowOf(record);
        const auto one = reportOf({client("b", 0, -2, -1), client("a", 0, 1, -3), client("m", 1, 2, 4)});
        const auto two = reportOf({client("b", 0, 0.5, -1), client("m", 1, -1, 3)});
        const auto figure = clientsFigure(record, row, {&one, &two});
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"a", "b", "m"})); // -1, -0.875, 2
        QCOMPARE(figure.series.size(), std::size_t{3});
        const auto& women = figure.series[0];
        QCOMPARE(women.name, std::string("F"));
        QCOMPARE(women.points.size(), std::size_t{2});
        QCOMPARE(women.points[0].y, -1.0);
        QCOMPARE(women.points[1].y, -0.875);
        QCOMPARE(*women.points[1].low, -2.0);
        QCOMPARE(*women.points[1].high, 0.5);
        QCOMPARE(figure.series[1].points[0].y, 2.0);
        QCOMPARE(figure.series[1].points[0].x, 2.0);
        QCOMPARE(figure.series[1].points[0].reference, referenceTo(record.summary.id, row));
        QVERIFY(figure.series[0].points[1].detail.find("3 of 4 decisions are right") != std::string::npos);
        QCOMPARE(figure.series[2].role, SeriesRole::Chance);
        QCOMPARE(figure.series[2].points[0].y, 0.0);
        // F: (1/2 + 3/4) / 2, M: 3/4
        QVERIFY2(figure.caption.find("F: 2 clients, 0.625") != std::string::npos, figure.caption.c_str());
        QVERIFY2(figure.caption.find("M: 1 clients, 0.750") != std::string::npos, figure.caption.c_str());
    }

    void clientsOfOneSpeakerAreToldApartByTheirOrderWhateverTheirNumbers()
    {
        const auto record = tests::sampleRecord();
        auto one = reportOf({client("a", 0, 1, 1), client("a", 0, 2, 2)});
        auto two = reportOf({client("a", 0, 3, 3), client("a", 0, 4, 4)});
        two.cells[0].clients[0].client = 7;
        two.cells[0].clients[1].client = 9;
        const auto figure = clientsFigure(record, rowOf(record), {&one, &two});
        QCOMPARE(figure.x.categories, (std::vector<std::string>{"a #1", "a #2"}));
        QCOMPARE(figure.series[0].points[0].y, 2.0);
        QCOMPARE(figure.series[0].points[1].y, 3.0);
    }

    void ofSeveralValuesTheOwnIsComparedWithTheBestOther()
    {
        const auto record = tests::sampleRecord();
        auto report = reportOf({});
        report.attributeValues = {"x", "y", "z"};
        attack::ClientScore score;
        score.speaker = "a";
        score.label = 2;
        score.scores = {{0.5, -1, 2}, {3, 1, 1}};
        score.decisions = {1, 0, 1};
        report.cells[0].clients = {score};
        const auto figure = clientsFigure(record, rowOf(record), {&report});
        QCOMPARE(figure.series.front().name, std::string("z"));
        QCOMPARE(*figure.series.front().points.front().high, 1.5);
        QCOMPARE(*figure.series.front().points.front().low, -2.0);
    }

    void nothingIsDrawnOfARowWithoutClients()
    {
        const auto record = tests::sampleRecord();
        QVERIFY(clientsFigure(record, {}, {}).series.empty());
        const auto report = reportOf({});
        QVERIFY(clientsFigure(record, rowOf(record), {&report}).series.empty());
    }

    void aCorpusIsCountedBySpeakersEmotionsAndSeconds()
    {
        const auto corpus = corpusOf();
        const auto figures = corpusFigures(corpus);
        const auto& speakers = figures[0];
        QCOMPARE(speakers.series.size(), std::size_t{1}); // "take" has a value for every clip
        QCOMPARE(speakers.x.categories, (std::vector<std::string>{"F", "M"}));
        QCOMPARE(speakers.series[0].points[0].y, 1.0);
        QCOMPARE(speakers.series[0].points[1].y, 2.0);
        const auto& emotions = *figures[1].heatmap;
        QCOMPARE(emotions.cells.size(), std::size_t{6});
        for (const auto& cell : emotions.cells) {
            double count = 0;
            for (const auto& utterance : corpus.utterances)
                count += utterance.speaker == figures[1].left.categories[cell.row] &&
                         utterance.emotion == figures[1].x.categories[cell.column];
            QCOMPARE(cell.value, count);
        }
        QCOMPARE(emotions.reach, 11.0);
        double clips = 0;
        for (const auto& point : figures[2].series[0].points)
            clips += point.y;
        QCOMPARE(clips, static_cast<double>(corpus.utterances.size()));
        QCOMPARE(figures[2].series[0].points.back().y, 1.0);
        QVERIFY(figures[2].caption.find("0.50 to 4.00 s, median 2.50 s") != std::string::npos);
    }

    void anEmptyCorpusHasEmptyFigures()
    {
        const auto figures = corpusFigures({});
        QCOMPARE(figures.size(), std::size_t{3});
        QVERIFY(figures[0].series.empty() && figures[1].heatmap->cells.empty() && figures[2].series.empty());
    }
};

QTEST_GUILESS_MAIN(TestClientsFigure)
#include "tst_ClientsFigure.moc"
