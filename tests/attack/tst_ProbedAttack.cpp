#include "PlantedFederation.h"

#include "core/attack/AttributeInferenceAttack.h"
#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/learning/ClassificationMetrics.h"
#include "tests/attack/LeakageCells.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::attack;
using tests::aucOf;
using tests::cellOf;

namespace {

AttackRequest requestFor(AttackKind kind)
{
    AttackRequest request{{}, {"F", "M"}, base::SeedTree(8), "cpu"};
    request.spec.kind = kind;
    return request;
}

tests::Plant shadowPlant(std::uint64_t seed = 1)
{
    tests::Plant plant;
    plant.seed = seed;
    return plant;
}

std::vector<ObservedFederation> shadowFederations()
{
    return {tests::plantedFederation(shadowPlant(1)), tests::plantedFederation(shadowPlant(2))};
}

tests::Plant privatePlant()
{
    tests::Plant plant;
    plant.corpus = "private";
    plant.speakersPerClass = {8, 7};
    plant.updates = 12;
    return plant;
}

double recallOf(const LeakageCell& cell)
{
    double hits = 0;
    double all = 0;
    for (const auto& client : cell.clients)
        for (std::size_t c = 0; c < client.decisions.size(); ++c) {
            hits += c == client.label ? static_cast<double>(client.decisions[c]) : 0;
            all += static_cast<double>(client.decisions[c]);
        }
    return hits / all;
}

bool sameReport(const LeakageReport& a, const LeakageReport& b)
{
    bool same = a.cells.size() == b.cells.size() && a.warnings == b.warnings;
    for (std::size_t i = 0; same && i < a.cells.size(); ++i) {
        same = a.cells[i].layer == b.cells[i].layer && a.cells[i].clients.size() == b.cells[i].clients.size();
        for (std::size_t c = 0; same && c < a.cells[i].clients.size(); ++c)
            same = a.cells[i].clients[c].scores == b.cells[i].clients[c].scores &&
                   a.cells[i].clients[c].decisions == b.cells[i].clients[c].decisions;
    }
    return same;
}

LeakageReport attackOnce(const AttackRequest& request, const std::vector<ObservedFederation>& shadows,
                         const ObservedFederation& observed)
{
    const auto attack = fitAttack(request, shadows, tests::unheard());
    return attack->evaluate(observed, request.spec.leakedUpdates, tests::unheard(), {});
}

} // namespace

