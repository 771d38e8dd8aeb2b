#include "tests/federation/ToyFederation.h"
#include "tests/learning/AutogradReference.h"

#include "core/base/Error.h"
#include "core/federation/FederatedTraining.h"

#include <QtTest>

#include <cmath>
#include <functional>

using namespace undertone;
using namespace undertone::federation;
using namespace undertone::tests;
using privacy::MechanismKind;
using privacy::MechanismPlan;
using privacy::ObservationPoint;
using privacy::Sampling;

Q_DECLARE_METATYPE(undertone::federation::Algorithm)
Q_DECLARE_METATYPE(undertone::privacy::MechanismPlan)

namespace {

MechanismPlan udp(double noiseMultiplier)
{
    return {MechanismKind::Udp, 0.25, noiseMultiplier, {}, Sampling::FixedSize, {}};
}

MechanismPlan local(double noiseMultiplier, double clip = 0.05)
{
    return {MechanismKind::DpFedAvgLocal, clip, noiseMultiplier, {}, Sampling::FixedSize, {}};
}

MechanismPlan central(double noiseMultiplier, double clip = 0.05, Sampling sampling = Sampling::Poisson)
{
    return {MechanismKind::DpFedAvgCentral, clip, noiseMultiplier, {}, sampling, {}};
}

struct Defended
{
    ToyFederation toy;
    MechanismPlan mechanism;
    ObservationPoint observed = ObservationPoint::ClientUpdate;
    std::function<bool(const privacy::ReleaseLog&)> mayRelease = {};

    Defended(Algorithm algorithm, MechanismPlan plan) : toy(algorithm), mechanism(std::move(plan)) {}

    FederationRequest request() const
    {
        auto request = toy.request();
        request.mechanism = mechanism;
        request.observed = observed;
        request.mayRelease = mayRelease;
        return request;
    }
    FederationState train(UpdateObserver* observer = nullptr, const RoundListener& listener = {},
                          std::optional<FederationState> from = {}) const
    {
        return trainFederation(request(), observer, listener, base::Progress(), std::move(from));
    }
};

/// Rounds in obvious lines of autograd, float64 where it is cheap, with the documented streams.
class SlowFederation
{
public:
    explicit SlowFederation(const Defended& defended)
        : m_toy(defended.toy), m_mechanism(defended.mechanism), m_request(defended.request()),
          m_data(m_toy.data.features, m_toy.data.labels),
          m_classifier(m_toy.model, static_cast<std::size_t>(ToyFederation::Width), m_toy.data.classes),
          weights(m_request.initial.clone()), clip(m_mechanism.clip)
    {
        m_adam.learningRate = m_toy.spec.learningRate;
    }

    void round(std::size_t r)
    {
        const auto seed = m_request.seed.child("round", r);
        const auto cohort = drawn(seed);
        at::Tensor sum = at::zeros_like(weights);
        double total = 0;
        double bits = 0;
        for (const auto client : cohort) {
            const auto clientSeed = seed.child("client", client);
            at::Tensor sent = change(client, clientSeed);
            double weight = samples(client);
            if (privacy::clipsUpdates(m_mechanism.kind)) {
                const double norm = sent.norm().item<double>();
                bits += norm <= clip ? 0.5 : -0.5;
                sent = sent / std::max(1.0, norm / clip);
                weight = 1;
                if (m_mechanism.kind == MechanismKind::DpFedAvgLocal) {
                    sent = sent + noise(m_mechanism.noiseMultiplier * clip, clientSeed);
                    bits += count(clientSeed);
                }
            } else if (m_mechanism.kind == MechanismKind::Udp) {
                sent = sent + noise(m_mechanism.noiseMultiplier * 2 * clip / samples(client), clientSeed);
            }
            seen.push_back(sent);
            sum = sum + weight * sent;
            total += weight;
        }
        if (m_mechanism.kind == MechanismKind::DpFedAvgCentral) {
            sum = sum + noise(m_mechanism.noiseMultiplier * clip, seed);
            bits += count(seed);
            total = m_mechanism.sampling == Sampling::Poisson
                        ? m_toy.spec.clientFraction * static_cast<double>(m_toy.data.clients.size())
                        : static_cast<double>(cohort.size());
        }
        weights = weights + (isGradient() ? -m_toy.spec.learningRate : 1) * sum / total;
        if (const auto& adaptive = m_mechanism.adaptiveClip)
            clip *= std::exp(-adaptive->rate * (bits / total + 0.5 - adaptive->quantile));
    }

private:
    bool isGradient() const { return m_toy.spec.algorithm == Algorithm::FedSgd; }

