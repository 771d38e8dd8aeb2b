#include "core/attack/Calibration.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace undertone::attack;

namespace {

/// A client of two classes whose repeats have these scores.
ClientScore client(const std::string& speaker, std::size_t label, const std::vector<double>& scores)
{
    ClientScore result{speaker, 0, label, 1, {}, {0, 0}};
    for (const double score : scores) {
        result.scores.push_back({-score, score});
        ++result.decisions[score > 0 ? 1 : 0];
    }
    return result;
}

LeakageCell cell(LeakedUpdates n, std::vector<ClientScore> clients)
{
    return {"first", Part::Both, n, std::move(clients)};
}

LeakageReport report(std::vector<LeakageCell> cells)
{
    return {{"F", "M"}, std::move(cells), {}};
}

/// Two shadow federations whose scores noise has moved by 10: F at 8 +- 1, M at 13 +- 2 at n = 1, another
/// place at n = 5.
std::vector<LeakageReport> shifted()
{
    return {report({cell(1, {client("a", 0, {7, 7, 7}), client("b", 0, {9, 9, 90}), client("c", 1, {11}),
                             client("d", 1, {15})}),
                    cell(5, {client("a", 0, {1}), client("c", 1, {2})})}),
            report({cell(1, {client("c", 1, {11, 11}), client("d", 1, {15, 15})})})};
}

double score(const LeakageCell& cell, std::size_t client)
{
    return cell.clients.at(client).scores.front().at(1);
}

class ConstantAttack : public FittedAttack
{
public:
    std::string serialize() const override { return {}; }
    LeakageReport evaluate(const ObservedFederation&, const std::vector<LeakedUpdates>&,
                           undertone::base::Progress&,
                           const std::function<void(const LeakageCell&)>& onCell) const override
    {
        auto found = report({cell(1, {client("x", 0, {9}), client("y", 1, {12})})});
        if (onCell)
            onCell(found.cells.front());
        return found;
    }
};

} // namespace

class TestCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theThresholdOfEachCellComesFromSpeakersMedians()
    {
        const auto calibration = Calibration::of(shifted());
        // Medians: F 7 and 9 (the outlier 90 is one repeat of three), M 11 and 15: means 8 and 13,
        // deviations in the ratio 1 : 2, so the threshold is (8 x 2 + 13 x 1) / 3.
        auto one = cell(1, {client("x", 0, {8}), client("y", 1, {29.0 / 3}), client("z", 1, {12, 9})});
        calibration.apply(one);
        QVERIFY(score(one, 0) < 0);
        QVERIFY(std::abs(score(one, 1)) < 1e-12);
        QVERIFY(score(one, 2) > 0);
        QCOMPARE(one.clients[0].decisions, (std::vector<std::size_t>{1, 0}));
        QCOMPARE(one.clients[2].decisions, (std::vector<std::size_t>{1, 1}));
        QCOMPARE(one.clients[0].scores.front().front(), -score(one, 0));
        auto five = cell(5, {client("x", 0, {1.4}), client("y", 1, {1.6})});
        calibration.apply(five);
        QVERIFY(score(five, 0) < 0 && score(five, 1) > 0);
    }

    void aCellThatTheShadowsLackStays()
    {
        const auto calibration = Calibration::of(shifted());
        auto ten = cell(10, {client("x", 0, {3})});
        calibration.apply(ten);
        QCOMPARE(score(ten, 0), 3.0);
        auto last = cell(1, {client("x", 0, {3})});
        last.layer = "last";
        calibration.apply(last);
        QCOMPARE(score(last, 0), 3.0);
    }

    void oneClassAloneMovesNothing()
    {
        const auto calibration =
            Calibration::of({report({cell(1, {client("a", 0, {7}), client("b", 0, {9})})})});
        auto one = cell(1, {client("x", 0, {8})});
        calibration.apply(one);
        QCOMPARE(score(one, 0), 8.0);
    }

    void everyClassOfSeveralHasItsThreshold()
    {
        // Three classes; noise lifts the scores of class 0 by 5, and class 2 was never learned.
        const auto of = [](const std::string& speaker, std::size_t label, double a, double b) {
            return ClientScore{speaker, 0, label, 1, {{a, b, -100}}, {1, 0, 0}};
        };
        const auto calibration = Calibration::of(
            {report({cell(1, {of("a", 0, 6, -1), of("b", 0, 6.2, -1.2), of("c", 1, 4, 1),
                              of("d", 1, 3.8, 1.2), of("e", 2, 4, -1), of("f", 2, 3.9, -1.1)})})});
        auto one = cell(1, {of("x", 1, 4.1, 0.9), of("y", 0, 6, -1)});
        calibration.apply(one);
        QCOMPARE(one.clients[0].decisions, (std::vector<std::size_t>{0, 1, 0}));
        QCOMPARE(one.clients[1].decisions, (std::vector<std::size_t>{1, 0, 0}));
        QCOMPARE(one.clients[0].scores.front().at(2), -100.0);
    }

    void probabilitiesAreCalibratedToo()
    {
        const auto of = [](const std::string& speaker, std::size_t label, double p) {
            return ClientScore{speaker, 0, label, 1, {{1 - p, p}}, {0, 1}};
        };
        const auto calibration = Calibration::of(
            {report({cell(1, {of("a", 0, 0.7), of("b", 0, 0.72), of("c", 1, 0.9), of("d", 1, 0.92)})})});
        auto one = cell(1, {of("x", 0, 0.75), of("y", 1, 0.88)});
        calibration.apply(one);
        QVERIFY(score(one, 0) < 0 && score(one, 1) > 0);
    }

    void anAttackTakesTheThresholdsOver()
    {
        const auto attack = calibrated(std::make_unique<ConstantAttack>(), Calibration::of(shifted()));
        undertone::base::Progress progress;
        std::vector<LeakageCell> heard;
        const auto found =
            attack->evaluate({}, {1}, progress, [&](const LeakageCell& one) { heard.push_back(one); });
        QCOMPARE(found.cells.size(), std::size_t{1});
        QCOMPARE(heard.size(), std::size_t{1});
        for (const auto& one : {found.cells.front(), heard.front()}) {
            QVERIFY(score(one, 0) < 0 && score(one, 1) > 0);
            QCOMPARE(one.clients[0].decisions, (std::vector<std::size_t>{1, 0}));
        }
        QCOMPARE(attack->evaluate({}, {1}, progress, {}).cells.size(), std::size_t{1});
    }

    void itComesBackFromItsBytes()
    {
        const auto bytes = Calibration::of(shifted()).serialize();
        const auto restored = Calibration::deserialize(bytes);
        QVERIFY(restored.has_value());
        auto once = cell(1, {client("x", 0, {8.123})});
        auto again = once;
        Calibration::of(shifted()).apply(once);
        restored->apply(again);
        QCOMPARE(score(once, 0), score(again, 0));
        QVERIFY(!Calibration::deserialize(bytes.substr(0, bytes.size() - 1)));
        QVERIFY(!Calibration::deserialize("UTATTACK2"));
    }
};

QTEST_APPLESS_MAIN(TestCalibration)
#include "tst_Calibration.moc"
