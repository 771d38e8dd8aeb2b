#include "core/attack/AttributeInferenceAttack.h"
#include "core/federation/FederatedTraining.h"
#include "core/learning/ClassificationMetrics.h"
#include "tests/attack/LeakageCells.h"
#include "tests/support/Unheard.h"

#include <QtTest>

#include <fmt/format.h>

#include <cmath>

using namespace undertone;
using tests::aucOf;

namespace {

constexpr std::int64_t inputs = 40;
constexpr std::size_t speakers = 12; ///< on each side, half of each value
constexpr std::size_t utterances = 30;
constexpr std::size_t emotions = 4;

/// Speakers whose features vary together in a way that depends on the attribute, around means that depend on
/// the emotion; each speaker's own mean and deviation are removed, as z-normalisation by speaker does.
struct Side
{
    federation::FederationData data;
    std::vector<attack::ClientIdentity> clients;
};

at::Tensor speakerFeatures(base::RandomStream& stream, std::size_t attribute, Side& side)
{
    const auto count = static_cast<std::int64_t>(utterances);
    auto rows = at::empty({count, inputs});
    for (std::int64_t u = 0; u < count; ++u) {
        const auto emotion = static_cast<std::int64_t>(stream.below(emotions));
        side.data.labels.push_back(emotion);
        for (std::int64_t j = 0; j < inputs; ++j) {
            float value = static_cast<float>(stream.normal() + (j % 4 == emotion ? 1.0 : 0.0));
            if (j % 2 == 1) // odd features follow the one before, with a sign that tells the attribute
                value = 0.6F * value +
                        (((j / 2 + static_cast<std::int64_t>(attribute)) % 2 == 0) ? 0.8F : -0.8F) *
                            rows[u][j - 1].item<float>();
            rows[u][j] = value;
        }
    }
    return (rows - rows.mean(0)) / (rows.std(0, false) + 1e-5);
}

Side makeSide(const std::string& name)
{
    Side side;
    side.data.classes = emotions;
    std::vector<at::Tensor> rows;
    for (std::size_t s = 0; s < speakers; ++s) {
        auto stream = base::SeedTree(5).child(name, s).stream("features");
        const std::size_t attribute = s % 2;
        rows.push_back(speakerFeatures(stream, attribute, side));
        federation::ClientRows client;
        for (std::size_t u = 0; u < utterances; ++u)
            (u % 5 == 0 ? client.validation : client.training)
                .push_back(static_cast<std::int64_t>(s * utterances + u));
        side.data.clients.push_back(client);
        side.clients.push_back({fmt::format("{}{}", name, s), attribute, rows.back()});
    }
    side.data.features = at::cat(rows);
    return side;
}

attack::ObservedFederation observe(const Side& side, federation::Algorithm algorithm, std::uint64_t seed)
{
    learning::ModelSpec model{{32, 20}, 0.2};
    federation::FederationSpec spec;
    spec.algorithm = algorithm;
    spec.rounds = 24;
    spec.clientFraction = 0.5;
    spec.learningRate = algorithm == federation::Algorithm::FedSgd ? 0.1 : 0.0005;
    const auto initial =
        federation::initialWeights(model, static_cast<std::size_t>(inputs), emotions, base::SeedTree(8));
    attack::ProbingObserver observer(attack::randomProbes({32, 20, emotions}));
    federation::trainFederation({side.data, model, spec, initial, base::SeedTree(seed), "cpu"}, &observer, {},
                                tests::unheard());
    return {side.clients, observer.take(), {}};
}

/// Keeps everything.
class Keeper : public federation::UpdateObserver
{
public:
    void observe(const federation::UpdateOrigin& origin, const federation::ModelUpdate& update) override
    {
        seen.emplace_back(origin, federation::ModelUpdate());
        for (const auto& layer : update)
            seen.back().second.push_back({layer.name, layer.weight.clone(), layer.bias.clone()});
    }
    std::vector<std::pair<federation::UpdateOrigin, federation::ModelUpdate>> seen;
};

/// Cohorts of 3 of the 12 clients.
std::vector<std::vector<std::size_t>> runInCohorts(const Side& side, federation::Algorithm algorithm,
                                                   std::uint64_t seed, privacy::ObservationPoint point,
                                                   federation::UpdateObserver& observer)
{
    learning::ModelSpec model{{32, 20}, 0.2};
    federation::FederationSpec spec;
    spec.algorithm = algorithm;
    spec.rounds = 60;
    spec.clientFraction = 0.25;
    spec.learningRate = algorithm == federation::Algorithm::FedSgd ? 0.1 : 0.0005;
    const auto initial =
        federation::initialWeights(model, static_cast<std::size_t>(inputs), emotions, base::SeedTree(8));
    federation::FederationRequest request{side.data, model, spec, initial, base::SeedTree(seed), "cpu"};
    request.observed = point;
    std::vector<std::vector<std::size_t>> cohorts;
    federation::trainFederation(
        request, &observer,
        [&](const federation::RoundRecord& round, const auto&) { cohorts.push_back(round.cohort); },
        tests::unheard());
    return cohorts;
}

attack::ObservedFederation observeSums(const Side& side, federation::Algorithm algorithm, std::uint64_t seed)
{
    attack::ProbingObserver observer(attack::randomProbes({32, 20, emotions}));
    const auto cohorts =
        runInCohorts(side, algorithm, seed, privacy::ObservationPoint::ReleasedSum, observer);
    return {side.clients, observer.take(), {}, cohorts};
}

/// The slow way to the same: every client's update is there, and those of a round are added. All clients have
/// equally many utterances, so that their weights are the same.
attack::ObservedFederation addedUp(const Side& side, federation::Algorithm algorithm, std::uint64_t seed)
{
    Keeper updates;
    const auto cohorts =
        runInCohorts(side, algorithm, seed, privacy::ObservationPoint::ClientUpdate, updates);
    attack::ProbingObserver observer(attack::randomProbes({32, 20, emotions}));
    for (std::size_t round = 0; round < cohorts.size(); ++round) {
        federation::ModelUpdate sum;
        for (const auto& [origin, update] : updates.seen)
            for (std::size_t i = 0; origin.round == round && i < update.size(); ++i) {
                if (sum.size() <= i)
                    sum.push_back(
                        {update[i].name, at::zeros_like(update[i].weight), at::zeros_like(update[i].bias)});
                sum[i].weight.add_(update[i].weight);
                sum[i].bias.add_(update[i].bias);
            }
        observer.observe({round, federation::wholeCohort}, sum);
    }
    return {side.clients, observer.take(), {}, cohorts};
}

attack::LeakageReport attackFirstLayer(const std::vector<attack::ObservedFederation>& shadows,
                                       const attack::ObservedFederation& observed)
{
    attack::AttackRequest request{{}, {"F", "M"}, base::SeedTree(8), "cpu"};
    request.spec.layers = {"first"};
    return attack::fitAttack(request, shadows, tests::unheard())
        ->evaluate(observed, {1, attack::allUpdates}, tests::unheard(), {});
}

} // namespace