    double samples(std::size_t client) const
    {
        const auto rows = m_toy.data.clients[client].training.size();
        return static_cast<double>(isGradient() ? std::min(rows, m_toy.spec.batchSize) : rows);
    }

    std::vector<std::size_t> drawn(const base::SeedTree& seed) const
    {
        const std::size_t clients = m_toy.data.clients.size();
        auto stream = seed.stream("clients");
        if (m_mechanism.sampling == Sampling::FixedSize)
            return stream.choose(
                clients, static_cast<std::size_t>(m_toy.spec.clientFraction * static_cast<double>(clients)));
        std::vector<std::size_t> came;
        for (std::size_t k = 0; k < clients; ++k)
            if (stream.uniform() < m_toy.spec.clientFraction)
                came.push_back(k);
        return came;
    }

    at::Tensor noise(double deviation, const base::SeedTree& seed) const
    {
        auto stream = seed.stream("noise");
        at::Tensor values = at::empty({weights.numel()}, at::kDouble);
        for (std::int64_t i = 0; i < values.numel(); ++i)
            values.data_ptr<double>()[i] = deviation * stream.normal();
        return values;
    }

    double count(const base::SeedTree& seed) const
    {
        return m_mechanism.adaptiveClip
                   ? m_mechanism.adaptiveClip->sigmaB * seed.stream("clip count").normal()
                   : 0;
    }

    static at::Tensor clipped(const at::Tensor& gradient, double norm)
    {
        return gradient / std::max(1.0, gradient.norm().item<double>() / norm);
    }

    /// theta_k - theta_t, or the gradient of a batch.
    at::Tensor change(std::size_t client, const base::SeedTree& seed)
    {
        const auto& rows = m_toy.data.clients[client].training;
        const double gradientClip = m_mechanism.kind == MechanismKind::Udp ? clip : 1e30;
        AutogradModel model(m_classifier, weights.to(at::kFloat), m_adam);
        auto dropout = seed.stream("dropout");
        if (isGradient()) {
            std::vector<std::int64_t> batch;
            for (const auto i :
                 seed.stream("batch").choose(rows.size(), static_cast<std::size_t>(samples(client))))
                batch.push_back(rows[i]);
            model.backward(m_data, batch, dropout);
            return clipped(model.gradient(), gradientClip);
        }
        const auto order = seed.child("epoch", 0).stream("order").permutation(rows.size());
        for (std::size_t begin = 0; begin < order.size(); begin += m_toy.spec.batchSize) {
            std::vector<std::int64_t> batch;
            for (std::size_t i = begin; i < std::min(begin + m_toy.spec.batchSize, order.size()); ++i)
                batch.push_back(rows[order[i]]);
            model.backward(m_data, batch, dropout);
            model.stepAlong(clipped(model.gradient(), gradientClip));
        }
        return model.weights() - weights;
    }

