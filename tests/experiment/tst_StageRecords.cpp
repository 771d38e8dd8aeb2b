#include "core/experiment/StageRecords.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::experiment;

namespace {

FederationRecord someRecord()
{
    FederationRecord record;
    for (std::size_t i = 0; i < 3; ++i) {
        federation::RoundRecord round;
        round.round = i;
        round.trainingLoss = 0.1 + static_cast<double>(i) / 3;
        round.validationUar = 1.0 / 3;
        round.validationLoss = i == 2 ? INFINITY : 1e-300;
        round.validation = learning::ConfusionMatrix(2);
        round.validation.add(0, 1, 7);
        round.participants = 4;
        round.cohort = {3, 0, 2, 1};
        round.clip = 0.25;
        record.rounds.push_back(round);
    }
    record.state.nextRound = 3;
    record.state.weights = at::arange(5, at::kFloat);
    record.state.selectedWeights = at::ones(5, at::kFloat);
    record.state.selectedRound = 2;
    record.state.selectedUar = 0.7;
    record.kept["trace"] = std::string("\0\xff binary", 9);
    return record;
}

} // namespace

class TestStageRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFederationRoundTrips()
    {
        const auto before = someRecord();
        const auto after = FederationRecord::deserialize(before.serialize());
        QVERIFY(after.has_value());
        QCOMPARE(after->serialize(), before.serialize());
        QCOMPARE(after->rounds.size(), std::size_t{3});
        QCOMPARE(after->rounds[1].trainingLoss, before.rounds[1].trainingLoss);
        QVERIFY(after->rounds[1].cohort == before.rounds[1].cohort);
        QCOMPARE(after->rounds[1].clip, 0.25);
        QVERIFY(std::isinf(after->rounds[2].validationLoss));
        QCOMPARE(after->rounds[0].validation.count(0, 1), std::uint64_t{7});
        QVERIFY(at::equal(after->state.selectedWeights, before.state.selectedWeights));
        QVERIFY(after->kept == before.kept);
    }

    void aReportRoundTrips()
    {
        attack::LeakageReport report{{"F", "M"}, {}, {"few speakers"}};
        report.cells.push_back({"first", attack::Part::Bias, attack::allUpdates, {}});
        report.cells.back().clients.push_back({"s1", 3, 1, 10, {{-0.1, 0.1}, {0.2, -0.2}}, {4, 6}});
        const auto bytes = serializeReport(report);
        const auto after = deserializeReport(bytes);
        QVERIFY(after.has_value());
        QCOMPARE(serializeReport(*after), bytes);
        QCOMPARE(after->cells[0].clients[0].scores[0][1], 0.1);
        QCOMPARE(after->cells[0].clients[0].decisions[1], std::size_t{6});
        QVERIFY(after->cells[0].part == attack::Part::Bias);
    }

    void damagedBytesAreNothing()
    {
        const auto bytes = someRecord().serialize();
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QVERIFY(!FederationRecord::deserialize(std::string_view(bytes).substr(0, cut)));
        QVERIFY(!deserializeReport(bytes));
        QVERIFY(!deserializeReport("no record"));
    }
};

QTEST_GUILESS_MAIN(TestStageRecords)
#include "tst_StageRecords.moc"
