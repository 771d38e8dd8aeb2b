#include "PlantedFederation.h"

#include "core/attack/CnnTraining.h"
#include "core/attack/LeakDraws.h"
#include "core/learning/Torch.h"
#include "tests/attack/LeakageCells.h"
#include "tests/support/TemporaryFolder.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace undertone;
using namespace undertone::attack;
using federation::wholeCohort;
using tests::aucOf;
using tests::cellOf;

namespace {

constexpr std::size_t cohortSize = 4;

AttackRequest requestFor(AttackKind kind)
{
    AttackRequest request{{}, {"F", "M"}, base::SeedTree(8), "cpu"};
    request.spec.kind = kind;
    request.spec.repeats = 4;
    request.spec.leakedUpdates = {1, 3, allUpdates};
    return request;
}

tests::Plant shadowPlant(std::uint64_t seed)
{
    tests::Plant plant;
    plant.seed = seed;
    plant.updates = 60; // rounds
    return plant;
}

tests::Plant privatePlant()
{
    auto plant = shadowPlant(1);
    plant.corpus = "private";
    plant.speakersPerClass = {8, 7};
    return plant;
}

std::vector<std::size_t> cohortOf(const tests::Plant& plant, std::size_t clients, std::size_t round)
{
    return base::SeedTree(plant.seed)
        .child(plant.corpus)
        .child("cohort", round)
        .stream("clients")
        .choose(clients, cohortSize);
}

/// The mean of what the cohort's clients send.
federation::ModelUpdate sumOf(const tests::Plant& plant, const std::vector<ClientIdentity>& clients,
                              const std::vector<std::size_t>& cohort, std::size_t round)
{
    federation::ModelUpdate sum;
    for (const auto client : cohort) {
        const auto update = tests::plantedUpdate(plant, clients[client].label, client, round);
        if (sum.empty())
            sum = update;
        else
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i].weight = sum[i].weight + update[i].weight;
                sum[i].bias = sum[i].bias + update[i].bias;
            }
    }
    for (auto& layer : sum) {
        layer.weight = layer.weight / static_cast<double>(cohort.size());
        layer.bias = layer.bias / static_cast<double>(cohort.size());
    }
    return sum;
}

/// The sums of a planted federation, and who was in them.
ObservedFederation sumsOf(const tests::Plant& plant)
{
    ObservedFederation observed;
    observed.clients = tests::plantedClients(plant);
    ProbingObserver observer(randomProbes(plant.outputs));
    for (std::size_t round = 0; round < plant.updates; ++round) {
        observed.cohorts.push_back(cohortOf(plant, observed.clients.size(), round));
        observer.observe({round, wholeCohort},
                         sumOf(plant, observed.clients, observed.cohorts.back(), round));
    }
    observed.trace = observer.take();
    return observed;
}

std::vector<ObservedFederation> shadowFederations()
{
    return {sumsOf(shadowPlant(1)), sumsOf(shadowPlant(2))};
}

/// The obvious way to have a sum as an example of each member: a copy of it for each, sent by the member.
ObservedFederation copiedToMembers(const ObservedFederation& sums)
{
    ObservedFederation copies;
    copies.clients = sums.clients;
    std::vector<std::int64_t> source;
    for (std::size_t i = 0; i < sums.trace.size(); ++i)
        for (const auto member : sums.cohorts[sums.trace.origins[i].round]) {
            copies.trace.origins.push_back({sums.trace.origins[i].round, member});
            source.push_back(static_cast<std::int64_t>(i));
        }
    const auto indices = at::tensor(source, at::kLong);
    for (const auto& layer : sums.trace.layers)
        copies.trace.layers.push_back(
            {layer.name, layer.probed.index_select(0, indices), layer.bias.index_select(0, indices)});
    return copies;
}