    const ToyFederation& m_toy;
    MechanismPlan m_mechanism;
    FederationRequest m_request;
    ReferenceData m_data;
    learning::EmotionClassifier m_classifier;
    learning::AdamSettings m_adam;

public:
    at::Tensor weights;
    double clip;
    std::vector<at::Tensor> seen; ///< by every client of every round
};

/// lr (floor(n_k / B) + 1), what the pseudo-gradient of a client is divided by.
double divisor(const ToyFederation& toy, std::size_t client)
{
    const auto rows = toy.data.clients[client].training.size();
    return toy.spec.learningRate * static_cast<double>(rows / toy.spec.batchSize + 1);
}

void addDefences()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::addColumn<MechanismPlan>("mechanism");
    auto adaptive = local(0.3);
    adaptive.adaptiveClip = privacy::AdaptiveClip{0.6, 0.4, 0.5};
    auto adaptiveCentral = central(0.3);
    adaptiveCentral.adaptiveClip = adaptive.adaptiveClip;
    for (const auto& [name, algorithm] :
         {std::pair{"fedavg", Algorithm::FedAvg}, {"fedsgd", Algorithm::FedSgd}}) {
        QTest::addRow("%s, udp", name) << algorithm << udp(0.5);
        QTest::addRow("%s, udp without noise", name) << algorithm << udp(0);
        QTest::addRow("%s, local", name) << algorithm << local(0.3);
        QTest::addRow("%s, local, wide", name) << algorithm << local(0.01, 100);
        QTest::addRow("%s, local, adaptive", name) << algorithm << adaptive;
        QTest::addRow("%s, central", name) << algorithm << central(0.3);
        QTest::addRow("%s, central, fixed", name) << algorithm << central(0.3, 0.05, Sampling::FixedSize);
        QTest::addRow("%s, central, adaptive", name) << algorithm << adaptiveCentral;
    }
}

} // namespace

