#include "core/base/Error.h"
#include "core/federation/FederatedTraining.h"
#include "core/representation/AdversarialTrainer.h"
#include "core/representation/SequenceOperators.h"
#include "tests/representation/EncoderExamples.h"

#include <torch/autograd.h>

#include <QtTest>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;
using federation::Algorithm;
using privacy::MechanismKind;

Q_DECLARE_METATYPE(undertone::federation::Algorithm)
Q_DECLARE_METATYPE(undertone::privacy::MechanismKind)

namespace {

constexpr double lambda = 0.75;

/// The losses of a batch in float64, of which the last row has no attribute.
struct Losses
{
    InputTable table = exampleTable(8);
    RepresentationSpec spec = exampleSpec({Input::Acoustic, Input::Text, Input::Features});
    std::vector<std::int64_t> rows = {7, 2, 3, 1, 6};

    Losses() { spec.adversary[0].lambda = lambda; }

    EncoderModel model() const { return {spec, table}; }
    at::Tensor weights() const { return model().initialWeights(base::SeedTree(4)); }
    base::RandomStream dropout() const { return base::SeedTree(4).stream("dropout"); }

    /// Of the target and of the adversary.
    std::pair<at::Tensor, at::Tensor> of(const at::Tensor& flat) const
    {
        const auto layers = model().groups(flat);
        auto stream = dropout();
        const auto embedding =
            model().embedding(layers, makeBatch(table, rows).to(at::kCPU, at::kDouble), &stream);
        at::Tensor target = at::zeros({}, at::kDouble);
        at::Tensor adversary = at::zeros({}, at::kDouble);
        const auto targets = model().targetLogits(layers, embedding).log_softmax(1);
        const auto genders = model().adversaryLogits(layers, 0, embedding).log_softmax(1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto row = static_cast<std::size_t>(rows[i]);
            const auto index = static_cast<std::int64_t>(i);
            target = target - targets[index][table.targets[row]] / 5;
            if (row != 7)
                adversary = adversary - genders[index][table.attributes[0][row]] / 4;
        }
        return {target, adversary};
    }
};

/// A federation of the trainer: 4 clients of 9 rows.
struct SmallFederation
{
    InputTable table = exampleTable(40);
    RepresentationSpec spec = exampleSpec({Input::Acoustic});
    federation::FederationData data;
    federation::FederationSpec rounds;
    privacy::MechanismPlan mechanism;

    SmallFederation(Algorithm algorithm, MechanismKind kind)
    {
        data.classes = table.targetClasses;
        data.labels = table.targets;
        for (std::int64_t client = 0; client < 4; ++client)
            data.clients.push_back(
                {rowRange(10 * client, 10 * client + 8), rowRange(10 * client + 8, 10 * client + 10)});
        rounds.algorithm = algorithm;
        rounds.rounds = 4;
        rounds.clientFraction = 0.5;
        rounds.batchSize = 4;
        rounds.learningRate = algorithm == Algorithm::FedSgd ? 0.1 : 0.01;
        mechanism.kind = kind;
        if (kind != MechanismKind::None) {
            mechanism.clip = 0.25;
            mechanism.noiseMultiplier = 0.5;
        }
    }

    federation::FederationRequest request() const
    {
        federation::FederationRequest request{
            data, {}, rounds, EncoderModel(spec, table).initialWeights(base::SeedTree(2)), base::SeedTree(3)};
        request.mechanism = mechanism;
        request.trainer = [this] { return std::make_unique<AdversarialTrainer>(spec, table, "cpu"); };
        return request;
    }

    federation::FederationState train(federation::UpdateObserver* observer = nullptr) const
    {
        return trainFederation(request(), observer, {}, base::Progress());
    }
};

struct LayerNames : federation::UpdateObserver
{
    std::vector<std::string> names;
    std::size_t updates = 0;
    void observe(const federation::UpdateOrigin&, const federation::ModelUpdate& update) override
    {
        names.clear();
        for (const auto& group : update)
            names.push_back(group.name);
        ++updates;
    }
};

} // namespace

