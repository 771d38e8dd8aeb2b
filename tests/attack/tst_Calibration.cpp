#include "core/attack/Calibration.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace undertone::attack;

namespace {

/// A client of two classes whose repeats have these scores.
ClientScore client(std::size_t number, std::size_t label, const std::vector<double>& scores)
{
    ClientScore result{std::to_string(number), number, label, 1, {}, {0, 0}};
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

/// Two shadow federations of which the defence leaves half of every score and adds 10 at n = 1, adds 1 at n =
/// 5. The clients lie off the attack's threshold, all on the same side, and come in another order.
std::vector<ReportPair> shifted()
{
    return {{report({cell(1, {client(0, 0, {1, 3}), client(1, 1, {5})}), cell(5, {client(0, 0, {2})})}),
             report({cell(1, {client(1, 1, {12.5}), client(0, 0, {9, 13})}), cell(5, {client(0, 0, {3})})})},
            {report({cell(1, {client(0, 0, {4})}), cell(5, {client(0, 0, {6})})}),
             report({cell(1, {client(0, 0, {12})}), cell(5, {client(0, 0, {7})})})}};
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
        auto found = report({cell(1, {client(0, 0, {9}), client(1, 1, {12})})});
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
    void theThresholdIsWhereTheDefencePutsIt()
    {
        const auto calibration = Calibration::of(shifted());
        auto one = cell(1, {client(0, 0, {8}), client(1, 1, {10}), client(2, 1, {12, 9})});
        calibration.apply(one);
        QVERIFY(score(one, 0) < 0);
        QVERIFY(std::abs(score(one, 1)) < 1e-12);
        QVERIFY(score(one, 2) > 0);
        QCOMPARE(one.clients[0].decisions, (std::vector<std::size_t>{1, 0}));
        QCOMPARE(one.clients[2].decisions, (std::vector<std::size_t>{1, 1}));
        QCOMPARE(one.clients[0].scores.front().front(), -score(one, 0));
        auto five = cell(5, {client(0, 0, {0.9}), client(1, 1, {1.1})});
        calibration.apply(five);
        QVERIFY(std::abs(score(five, 0) + 0.1) < 1e-12 && std::abs(score(five, 1) - 0.1) < 1e-12);
    }

    void scoresAreMeasuredInTheirSpreadUnderTheDefence()
    {
        // On the line but for one client whose two repeats lie 2 off it: mean square 2 x 2^2 / 4.
        auto one = cell(1, {client(0, 0, {12})});
        Calibration::of(shifted()).apply(one);
        QVERIFY(std::abs(score(one, 0) - 2 / std::sqrt(0.25 + 8.0 / 4)) < 1e-12);
    }

    void withoutADefenceNothingMoves()
    {
        const auto clean = shifted().front().clean;
        const auto calibration = Calibration::of({{clean, clean}});
        auto five = cell(5, {client(0, 0, {0.25})});
        calibration.apply(five);
        QCOMPARE(score(five, 0), 0.25);
    }

    void aCellThatTheShadowsLackStays()
    {
        const auto calibration = Calibration::of(shifted());
        auto ten = cell(10, {client(0, 0, {3})});
        calibration.apply(ten);
        QCOMPARE(score(ten, 0), 3.0);
        auto last = cell(1, {client(0, 0, {3})});
        last.layer = "last";
        calibration.apply(last);
        QCOMPARE(score(last, 0), 3.0);
    }

    void scoresThatAreAllAlikeMoveNothing()
    {
        const auto alike = report({cell(1, {client(0, 0, {2}), client(1, 1, {2})})});
        const auto calibration = Calibration::of({{alike, alike}});
        auto one = cell(1, {client(0, 0, {8})});
        calibration.apply(one);
        QCOMPARE(score(one, 0), 8.0);
    }

    void everyClassOfSeveralHasItsThreshold()
    {
        // Three classes; noise lifts the scores of class 0 by 5, and class 2 was never learned.
        const auto of = [](std::size_t number, std::size_t label, double a, double b) {
            return ClientScore{std::to_string(number), number, label, 1, {{a, b, -100}}, {1, 0, 0}};
        };
        const auto calibration =
            Calibration::of({{report({cell(1, {of(0, 0, 1, -1), of(1, 1, -1, 1), of(2, 2, -1, -1)})}),
                              report({cell(1, {of(0, 0, 6, -1), of(1, 1, 4, 1), of(2, 2, 4, -1)})})}});
        auto one = cell(1, {of(0, 1, 4.1, 0.9), of(1, 0, 6, -1)});
        calibration.apply(one);
        QCOMPARE(one.clients[0].decisions, (std::vector<std::size_t>{0, 1, 0}));
        QCOMPARE(one.clients[1].decisions, (std::vector<std::size_t>{1, 0, 0}));
        QCOMPARE(one.clients[0].scores.front().at(2), -100.0);
    }

    void probabilitiesAreCalibratedToo()
    {
        const auto of = [](std::size_t number, std::size_t label, double p) {
            return ClientScore{std::to_string(number), number, label, 1, {{1 - p, p}}, {0, 1}};
        };
        const auto calibration = Calibration::of({{report({cell(1, {of(0, 0, 0.1), of(1, 1, 0.9)})}),
                                                   report({cell(1, {of(0, 0, 0.7), of(1, 1, 0.9)})})}});
        auto one = cell(1, {of(0, 0, 0.75), of(1, 1, 0.85)});
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

    void heldOutSpeakersSetThresholdsByTheirMedians()
    {
        // Medians: F 7 and 9 (the outlier 90 is one repeat of three), M 11 and 15: means 8 and 13,
        // deviations in the ratio 1 : 2, so the threshold is (8 x 2 + 13 x 1) / 3.
        const auto calibration =
            Calibration::ofHeldOut({report({cell(1, {client(0, 0, {7, 7, 7}), client(1, 0, {9, 9, 90}),
                                                     client(2, 1, {11}), client(3, 1, {15})}),
                                            cell(5, {client(0, 0, {1}), client(2, 1, {2})})}),
                                    report({cell(1, {client(2, 1, {11, 11}), client(3, 1, {15, 15})})})});
        auto one = cell(1, {client(0, 0, {8}), client(1, 1, {29.0 / 3}), client(2, 1, {12, 9})});
        calibration.apply(one);
        QVERIFY(score(one, 0) < 0);
        QVERIFY(std::abs(score(one, 1)) < 1e-12);
        QVERIFY(score(one, 2) > 0);
        QCOMPARE(one.clients[2].decisions, (std::vector<std::size_t>{1, 1}));
        auto five = cell(5, {client(0, 0, {1.4}), client(1, 1, {1.6})});
        calibration.apply(five);
        QVERIFY(score(five, 0) < 0 && score(five, 1) > 0);
    }

    void oneClassAloneSetsNoThreshold()
    {
        const auto calibration =
            Calibration::ofHeldOut({report({cell(1, {client(0, 0, {7}), client(1, 0, {9})})}), report({})});
        auto one = cell(1, {client(0, 0, {8})});
        calibration.apply(one);
        QCOMPARE(score(one, 0), 8.0);
    }

    void itComesBackFromItsBytes()
    {
        const auto bytes = Calibration::of(shifted()).serialize();
        const auto restored = Calibration::deserialize(bytes);
        QVERIFY(restored.has_value());
        auto once = cell(1, {client(0, 0, {8.123})});
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