class tst_DefendedFederation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundsMatchTheSlowWay_data() { addDefences(); }
    void roundsMatchTheSlowWay()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(MechanismPlan, mechanism);
        const Defended defended(algorithm, mechanism);
        SlowFederation slow(defended);
        RecordingObserver observer;
        defended.train(&observer, [&](const RoundRecord& record, const FederationState& state) {
            slow.round(record.round);
            const double moved = (slow.weights - defended.toy.request().initial).norm().item<double>();
            QVERIFY((state.weights - slow.weights).norm().item<double>() < 2e-5 * moved);
            QVERIFY(std::abs(state.clip - slow.clip) < 1e-9 * slow.clip);
        });
        QCOMPARE(observer.seen.size(),
                 mechanism.kind == MechanismKind::DpFedAvgCentral ? observer.seen.size() : slow.seen.size());
        for (std::size_t i = 0; i < observer.seen.size(); ++i) {
            const double scale =
                algorithm == Algorithm::FedSgd ? 1 : -divisor(defended.toy, observer.seen[i].origin.client);
            QVERIFY(normError(observer.seen[i].update * scale, slow.seen[i]) < 5e-5);
        }
    }

    void aDefenceWithoutEffectChangesNothing_data()
    {
        QTest::addColumn<Algorithm>("algorithm");
        QTest::newRow("fedavg") << Algorithm::FedAvg;
        QTest::newRow("fedsgd") << Algorithm::FedSgd;
    }
    void aDefenceWithoutEffectChangesNothing()
    {
        QFETCH(Algorithm, algorithm);
        const ToyFederation toy(algorithm);
        const auto plain = toy.train();
        const privacy::ReleaseLog nothing{std::vector<privacy::Releases>(9), {}};
        QVERIFY(plain.releases == nothing);
        Defended wide(algorithm, udp(0));
        wide.mechanism.clip = 1e9;
        QVERIFY(at::equal(wide.train().weights, plain.weights));
        Defended hidden(algorithm,
                        {MechanismKind::SecureAggregation, privacy::noClip, 0, {}, Sampling::FixedSize, {}});
        hidden.observed = ObservationPoint::ReleasedSum;
        QVERIFY(at::equal(hidden.train().weights, plain.weights));
    }

    void theServerNeverSeesMoreThanTheClip_data() { aDefenceWithoutEffectChangesNothing_data(); }
    void theServerNeverSeesMoreThanTheClip()
    {
        QFETCH(Algorithm, algorithm);
        Defended defended(algorithm, central(5, 0.03));
        defended.toy.spec.rounds = 20;
        defended.toy.spec.clientFraction = 0.8;
        RecordingObserver observer;
        defended.train(&observer);
        QVERIFY(observer.seen.size() > 100);
        std::size_t atClip = 0;
        for (const auto& seen : observer.seen) {
            const double scale =
                algorithm == Algorithm::FedSgd ? 1 : divisor(defended.toy, seen.origin.client);
            const double norm = seen.update.to(at::kDouble).norm().item<double>() * scale;
            QVERIFY(norm <= 0.03 * (1 + 2e-7)); // the update was divided by the scale in float
            atClip += norm > 0.03 * (1 - 1e-6) ? 1 : 0;
        }
        QVERIFY(atClip > 0);
    }

    /// What the observer of sums gets is the step of the global model; the server sees it before its noise.
    void sumsAreTheStepsOfTheModel_data() { addDefences(); }
    void sumsAreTheStepsOfTheModel()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(MechanismPlan, mechanism);
        Defended defended(algorithm, mechanism);
        defended.observed = ObservationPoint::ReleasedSum;
        RecordingObserver released;
        at::Tensor before = defended.toy.request().initial;
        const auto state =
            defended.train(&released, [&](const RoundRecord& record, const FederationState& now) {
                QCOMPARE(released.seen.size(), record.round + 1);
                const auto& seen = released.seen.back();
                QCOMPARE(seen.origin.round, record.round);
                QCOMPARE(seen.origin.client, wholeCohort);
                QCOMPARE(record.cohort.size(), record.participants);
                const at::Tensor step = (before - now.weights) / defended.toy.spec.learningRate;
                QVERIFY(normError(seen.update, step) < 2e-4);
                before = now.weights;
            });
        defended.observed = ObservationPoint::ReceivedSum;
        RecordingObserver received;
        QVERIFY(at::equal(defended.train(&received).weights, state.weights));
        const bool serverNoises = mechanism.kind == MechanismKind::DpFedAvgCentral;
        for (std::size_t i = 0; i < received.seen.size(); ++i)
            QCOMPARE(at::equal(received.seen[i].update, released.seen[i].update), !serverNoises);
    }

    /// The sum that the server receives is the mean of what the clients sent, over the expected number.
    void theReceivedSumIsThatOfTheClients()
    {
        Defended defended(Algorithm::FedSgd, central(2));
        defended.toy.spec.rounds = 1;
        RecordingObserver each;
        defended.train(&each);
        defended.observed = ObservationPoint::ReceivedSum;
        RecordingObserver sum;
        defended.train(&sum);
        at::Tensor expected = at::zeros_like(sum.seen[0].update);
        for (const auto& seen : each.seen)
            expected += seen.update / (0.4 * 9);
        QVERIFY(each.seen.size() > 1 && sum.seen.size() == 1);
        QVERIFY(normError(sum.seen[0].update, expected) < 1e-6);
    }

    void resumesBitIdentical_data() { addDefences(); }
    void resumesBitIdentical()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(MechanismPlan, mechanism);
        const Defended defended(algorithm, mechanism);
        RecordingObserver observer;
        std::vector<std::string> checkpoints;
        std::vector<std::size_t> seenAfter;
        const auto whole = defended.train(&observer, [&](const RoundRecord&, const FederationState& state) {
            checkpoints.push_back(bytesOf(state));
            seenAfter.push_back(observer.seen.size());
        });
        for (std::size_t stop = 0; stop < checkpoints.size(); ++stop) {
            RecordingObserver rest;
            const auto resumed = defended.train(&rest, {}, stateFrom(checkpoints[stop]));
            QCOMPARE(bytesOf(resumed), bytesOf(whole));
            QCOMPARE(rest.seen.size(), observer.seen.size() - seenAfter[stop]);
            for (std::size_t i = 0; i < rest.seen.size(); ++i)
                QVERIFY(at::equal(rest.seen[i].update, observer.seen[seenAfter[stop] + i].update));
        }
    }

    void releasesAreThoseOfTheCohorts_data() { addDefences(); }
    void releasesAreThoseOfTheCohorts()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(MechanismPlan, mechanism);
        const Defended defended(algorithm, mechanism);
        std::vector<std::size_t> times(9);
        const auto state = defended.train(nullptr, [&](const RoundRecord& record, const FederationState&) {
            QVERIFY(record.clip > 0);
            for (const auto client : record.cohort)
                ++times[client];
        });
        if (mechanism.noiseMultiplier == 0) // udp without noise
            return;
        const bool isCentral = mechanism.kind == MechanismKind::DpFedAvgCentral;
        QCOMPARE(privacy::count(state.releases.rounds), isCentral ? std::size_t{4} : std::size_t{0});
        for (std::size_t k = 0; k < 9; ++k)
            QCOMPARE(privacy::count(state.releases.clients[k]), times[k]);
    }

    void theLastModelIsReportedUnderDpFedAvg()
    {
        for (const auto& mechanism : {local(0.1), central(0.1)}) {
            Defended defended(Algorithm::FedAvg, mechanism);
            defended.toy.spec.rounds = 9;
            const auto state = defended.train();
            QCOMPARE(state.selectedRound, std::size_t{8});
            QVERIFY(at::equal(state.selectedWeights, state.weights));
        }
    }

    /// Whether a client is there changes the count that the adaptive clip follows by 1/2, which is what its
    /// noise is for: one whose place a zero takes counts for nothing, whatever the clip.
    void anAbsentClientSaysNothingOfTheClip_data()
    {
        QTest::addColumn<MechanismPlan>("mechanism");
        QTest::newRow("local") << local(0.3);
        QTest::newRow("central") << central(0.3);
    }
    void anAbsentClientSaysNothingOfTheClip()
    {
        QFETCH(MechanismPlan, mechanism);
        const auto stepOf = [&](double clip, bool isAbsent) {
            Defended defended(Algorithm::FedAvg, mechanism);
            defended.mechanism.clip = clip;
            defended.mechanism.adaptiveClip = privacy::AdaptiveClip{0.5, 0.4, 1};
            defended.toy.spec.rounds = 1;
            defended.toy.spec.clientFraction = 1;
            if (isAbsent)
                defended.toy.data.clients[3].trainsBefore = 0;
            return std::log(defended.train().clip / clip);
        };
        for (const auto& [clip, bit] : {std::pair{1e-6, -0.5}, {1e6, 0.5}})
            QVERIFY(std::abs(stepOf(clip, true) - stepOf(clip, false) - bit / 9) < 1e-12);
    }

    void nobodyMayCome()
    {
        Defended defended(Algorithm::FedAvg, central(0.1));
        defended.toy.spec.clientFraction = 0.02;
        defended.toy.spec.rounds = 12;
        std::size_t empty = 0;
        defended.train(nullptr, [&](const RoundRecord& record, const FederationState& state) {
            empty += record.participants == 0 ? 1 : 0;
            QCOMPARE(std::isnan(record.trainingLoss), record.participants == 0);
            QVERIFY(at::isfinite(state.weights).all().item<bool>());
        });
        QVERIFY(empty > 0);
    }

    void endsWhenTheBudgetIsSpent()
    {
        Defended defended(Algorithm::FedAvg, local(0.1));
        defended.toy.spec.rounds = 30;
        const auto most = [](const privacy::ReleaseLog& log) {
            std::size_t times = 0;
            for (const auto& client : log.clients)
                times = std::max(times, privacy::count(client));
            return times;
        };
        defended.mayRelease = [&](const privacy::ReleaseLog& log) { return most(log) < 4; };
        std::vector<std::string> checkpoints;
        const auto state = defended.train(nullptr, [&](const RoundRecord&, const FederationState& now) {
            checkpoints.push_back(bytesOf(now));
        });
        QVERIFY(state.isBudgetSpent);
        QCOMPARE(most(state.releases), std::size_t{4});
        QVERIFY(state.nextRound < 30 && state.nextRound == checkpoints.size());
        QVERIFY(!stateFrom(checkpoints.back())->isBudgetSpent);
        for (const auto& checkpoint : {checkpoints[1], checkpoints.back(), bytesOf(state)})
            QCOMPARE(bytesOf(defended.train(nullptr, {}, stateFrom(checkpoint))), bytesOf(state));
        defended.mayRelease = [](const privacy::ReleaseLog&) { return false; };
        QVERIFY_THROWS_EXCEPTION(Error, defended.train());
        defended.mayRelease = {};
        QVERIFY(!defended.train().isBudgetSpent);
    }

    void referencesHaveNothingToDefend()
    {
        for (const auto algorithm : {Algorithm::Centralised, Algorithm::Local})
            QVERIFY_THROWS_EXCEPTION(Error, Defended(algorithm, local(1)).train());
    }
};

QTEST_GUILESS_MAIN(tst_DefendedFederation)
#include "tst_DefendedFederation.moc"