class tst_AdversarialTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The encoder goes down the target's loss and up lambda times the adversary's, each classifier down its
    /// own.
    void gradientIsThatOfTheGame()
    {
        const Losses losses;
        const auto leaf = losses.weights().to(at::kDouble).requires_grad_(true);
        const auto [target, adversary] = losses.of(leaf);
        const auto ofTarget = torch::autograd::grad({target}, {leaf}, {}, true)[0];
        const auto ofAdversary = torch::autograd::grad({adversary}, {leaf})[0];
        AdversarialTrainer trainer(losses.spec, losses.table, "cpu");
        auto gradient = at::empty({trainer.parameters()}, at::kFloat);
        auto dropout = losses.dropout();
        const double loss = trainer.gradient(losses.weights(), losses.rows, dropout, gradient);
        QVERIFY(std::abs(loss - target.item<double>()) < 1e-5);
        QVERIFY(std::abs(trainer.adversaryLoss() - adversary.item<double>()) < 1e-5);
        const auto model = losses.model();
        for (const auto& layer : model.layers()) {
            const bool isAdversary = layer.name.starts_with("adversary.");
            const auto expected = isAdversary ? ofAdversary : ofTarget - lambda * ofAdversary;
            const auto count = layer.end() - layer.offset;
            QVERIFY2(relativeDifference(gradient.narrow(0, layer.offset, count).to(at::kDouble),
                                        expected.narrow(0, layer.offset, count)) < 1e-4,
                     layer.name.c_str());
        }
    }

    void lossesMatchFiniteDifferences()
    {
        const Losses losses;
        const auto weights = losses.weights().to(at::kDouble);
        QVERIFY(gradientError([&](const auto& v) { return losses.of(v[0]).first; }, {weights}) < 1e-5);
        QVERIFY(gradientError([&](const auto& v) { return losses.of(v[0]).second; }, {weights}) < 1e-5);
    }

    void strengthScalesLambda()
    {
        Losses losses;
        const auto gradientAt = [&](double share, double ofLambda) {
            losses.spec.adversary[0].lambda = ofLambda;
            AdversarialTrainer trainer(losses.spec, losses.table, "cpu");
            trainer.setAdversaryStrength(share);
            auto gradient = at::empty({trainer.parameters()}, at::kFloat);
            auto dropout = losses.dropout();
            trainer.gradient(losses.weights(), losses.rows, dropout, gradient);
            return gradient;
        };
        QVERIFY(at::equal(gradientAt(0.5, 1), gradientAt(1, 0.5)));
        QVERIFY(at::equal(gradientAt(0, 1), gradientAt(1, 0)));
        QVERIFY(!at::equal(gradientAt(1, 1), gradientAt(1, 0.5)));
    }

    void stepFollowsTheGradient()
    {
        const Losses losses;
        AdversarialTrainer trainer(losses.spec, losses.table, "cpu");
        auto byStep = losses.weights();
        auto byHand = losses.weights();
        auto stepState = freshAdamState(trainer);
        auto handState = freshAdamState(trainer);
        auto gradient = at::empty_like(byHand);
        auto dropout1 = losses.dropout();
        auto dropout2 = losses.dropout();
        for (int i = 0; i < 3; ++i) {
            trainer.step(byStep, losses.rows, dropout1, {}, stepState, byStep);
            trainer.gradient(byHand, losses.rows, dropout2, gradient);
            trainer.descend(byHand, gradient, {}, handState, byHand);
        }
        QVERIFY(at::equal(byStep, byHand));
        QVERIFY(!at::equal(byStep, losses.weights()));
    }

    /// With lambda 0 the federation's encoder and classifier are those without any adversary.
    void withoutStrengthAFederationHasNoAdversary()
    {
        SmallFederation small(Algorithm::FedAvg, MechanismKind::None);
        small.spec.adversary[0].lambda = 0;
        SmallFederation plain(Algorithm::FedAvg, MechanismKind::None);
        plain.spec.adversary.clear();
        plain.table.attributes.clear();
        plain.table.attributeClasses.clear();
        const auto with = EncoderModel(small.spec, small.table).groups(small.train().weights);
        const auto without = EncoderModel(plain.spec, plain.table).groups(plain.train().weights);
        std::size_t compared = 0;
        for (const auto& layer : with)
            for (const auto& other : without)
                if (layer.name == other.name) {
                    QVERIFY2(at::equal(layer.weight, other.weight) && at::equal(layer.bias, other.bias),
                             layer.name.c_str());
                    ++compared;
                }
        QCOMPARE(compared, without.size());
        QVERIFY(with.size() > without.size());
    }

    /// Nothing leaves a client after a stop, and nothing is evaluated to its end.
    void aStopIsHeededAtOnce()
    {
        const SmallFederation small(Algorithm::FedAvg, MechanismKind::None);
        std::stop_source stop;
        struct Stopper : federation::UpdateObserver
        {
            std::stop_source& stop;
            std::size_t updates = 0;
            explicit Stopper(std::stop_source& source) : stop(source) {}
            void observe(const federation::UpdateOrigin&, const federation::ModelUpdate&) override
            {
                if (++updates == 3)
                    stop.request_stop();
            }
        } stopper(stop);
        const base::Progress progress({}, stop.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainFederation(small.request(), &stopper, {}, progress));
        QCOMPARE(stopper.updates, std::size_t(3));
        AdversarialTrainer trainer(small.spec, small.table, "cpu", stop.get_token());
        QVERIFY_THROWS_EXCEPTION(Cancelled, trainer.evaluate(small.request().initial, rowRange(0, 40)));
    }

    void trainsInAFederation_data()
    {
        QTest::addColumn<Algorithm>("algorithm");
        QTest::addColumn<MechanismKind>("mechanism");
        QTest::newRow("FedAvg") << Algorithm::FedAvg << MechanismKind::None;
        QTest::newRow("FedSGD") << Algorithm::FedSgd << MechanismKind::None;
        QTest::newRow("centralised") << Algorithm::Centralised << MechanismKind::None;
        QTest::newRow("udp") << Algorithm::FedAvg << MechanismKind::Udp;
        QTest::newRow("udp, FedSGD") << Algorithm::FedSgd << MechanismKind::Udp;
        QTest::newRow("dp-fedavg-local") << Algorithm::FedAvg << MechanismKind::DpFedAvgLocal;
    }
    void trainsInAFederation()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(MechanismKind, mechanism);
        const SmallFederation small(algorithm, mechanism);
        LayerNames observer;
        const auto state = small.train(&observer);
        QVERIFY(at::isfinite(state.weights).all().item<bool>());
        QVERIFY(!at::equal(state.weights, small.request().initial));
        QVERIFY(at::equal(state.weights, small.train().weights));
        if (algorithm == Algorithm::Centralised)
            return;
        QCOMPARE(observer.updates, std::size_t{8});
        QCOMPARE(observer.names.front(), std::string("acoustic.conv1"));
        QCOMPARE(observer.names.back(), std::string("target"));
        const auto predicted = predictRows(small.request(), state.weights, rowRange(0, 40));
        const AdversarialTrainer trainer(small.spec, small.table, "cpu");
        const auto logits = trainer.model().targetLogits(
            trainer.groups(state.weights), trainer.embed(state.weights, rowRange(0, 40), base::Progress()));
        for (std::int64_t row = 0; row < 40; ++row)
            QCOMPARE(predicted[static_cast<std::size_t>(row)],
                     static_cast<std::size_t>(logits[row].argmax().item<std::int64_t>()));
    }
};

QTEST_GUILESS_MAIN(tst_AdversarialTrainer)
#include "tst_AdversarialTrainer.moc"