class TestFederatedLeak : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realUpdatesGiveTheAttributeAway_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("FedAvg") << static_cast<int>(federation::Algorithm::FedAvg);
        QTest::newRow("FedSGD") << static_cast<int>(federation::Algorithm::FedSgd);
    }

    void realUpdatesGiveTheAttributeAway()
    {
        QFETCH(int, algorithm);
        const auto kind = static_cast<federation::Algorithm>(algorithm);
        const auto shadow = makeSide("shadow");
        const auto report = attackFirstLayer({observe(shadow, kind, 1), observe(shadow, kind, 2)},
                                             observe(makeSide("private"), kind, 3));
        QVERIFY2(aucOf(report.cells[0]) > 0.95, qPrintable(QString::number(aucOf(report.cells[0]))));
        QVERIFY2(aucOf(report.cells[1]) > 0.97, qPrintable(QString::number(aucOf(report.cells[1]))));
        std::size_t right = 0;
        for (const auto& client : report.cells[1].clients)
            right += client.decisions[client.label] > 5 ? 1 : 0;
        QVERIFY(right >= 10);
    }

    void sumsAreWhatTheirCohortSent_data() { realUpdatesGiveTheAttributeAway_data(); }
    void sumsAreWhatTheirCohortSent()
    {
        QFETCH(int, algorithm);
        const auto kind = static_cast<federation::Algorithm>(algorithm);
        const auto shadow = makeSide("shadow");
        const auto secret = makeSide("private");
        const auto fast = observeSums(secret, kind, 3);
        const auto slow = addedUp(secret, kind, 3);
        QCOMPARE(fast.cohorts, slow.cohorts);
        QCOMPARE(fast.trace.size(), slow.trace.size());
        for (std::size_t i = 0; i < fast.trace.layers.size(); ++i)
            QVERIFY(at::allclose(fast.trace.layers[i].probed, slow.trace.layers[i].probed, 1e-3, 1e-3));
        const std::vector<attack::ObservedFederation> shadows = {observeSums(shadow, kind, 1)};
        const auto found = attackFirstLayer(shadows, fast);
        const auto expected = attackFirstLayer(shadows, slow);
        for (std::size_t i = 0; i < found.cells.size(); ++i)
            for (std::size_t c = 0; c < found.cells[i].clients.size(); ++c)
                QVERIFY(std::abs(found.cells[i].clients[c].scores[0][1] -
                                 expected.cells[i].clients[c].scores[0][1]) < 0.01);
    }

    /// Were there nothing to find, 6 and 6 clients would have an AUC of 34 of 36 pairs or more with a
    /// probability of 4 / 924 (rankings with at most 2 pairs the wrong way round): 4e-3.
    void realSumsGiveTheAttributeAway_data() { realUpdatesGiveTheAttributeAway_data(); }
    void realSumsGiveTheAttributeAway()
    {
        QFETCH(int, algorithm);
        const auto kind = static_cast<federation::Algorithm>(algorithm);
        const auto shadow = makeSide("shadow");
        const auto report = attackFirstLayer({observeSums(shadow, kind, 1), observeSums(shadow, kind, 2)},
                                             observeSums(makeSide("private"), kind, 3));
        QVERIFY2(aucOf(report.cells[1]) >= 34.0 / 36, qPrintable(QString::number(aucOf(report.cells[1]))));
        QCOMPARE(report.cells[1].clients.size(), speakers);
    }

    void permutedLabelsGiveNothingAway()
    {
        // The shadows' labels are dealt anew, half and half within each value of the attribute, so that they
        // have nothing to do with it: the mean AUC over deals is 0.5. One deal's AUC over 6 and 6 speakers
        // deviates by 0.25 at most, the mean of 16 by 0.0625: a bound of 0.3 is 4.8 deviations, an error
        // probability of 2e-6.
        const auto kind = federation::Algorithm::FedAvg;
        auto shadow = observe(makeSide("shadow"), kind, 1);
        const auto observed = observe(makeSide("private"), kind, 3);
        double sum = 0;
        constexpr int deals = 16;
        for (int deal = 0; deal < deals; ++deal) {
            auto stream = base::SeedTree(7).child("deal", static_cast<std::uint64_t>(deal)).stream("labels");
            for (std::size_t value = 0; value < 2; ++value) {
                const auto order = stream.permutation(speakers / 2);
                for (std::size_t i = 0; i < order.size(); ++i)
                    shadow.clients[2 * order[i] + value].label = i % 2;
            }
            sum += aucOf(attackFirstLayer({shadow}, observed).cells[1]);
        }
        QVERIFY2(std::abs(sum / deals - 0.5) < 0.3, qPrintable(QString::number(sum / deals)));
    }
};

QTEST_GUILESS_MAIN(TestFederatedLeak)
#include "tst_FederatedLeak.moc"