/// The score of each sum for class 1, found as that of a client who sent it alone.
std::vector<double> scoresOfSums(const FittedAttack& attack, const ObservedFederation& sums,
                                 const std::string& layer)
{
    std::vector<double> scores;
    for (std::size_t i = 0; i < sums.trace.size(); ++i) {
        ObservedFederation alone;
        alone.clients = {{"somebody", 0, {}}};
        alone.trace.origins = {{0, 0}};
        for (const auto& kept : sums.trace.layers)
            alone.trace.layers.push_back({kept.name, kept.probed.narrow(0, static_cast<std::int64_t>(i), 1),
                                          kept.bias.narrow(0, static_cast<std::int64_t>(i), 1)});
        const auto report = attack.evaluate(alone, {allUpdates}, tests::unheard(), {});
        scores.push_back(cellOf(report, layer, allUpdates).clients.front().scores.front()[1]);
    }
    return scores;
}

double meanOf(const std::vector<double>& scores, const std::vector<std::size_t>& which)
{
    double sum = 0;
    for (const auto i : which)
        sum += scores[i];
    return sum / static_cast<double>(which.size());
}

/// Rounds in which the client was, or was not.
std::vector<std::size_t> rounds(const ObservedFederation& sums, std::size_t client, bool with)
{
    std::vector<std::size_t> found;
    for (std::size_t r = 0; r < sums.cohorts.size(); ++r)
        if ((std::ranges::count(sums.cohorts[r], client) == 1) == with)
            found.push_back(r);
    return found;
}

} // namespace

