#include "core/base/Error.h"
#include "core/base/SeedTree.h"
#include "core/experiment/StudyComparison.h"
#include "core/session/SettingComparison.h"

#include <QtTest>
#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;

namespace {

SpeakerRecall recall(int speaker, std::size_t label, double value)
{
    return {fmt::format("s{}", speaker), label, value};
}

attack::LeakageCell cellOf(const std::vector<SpeakerRecall>& recalls)
{
    attack::LeakageCell cell;
    cell.layer = "first";
    for (const auto& speaker : recalls) {
        attack::ClientScore client;
        client.speaker = speaker.speaker;
        client.label = speaker.label;
        const auto right = static_cast<std::size_t>(std::lround(10 * speaker.recall));
        client.decisions = speaker.label == 0 ? std::vector<std::size_t>{right, 10 - right}
                                              : std::vector<std::size_t>{10 - right, right};
        client.scores = {{0, 0}};
        cell.clients.push_back(client);
    }
    return cell;
}

UtilityResult utilityOf(const std::vector<std::uint64_t>& right)
{
    UtilityResult utility;
    for (std::size_t i = 0; i < right.size(); ++i) {
        learning::ConfusionMatrix confusion(2);
        for (std::size_t c = 0; c < 2; ++c) {
            confusion.add(c, c, right[i]);
            confusion.add(c, 1 - c, 10 - right[i]);
        }
        utility.speakers.push_back({fmt::format("s{}", i), confusion});
    }
    return utility;
}

/// A study of one point with these recalls of four speakers.
StudyEvidence study(const std::string& id, const std::string& specification,
                    const std::vector<double>& recalls, const SweepPoint& point = {})
{
    StudyEvidence evidence;
    evidence.record.summary.id = id;
    evidence.record.summary.name = "Study " + id;
    evidence.record.summary.corpora = {"one"};
    evidence.record.specification = specification;
    std::vector<SpeakerRecall> speakers;
    for (std::size_t i = 0; i < recalls.size(); ++i)
        speakers.push_back(recall(static_cast<int>(i), i % 2, recalls[i]));
    ResultRow row;
    row.sweep = point;
    row.attribute = "gender";
    row.attack = "second-moment";
    row.layer = "first";
    row.part = "both";
    row.attackUar = attackUar(speakers, 2);
    row.speakersPerClass = {2, 2};
    row.serUar = {0.6, 0.5, 0.7};
    evidence.record.rows = {row};
    TrialEvidence trial;
    trial.point = point;
    trial.seed = 8;
    trial.result.utility = utilityOf({6, 7, 5, 8});
    trial.result.leakage.attributeValues = {"F", "M"};
    trial.result.leakage.cells = {cellOf(speakers)};
    evidence.trials = {trial};
    return evidence;
}

std::optional<Error> errorOf(const std::vector<StudyEvidence>& studies)
{
    try {
        compareStudies(studies);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

} // namespace

class TestStudyComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// One study's settings, as if each were a study: the same differences, against the undefended one.
    void settingsOfOneStudyArePaired()
    {
        const std::vector<double> undefended = {0.9, 0.8, 0.9, 1}, defended = {0.5, 0.6, 0.7, 0.6};
        const std::string document =
            R"({"privacy": {"mechanism": "udp", "epsilon": 5}, "sweep": {"privacy": [{"mechanism": "udp", "epsilon": 5}, {"mechanism": "none"}]}})";
        const SweepPoint noise = {{"privacy", R"({"mechanism": "udp", "epsilon": 5})"}};
        const SweepPoint none = {{"privacy", R"({"mechanism": "none"})"}};
        auto both = study("a", document, defended, noise);
        const auto other = study("a", document, undefended, none);
        both.record.rows.push_back(other.record.rows.front());
        both.trials.push_back(other.trials.front());
        const auto settings = session::settingsOf(both);
        QCOMPARE(settings.size(), std::size_t(2));
        const auto comparison = compareStudies(settings);
        QCOMPARE(comparison.cells.size(), std::size_t(1));
        const auto& results = comparison.cells.front().results;
        QCOMPARE(results[0]->attackUar.value, other.record.rows.front().attackUar.value); // undefended first
        const auto& difference = *results[1]->attackDifference;
        QCOMPARE(difference.speakers, std::size_t(4));
        const auto expected = compareStudies({study("b", "{}", undefended), study("c", "{}", defended)});
        const auto& same = *expected.cells.front().results[1]->attackDifference;
        QCOMPARE(difference.difference.value, same.difference.value);
        QCOMPARE(difference.difference.low, same.difference.low);
        QVERIFY(difference.difference.value < -0.2);
        bool differs = false;
        for (const auto& one : comparison.specification)
            differs = differs || one.path == "privacy.mechanism";
        QVERIFY(differs);
        QVERIFY_THROWS_EXCEPTION(Error, session::settingsOf(study("d", "{}", defended)));
    }

    void differencesOfIndependentEstimates()
    {
        // Newcombe 1998 (Statistics in Medicine 17:873), example (a), method 10: 56/70 - 48/80.
        const auto difference = moverDifference(wilsonInterval(48.0 / 80, 80), wilsonInterval(56.0 / 70, 70));
        QVERIFY(std::abs(difference.value - 0.2) < 1e-12);
        QVERIFY(std::abs(difference.low - 0.0524) < 5e-5);
        QVERIFY(std::abs(difference.high - 0.3339) < 5e-5);
    }

    void aCorrelationNarrowsTheInterval()
    {
        const Interval a{0.5, 0.3, 0.7};
        const Interval b{0.6, 0.4, 0.8};
        const auto alone = moverDifference(a, b);
        const auto joined = moverDifference(a, b, 0.8);
        QVERIFY(std::abs(alone.high - (0.1 + std::sqrt(0.08))) < 1e-12);
        QVERIFY(std::abs(joined.high - (0.1 + std::sqrt(0.08 - 1.6 * 0.04))) < 1e-12);
        QVERIFY(std::abs(moverDifference(a, b, 1).low - 0.1) < 1e-9);
    }

    void attacksArePairedBySpeaker()
    {
        std::vector<SpeakerRecall> a, b;
        const double first[] = {0.2, 0.4, 0.6, 0.8, 0.3, 0.5, 0.7, 0.9};
        for (int i = 0; i < 8; ++i) {
            a.push_back(recall(i, i / 4, first[i]));
            b.push_back(recall(7 - i, (7 - i) / 4, first[7 - i] + 0.1));
        }
        const auto paired = pairedAttackDifference(a, b, 2);
        QCOMPARE(paired.speakers, std::size_t{8});
        QVERIFY(std::abs(paired.difference.value - 0.1) < 1e-12);
        QVERIFY(paired.difference.low > 0); // every speaker leaks more
        const auto apart = moverDifference(attackUar(a, 2), attackUar(b, 2));
        QVERIFY(apart.low < 0);
        b.push_back(recall(99, 0, 0.1)); // one whom the first does not know
        QVERIFY(std::abs(pairedAttackDifference(a, b, 2).difference.value - 0.1) < 1e-12);
        for (auto& speaker : b)
            speaker.speaker += "'";
        QCOMPARE(pairedAttackDifference(a, b, 2).speakers, std::size_t{0});
    }

    void pairedIntervalsCover()
    {
        // 400 draws of 2 x 12 speakers with a true difference of 0.15 and a share of variation in common: a
        // conservative 95 % interval misses at most 8 % of them but with probability 1e-3.
        auto stream = base::SeedTree(7).stream("coverage");
        int missed = 0;
        double widths = 0;
        double independent = 0;
        for (int draw = 0; draw < 400; ++draw) {
            std::vector<SpeakerRecall> a, b;
            for (int i = 0; i < 24; ++i) {
                const double own = 0.1 + 0.6 * stream.uniform();
                a.push_back(recall(i, i % 2, own));
                b.push_back(recall(i, i % 2, own + 0.3 * stream.uniform()));
            }
            const auto difference = pairedAttackDifference(a, b, 2).difference;
            missed += difference.low > 0.15 || difference.high < 0.15 ? 1 : 0;
            widths += difference.high - difference.low;
            const auto apart = moverDifference(attackUar(a, 2), attackUar(b, 2));
            independent += apart.high - apart.low;
        }
        QVERIFY2(missed <= 32, qPrintable(QString::number(missed)));
        QVERIFY(widths < 0.6 * independent);
    }

    void utilityIsPairedBySpeakerAndSeed()
    {
        const auto list = [](const std::vector<std::uint64_t>& right) {
            return std::vector<SeedSpeakers>{{8, utilityOf(right).speakers}};
        };
        const auto paired = pairedUtilityDifference(list({2, 9, 4, 7}), list({3, 10, 5, 8}), 1);
        QCOMPARE(paired.speakers, std::size_t{4});
        QVERIFY(std::abs(paired.difference.value - 0.1) < 1e-12);
        QVERIFY(std::abs(paired.difference.low - 0.1) < 1e-12); // the same for each speaker, whoever is drawn
        const auto mixed = pairedUtilityDifference(list({2, 9, 4, 7}), list({6, 9, 4, 7}), 1);
        QVERIFY(std::abs(mixed.difference.value - 0.1) < 1e-12);
        QVERIFY(mixed.difference.low <= 0 && mixed.difference.high >= 0.2);
        QCOMPARE(pairedUtilityDifference(list({2, 9}), {{9, utilityOf({3, 10}).speakers}}, 1).speakers,
                 std::size_t{0});
    }

    void cellsMeetWhereTheSpecificationsDo()
    {
        const auto fixed = study("a", R"({"privacy": {"epsilon": 10, "clip": 1}, "model": {"hidden": [8]}})",
                                 {0.2, 0.3, 0.4, 0.5});
        const auto swept = study("b", R"({"privacy": {"epsilon": 5, "clip": 2}, "model": {"hidden": [8, 4]},
                                          "sweep": {"privacy.epsilon": [10]}})",
                                 {0.4, 0.5, 0.6, 0.7}, {{"privacy.epsilon", "10"}});
        const auto comparison = compareStudies({fixed, swept});
        QCOMPARE(comparison.cells.size(), std::size_t{1});
        QCOMPARE(comparison.cells[0].point, (SweepPoint{{"privacy.epsilon", "10"}}));
        const auto& result = *comparison.cells[0].results[1];
        QCOMPARE(result.attackDifference->speakers, std::size_t{4});
        QVERIFY(std::abs(result.attackDifference->difference.value - 0.2) < 1e-12);
        QCOMPARE(result.serDifference->speakers, std::size_t{4});
        QCOMPARE(result.serDifference->difference.value, 0.0);
        QStringList paths;
        for (const auto& difference : comparison.specification)
            paths << QString::fromStdString(difference.path);
        QCOMPARE(paths,
                 (QStringList{"model.hidden", "privacy.clip", "privacy.epsilon", "sweep.privacy.epsilon"}));
        QVERIFY(!comparison.specification[3].values[0]);
        QCOMPARE(*comparison.specification[0].values[1], std::string("[8,4]"));
        QVERIFY(comparison.warnings.empty());
    }

    void otherCorporaAreNotPaired()
    {
        const auto a = study("a", "{}", {0.2, 0.3, 0.4, 0.5});
        auto b = study("b", "{}", {0.4, 0.5, 0.6, 0.7});
        b.record.summary.corpora = {"two"};
        const auto comparison = compareStudies({a, b});
        const auto& result = *comparison.cells[0].results[1];
        QCOMPARE(result.attackDifference->speakers, std::size_t{0});
        QCOMPARE(result.attackDifference->difference.low,
                 moverDifference(a.record.rows[0].attackUar, b.record.rows[0].attackUar).low);
        QVERIFY(comparison.warnings[0].find("not paired") != std::string::npos);
        b.record.rows[0].attribute = "age";
        QVERIFY(!compareStudies({a, b}).cells[0].results[1]->attackDifference);
    }

    void rowsWithoutCounterpartAreCounted()
    {
        const auto a = study("a", "{}", {0.2, 0.3, 0.4, 0.5});
        auto b = study("b", "{}", {0.4, 0.5, 0.6, 0.7});
        b.record.rows[0].layer = "second";
        const auto comparison = compareStudies({a, b});
        QVERIFY(comparison.cells.empty());
        QCOMPARE(comparison.warnings.size(), std::size_t{2});
        QVERIFY(comparison.warnings[0].find("1 of 1 rows of \"Study a\"") != std::string::npos);
    }

    void twoStudiesAtLeast()
    {
        const auto a = study("a", "{}", {0.2, 0.3, 0.4, 0.5});
        for (const auto& studies : {std::vector{a}, std::vector{a, a}}) {
            const auto error = errorOf(studies);
            QVERIFY(error && error->code() == ErrorCode::InvalidRequest);
        }
    }
};

QTEST_GUILESS_MAIN(TestStudyComparison)
#include "tst_StudyComparison.moc"
