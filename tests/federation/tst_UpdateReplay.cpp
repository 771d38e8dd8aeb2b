#include "core/federation/UpdateReplay.h"
#include "tests/federation/ToyFederation.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::federation;
using privacy::MechanismKind;
using tests::RecordingObserver;
using tests::ToyFederation;

namespace {

privacy::MechanismPlan planOf(MechanismKind kind, double noiseMultiplier)
{
    privacy::MechanismPlan plan;
    plan.kind = kind;
    if (kind == MechanismKind::None)
        return plan;
    plan.clip = 0.05;
    plan.noiseMultiplier = noiseMultiplier;
    if (kind == MechanismKind::DpFedAvgCentral)
        plan.sampling = privacy::Sampling::Poisson;
    return plan;
}

double farthest(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

double deviationOf(const at::Tensor& values)
{
    return std::sqrt(values.to(at::kDouble).square().mean().item<double>());
}

const std::vector<MechanismKind> kinds = {MechanismKind::None, MechanismKind::Udp,
                                          MechanismKind::DpFedAvgLocal, MechanismKind::DpFedAvgCentral};

} // namespace

class TestUpdateReplay : public QObject
{
    Q_OBJECT

    /// What is observed in each round, and the models that the rounds began with.
    static std::vector<at::Tensor> train(const FederationRequest& request, RecordingObserver& observer,
                                         std::vector<std::vector<std::size_t>>* cohorts = nullptr)
    {
        std::vector<at::Tensor> models{request.initial};
        trainFederation(
            request, &observer,
            [&](const RoundRecord& round, const FederationState& state) {
                models.push_back(state.weights);
                if (cohorts)
                    cohorts->push_back(round.cohort);
            },
            base::Progress());
        return models;
    }

private Q_SLOTS:
    void withoutNoiseItIsWhatClientsSend()
    {
        for (const auto algorithm : {Algorithm::FedAvg, Algorithm::FedSgd})
            for (const auto kind : kinds) {
                const ToyFederation toy(algorithm);
                auto request = toy.request();
                request.mechanism = planOf(kind, 0);
                RecordingObserver observer;
                const auto models = train(request, observer);
                const base::Progress progress;
                UpdateReplay replay(request, progress);
                QVERIFY(!observer.seen.empty());
                for (const auto& seen : observer.seen) {
                    const auto& update = replay.update(models[seen.origin.round], seen.origin.round,
                                                       seen.origin.client, request.mechanism.clip);
                    const double scale = deviationOf(seen.update);
                    QVERIFY(scale > 0);
                    QVERIFY(farthest(update, seen.update) < 1e-4 * scale);
                }
            }
    }

    void sharesOfUpdatesAddUpToTheSum()
    {
        for (const auto algorithm : {Algorithm::FedAvg, Algorithm::FedSgd})
            for (const auto kind : kinds) {
                const ToyFederation toy(algorithm);
                auto request = toy.request();
                request.mechanism = planOf(kind, 0);
                request.observed = privacy::ObservationPoint::ReleasedSum;
                RecordingObserver observer;
                std::vector<std::vector<std::size_t>> cohorts;
                const auto models = train(request, observer, &cohorts);
                const base::Progress progress;
                UpdateReplay replay(request, progress);
                for (const auto& seen : observer.seen) {
                    const auto round = seen.origin.round;
                    auto sum = at::zeros_like(seen.update);
                    for (const auto client : cohorts[round])
                        sum += replay.update(models[round], round, client, request.mechanism.clip) *
                               replay.shareOfSum(client, cohorts[round]);
                    QVERIFY(farthest(sum, seen.update) <= 2e-3 * deviationOf(seen.update));
                    QVERIFY(cohorts[round] == cohortOf(request, round));
                }
            }
    }

    /// The noise of the first round is what differs from the run without any. Its deviation is estimated from
    /// 224 coordinates an observation: each is off by a quarter with a probability below 1e-6.
    void theNoiseHasTheDeviationThatItSays()
    {
        for (const auto observed :
             {privacy::ObservationPoint::ClientUpdate, privacy::ObservationPoint::ReceivedSum,
              privacy::ObservationPoint::ReleasedSum})
            for (const auto algorithm : {Algorithm::FedAvg, Algorithm::FedSgd})
                for (const auto kind : kinds) {
                    ToyFederation toy(algorithm);
                    toy.spec.rounds = 1;
                    toy.spec.clientFraction = 1;
                    auto request = toy.request();
                    request.observed = observed;
                    RecordingObserver clean, noised;
                    request.mechanism = planOf(kind, 0);
                    train(request, clean);
                    request.mechanism = planOf(kind, 1.5);
                    train(request, noised);
                    const base::Progress progress;
                    const UpdateReplay replay(request, progress);
                    const auto cohort = cohortOf(request, 0);
                    for (std::size_t i = 0; i < clean.seen.size(); ++i) {
                        const auto client = clean.seen[i].origin.client;
                        const double said = client == wholeCohort
                                                ? replay.noiseOfSum(cohort, request.mechanism.clip)
                                                : replay.noiseOfUpdate(client, request.mechanism.clip);
                        const double measured = deviationOf(noised.seen[i].update - clean.seen[i].update);
                        QVERIFY(said == 0 ? measured == 0 : std::abs(measured / said - 1) < 0.25);
                    }
                }
    }

    /// A client that sends a zero is noised as any other, keeps its place in the cohort and changes no one
    /// else's numbers in the first round.
    void aClientMaySendZeros()
    {
        for (const auto algorithm : {Algorithm::FedAvg, Algorithm::FedSgd})
            for (const auto kind : kinds) {
                ToyFederation toy(algorithm);
                toy.spec.clientFraction = 1;
                auto request = toy.request();
                request.mechanism = planOf(kind, 0);
                RecordingObserver all, zeros;
                train(request, all);
                toy.data.clients[2].trainsBefore = 0;
                toy.data.clients[3].trainsBefore = 2;
                train(request, zeros);
                QCOMPARE(zeros.seen.size(), all.seen.size());
                for (std::size_t i = 0; i < all.seen.size(); ++i) {
                    const auto& origin = zeros.seen[i].origin;
                    QCOMPARE(origin.client, all.seen[i].origin.client);
                    const bool isZero = origin.client == 2 || (origin.client == 3 && origin.round >= 2);
                    QCOMPARE(deviationOf(zeros.seen[i].update) == 0, isZero);
                    if (origin.round == 0 && !isZero)
                        QVERIFY(at::equal(zeros.seen[i].update, all.seen[i].update));
                }
            }
    }
};

QTEST_GUILESS_MAIN(TestUpdateReplay)
#include "tst_UpdateReplay.moc"