class TestSumAttack : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { learning::useOneTorchThread(); }

    void everyClientHasTheSumsWithItAndWithout()
    {
        const std::vector<std::vector<std::size_t>> cohorts = {{1, 0}, {}, {2, 1}, {1, 0}};
        const auto clients = updatesByClient(
            {{0, wholeCohort}, {1, wholeCohort}, {3, wholeCohort}, {2, wholeCohort}}, cohorts, 4);
        using Indices = std::vector<std::size_t>;
        QCOMPARE(clients[0].with, (Indices{0, 2}));
        QCOMPARE(clients[0].without, (Indices{1, 3}));
        QCOMPARE(clients[1].with, (Indices{0, 3, 2})); // in order of rounds
        QCOMPARE(clients[1].without, (Indices{1}));
        QCOMPARE(clients[2].with, (Indices{3}));
        QCOMPARE(clients[2].without, (Indices{0, 1, 2}));
        QVERIFY(clients[2].canBeScored());
        QVERIFY(clients[3].with.empty() && !clients[3].canBeScored()); // never took part
        const auto always = updatesByClient({{0, wholeCohort}, {2, wholeCohort}}, cohorts, 3);
        QVERIFY(!always[1].canBeScored());
        QCOMPARE(contrastWarnings(always).size(), std::size_t{1});
        QVERIFY(contrastWarnings(clients).empty());
        // Updates of single clients have nothing to do with cohorts.
        const auto single = updatesByClient({{0, 1}, {1, 1}}, {}, 2);
        QCOMPARE(single[1].with, (Indices{0, 1}));
        QVERIFY(single[1].without.empty() && single[1].canBeScored() && !single[0].canBeScored());
        QVERIFY(contrastWarnings(single).empty());
    }

    void aSumIsAnExampleOfEachMember_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("second moment") << static_cast<int>(AttackKind::SecondMoment);
        QTest::newRow("linear") << static_cast<int>(AttackKind::Linear);
    }
    void aSumIsAnExampleOfEachMember()
    {
        QFETCH(int, kind);
        const auto request = requestFor(static_cast<AttackKind>(kind));
        const auto sums = shadowFederations();
        const auto fast = fitAttack(request, sums, tests::unheard())->serialize();
        const auto slow =
            fitAttack(request, {copiedToMembers(sums[0]), copiedToMembers(sums[1])}, tests::unheard())
                ->serialize();
        QVERIFY(fast == slow);
    }

    /// Mean of the scores of n sums with the client, less the mean of all without it.
    void theScoreIsAContrast()
    {
        const auto request = requestFor(AttackKind::SecondMoment);
        const auto attack = fitAttack(request, shadowFederations(), tests::unheard());
        auto observed = sumsOf(privatePlant());
        const auto report = attack->evaluate(observed, request.spec.leakedUpdates, tests::unheard(), {});
        QCOMPARE(report.cells.size(), std::size_t{4 * 3});
        for (const auto& cell : report.cells) {
            const auto scores = scoresOfSums(*attack, observed, cell.layer);
            for (const auto& client : cell.clients) {
                const auto with = rounds(observed, client.client, true);
                const double without = meanOf(scores, rounds(observed, client.client, false));
                const auto draws = leakDraws(request.seed, client.client, with, cell.leakedUpdates, 4);
                QCOMPARE(client.scores.size(), draws.size());
                QCOMPARE(client.updates, draws.front().size());
                for (std::size_t i = 0; i < draws.size(); ++i) {
                    const double expected = meanOf(scores, draws[i]) - without;
                    QVERIFY(std::abs(client.scores[i][1] - expected) < 1e-5); // forms are float32
                    QCOMPARE(client.scores[i][0], -client.scores[i][1]);
                }
            }
        }
    }

    /// Were there nothing to find, 8 and 7 clients would have an AUC of 54 of 56 pairs or more with a
    /// probability of 4 / 6435 (rankings with at most 2 pairs the wrong way round): 6e-4.
    void plantedSumsGiveTheMembersAway()
    {
        const auto request = requestFor(AttackKind::SecondMoment);
        const auto report =
            fitAttack(request, shadowFederations(), tests::unheard())
                ->evaluate(sumsOf(privatePlant()), request.spec.leakedUpdates, tests::unheard(), {});
        const double one = aucOf(cellOf(report, "first", 1));
        const double all = aucOf(cellOf(report, "first", allUpdates));
        QVERIFY2(all >= 54.0 / 56, qPrintable(QString::number(all)));
        QVERIFY2(one < all, qPrintable(QString::number(one))); // the others of a cohort hide in part
        // The other layers hold noise.
        QVERIFY(aucOf(cellOf(report, "second", allUpdates)) < 0.9);
    }

    /// The shadows' labels are dealt anew, half and half within each value, so that they have nothing to do
    /// with it: the mean AUC over deals is 0.5. One deal's AUC over 8 and 7 clients deviates by 0.25 at most,
    /// the mean of 16 by 0.0625: a bound of 0.3 is 4.8 deviations, an error probability of 2e-6.
    void shuffledLabelsGiveNothingAway()
    {
        auto request = requestFor(AttackKind::SecondMoment);
        request.spec.layers = {"first"};
        auto shadow = sumsOf(shadowPlant(1));
        const auto observed = sumsOf(privatePlant());
        double sum = 0;
        constexpr int deals = 16;
        for (int deal = 0; deal < deals; ++deal) {
            auto stream = base::SeedTree(7).child("deal", static_cast<std::uint64_t>(deal)).stream("labels");
            for (std::size_t value = 0; value < 2; ++value) {
                const auto order = stream.permutation(6);
                for (std::size_t i = 0; i < order.size(); ++i)
                    shadow.clients[6 * value + order[i]].label = i % 2;
            }
            const auto report = fitAttack(request, std::vector{shadow}, tests::unheard())
                                    ->evaluate(observed, {allUpdates}, tests::unheard(), {});
            sum += aucOf(report.cells.front());
        }
        QVERIFY2(std::abs(sum / deals - 0.5) < 0.3, qPrintable(QString::number(sum / deals)));
    }

    void whoIsAlwaysThereHasNoResult()
    {
        auto request = requestFor(AttackKind::SecondMoment);
        const auto attack = fitAttack(request, shadowFederations(), tests::unheard());
        auto observed = sumsOf(privatePlant());
        for (auto& cohort : observed.cohorts)
            if (std::ranges::find(cohort, 3) == cohort.end())
                cohort.push_back(3);
        auto report = attack->evaluate(observed, {1}, tests::unheard(), {});
        QCOMPARE(report.cells.size(), std::size_t{4});
        for (const auto& client : report.cells.front().clients)
            QVERIFY(client.client != 3);
        QCOMPARE(report.cells.front().clients.size(), std::size_t{14});
        QVERIFY(report.warnings.back().starts_with("1 of the clients took part in every round"));
        std::vector<std::size_t> everyone;
        for (std::size_t c = 0; c < observed.clients.size(); ++c)
            everyone.push_back(c);
        std::ranges::fill(observed.cohorts, everyone);
        report = attack->evaluate(observed, {1}, tests::unheard(), {});
        QVERIFY(report.cells.empty());
        QVERIFY(report.warnings.back().starts_with("15 of the clients"));
    }

    /// Where no shadow has a value, nothing is said for it: it does not come out as zero, above real scores.
    void aValueThatNoShadowHasIsNeverAnswered()
    {
        auto request = requestFor(AttackKind::SecondMoment);
        request.attributeValues = {"F", "M", "X"};
        const auto report = fitAttack(request, shadowFederations(), tests::unheard())
                                ->evaluate(sumsOf(privatePlant()), {allUpdates}, tests::unheard(), {});
        for (const auto& cell : report.cells)
            for (const auto& client : cell.clients)
                QCOMPARE(client.decisions[2], std::size_t{0});
    }

    /// The network sees the mean of the sums with the client, then of those without.
    void theNetworkContrastsToo()
    {
        tests::TemporaryFolder folder;
        tests::Plant plant;
        plant.inputs = 18;
        plant.outputs = {16, 8, 4};
        plant.updates = 12;
        plant.speakersPerClass = {4, 4};
        const auto spooled = [&](const char* name) {
            ObservedFederation observed;
            plant.corpus = name;
            observed.clients = tests::plantedClients(plant);
            observed.spool = folder.path() / name;
            SpoolingObserver spool(observed.spool, 0);
            for (std::size_t round = 0; round < plant.updates; ++round) {
                observed.cohorts.push_back(cohortOf(plant, observed.clients.size(), round));
                spool.observe({round, wholeCohort},
                              sumOf(plant, observed.clients, observed.cohorts.back(), round));
            }
            spool.flush();
            return observed;
        };
        const std::vector shadows = {spooled("shadow")};
        const auto observed = spooled("private");
        const RawExamples examples({1, [&](std::size_t) { return shadows.front(); }});
        QCOMPARE(examples.all().size(), plant.updates * cohortSize);
        auto request = requestFor(AttackKind::Cnn);
        request.spec.epochs = 1;
        request.spec.layers = {"last"};
        const auto attack = fitAttack(request, shadows, tests::unheard());
        const auto report = attack->evaluate(observed, {allUpdates}, tests::unheard(), {});
        QVERIFY(!report.cells.front().clients.empty());
        for (const auto& client : report.cells.front().clients) {
            // A federation of two clients who sent those sums: their scores differ by the contrast.
            ObservedFederation two;
            two.clients = {{"with", 0, {}}, {"without", 0, {}}};
            two.spool = folder.path() / "two";
            {
                SpoolingObserver spool(two.spool, 0);
                for (const bool with : {true, false})
                    for (const auto round : rounds(observed, client.client, with))
                        spool.observe({round, with ? 0U : 1U},
                                      sumOf(plant, observed.clients, observed.cohorts[round], round));
                spool.flush();
            }
            const auto both = attack->evaluate(two, {allUpdates}, tests::unheard(), {}).cells.front().clients;
            const double expected = both[0].scores[0][1] - both[1].scores[0][1];
            QVERIFY(std::abs(client.scores[0][1] - expected) < 1e-6);
        }
    }
};

QTEST_GUILESS_MAIN(TestSumAttack)
#include "tst_SumAttack.moc"