class TestProbedAttack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plantedCovarianceIsFound()
    {
        const auto report = attackOnce(requestFor(AttackKind::SecondMoment), shadowFederations(),
                                       tests::plantedFederation(privatePlant()));
        QCOMPARE(report.cells.size(), std::size_t{16});
        QVERIFY(aucOf(cellOf(report, "first", 1)) > 0.99);
        QVERIFY(recallOf(cellOf(report, "first", 1)) > 0.9);
        QCOMPARE(aucOf(cellOf(report, "first", allUpdates)), 1.0);
        QCOMPARE(recallOf(cellOf(report, "first", allUpdates)), 1.0);
        QVERIFY(aucOf(cellOf(report, "fusion", allUpdates)) > 0.99);
        // The other layers hold noise: 15 clients, so an AUC of 1 would be a leak in the test or the attack.
        QVERIFY(aucOf(cellOf(report, "second", 1)) < 0.9);
        QVERIFY(aucOf(cellOf(report, "last", 1)) < 0.9);
    }

    void aLinearClassifierIsBlindToIt()
    {
        // Rows of random sign have no mean: the linear attack has nothing to find, the quadratic one has.
        const auto report = attackOnce(requestFor(AttackKind::Linear), shadowFederations(),
                                       tests::plantedFederation(privatePlant()));
        QVERIFY(aucOf(cellOf(report, "first", 1)) < 0.9);
    }

    void aLinearClassifierFindsAMean()
    {
        auto shift = [](ObservedFederation observed) {
            auto& rows = observed.trace.layers[0].probed;
            for (std::size_t i = 0; i < observed.trace.size(); ++i) {
                const bool male = observed.clients[observed.trace.origins[i].client].label == 1;
                rows[static_cast<std::int64_t>(i)].select(1, 5).add_(male ? 0.3 : -0.3);
            }
            return observed;
        };
        auto shadows = shadowFederations();
        for (auto& shadow : shadows)
            shadow = shift(shadow);
        const auto report = attackOnce(requestFor(AttackKind::Linear), shadows,
                                       shift(tests::plantedFederation(privatePlant())));
        QCOMPARE(aucOf(cellOf(report, "first", allUpdates)), 1.0);
        QCOMPARE(recallOf(cellOf(report, "first", allUpdates)), 1.0);
    }

    void theCeilingFindsItInTheInputs()
    {
        const auto request = requestFor(AttackKind::Data);
        const auto report =
            attackOnce(request, shadowFederations(), tests::plantedFederation(privatePlant()));
        QCOMPARE(report.cells.size(), std::size_t{1});
        QCOMPARE(report.cells[0].layer, std::string());
        QCOMPARE(report.cells[0].leakedUpdates, allUpdates);
        QCOMPARE(aucOf(report.cells[0]), 1.0);
        QCOMPARE(recallOf(report.cells[0]), 1.0);
        QCOMPARE(report.cells[0].clients.size(), std::size_t{15});
    }

    void partsAndScoresAreReported()
    {
        auto request = requestFor(AttackKind::SecondMoment);
        request.spec.parts = {Part::Weights, Part::Bias};
        request.spec.layers = {"first", "fusion"};
        request.spec.leakedUpdates = {5, 100};
        std::vector<std::string> seen;
        const auto attack = fitAttack(request, shadowFederations(), tests::unheard());
        const auto report =
            attack->evaluate(tests::plantedFederation(privatePlant()), request.spec.leakedUpdates,
                             tests::unheard(), [&](const LeakageCell& cell) {
                                 seen.push_back(cell.layer + std::to_string(cell.leakedUpdates));
                             });
        QCOMPARE(seen, (std::vector<std::string>{"first5", "first100", "fusion5", "fusion100", "first5",
                                                 "first100", "fusion5", "fusion100"}));
        QVERIFY(aucOf(cellOf(report, "first", 5, Part::Weights)) > 0.99);
        for (const auto& client : cellOf(report, "first", 100, Part::Bias).clients) {
            QCOMPARE(client.updates, std::size_t{12});
            QCOMPARE(client.scores.front()[0], -client.scores.front()[1]);
            QCOMPARE(client.decisions[0] + client.decisions[1], request.spec.repeats);
        }
    }

    void moreThanTwoClassesAreToldApart()
    {
        auto shadow = shadowPlant();
        shadow.speakersPerClass = {5, 5, 5};
        auto secret = privatePlant();
        secret.speakersPerClass = {4, 4, 4};
        auto request = requestFor(AttackKind::SecondMoment);
        request.attributeValues = {"a", "b", "c"};
        const auto report =
            attackOnce(request, {tests::plantedFederation(shadow)}, tests::plantedFederation(secret));
        const auto& cell = cellOf(report, "first", allUpdates);
        QCOMPARE(cell.clients.front().scores.front().size(), std::size_t{3});
        QCOMPARE(recallOf(cell), 1.0);
        QVERIFY(recallOf(cellOf(report, "fusion", allUpdates)) > 0.9);
    }

    void aValueWithoutShadowSpeakersIsNeverAnswered()
    {
        auto request = requestFor(AttackKind::SecondMoment);
        request.attributeValues = {"a", "b", "c"};
        const auto report =
            attackOnce(request, shadowFederations(), tests::plantedFederation(privatePlant()));
        QCOMPARE(report.warnings.size(), std::size_t{1});
        QVERIFY(report.warnings[0].find("\"c\"") != std::string::npos);
        for (const auto& cell : report.cells)
            for (const auto& client : cell.clients)
                QCOMPARE(client.decisions[2], std::size_t{0});
        QCOMPARE(recallOf(cellOf(report, "first", allUpdates)), 1.0);
    }

    void aLayerThatTheModelLacksIsAWarning()
    {
        auto shadow = shadowPlant();
        shadow.outputs = {40, 4};
        auto secret = privatePlant();
        secret.outputs = {40, 4};
        const auto report = attackOnce(requestFor(AttackKind::SecondMoment),
                                       {tests::plantedFederation(shadow)}, tests::plantedFederation(secret));
        QCOMPARE(report.warnings.size(), std::size_t{1});
        QVERIFY(report.warnings[0].find("\"second\"") != std::string::npos);
        QCOMPARE(report.cells.size(), std::size_t{12});
        QVERIFY(aucOf(cellOf(report, "first", 1)) > 0.95);
        // An attack on this model does not fit another.
        const auto attack =
            fitAttack(requestFor(AttackKind::SecondMoment), shadowFederations(), tests::unheard());
        QVERIFY_THROWS_EXCEPTION(
            Error, attack->evaluate(tests::plantedFederation(secret), {1}, tests::unheard(), {}));
    }

    void oneValueAmongTheShadowsIsRefused()
    {
        auto plant = shadowPlant();
        plant.speakersPerClass = {6};
        try {
            fitAttack(requestFor(AttackKind::SecondMoment), {tests::plantedFederation(plant)},
                      tests::unheard());
            QFAIL("must throw");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidRequest);
        }
        QVERIFY_THROWS_EXCEPTION(
            Error, fitAttack(requestFor(AttackKind::SecondMoment), ShadowSource{}, tests::unheard()));
    }

    void oneSpeakerOfAValueIsAWarning()
    {
        auto plant = shadowPlant();
        plant.speakersPerClass = {6, 1};
        const auto report =
            attackOnce(requestFor(AttackKind::SecondMoment), {tests::plantedFederation(plant)},
                       tests::plantedFederation(privatePlant()));
        QCOMPARE(report.warnings.size(), std::size_t{1});
        QVERIFY(aucOf(cellOf(report, "first", allUpdates)) > 0.9);
    }

    void aStopRequestIsNoticed()
    {
        std::stop_source source;
        source.request_stop();
        base::Progress progress({}, source.get_token());
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, fitAttack(requestFor(AttackKind::SecondMoment), shadowFederations(), progress));
    }

    void aRestoredAttackSaysTheSame()
    {
        for (const auto kind : {AttackKind::SecondMoment, AttackKind::Linear, AttackKind::Data}) {
            const auto request = requestFor(kind);
            const auto attack = fitAttack(request, shadowFederations(), tests::unheard());
            auto bytes = attack->serialize();
            const auto restored = restoreAttack(request, bytes);
            QVERIFY(restored != nullptr);
            QVERIFY(restored->serialize() == bytes);
            const auto observed = tests::plantedFederation(privatePlant());
            QVERIFY(sameReport(attack->evaluate(observed, {1, 5}, tests::unheard(), {}),
                               restored->evaluate(observed, {1, 5}, tests::unheard(), {})));
            QVERIFY(
                restoreAttack(requestFor(kind == AttackKind::Linear ? AttackKind::Data : AttackKind::Linear),
                              bytes) == nullptr);
            bytes.pop_back();
            QVERIFY(restoreAttack(request, bytes) == nullptr);
        }
    }

    void workersDoNotChangeTheResult()
    {
        const auto request = requestFor(AttackKind::SecondMoment);
        const auto shadows = shadowFederations();
        const auto observed = tests::plantedFederation(privatePlant());
        const auto expected = fitAttack(request, shadows, tests::unheard())->serialize();
        std::vector<std::string> fitted(4);
        base::parallelFor(4, 2, [&](std::size_t i) {
            fitted[i] = fitAttack(request, shadows, tests::unheard())->serialize();
        });
        for (const auto& bytes : fitted)
            QVERIFY(bytes == expected);
    }
};

QTEST_GUILESS_MAIN(TestProbedAttack)
#include "tst_ProbedAttack.moc"
