#include "tests/federation/ToyFederation.h"
#include "tests/learning/AutogradReference.h"

#include "core/base/Error.h"
#include "core/federation/FederatedTraining.h"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <stop_token>

using namespace undertone;
using namespace undertone::federation;
using namespace undertone::tests;

Q_DECLARE_METATYPE(undertone::federation::Algorithm)
Q_DECLARE_METATYPE(std::function<void(undertone::tests::ToyFederation&)>)

namespace {

/// A federation in a few obvious lines of autograd, with the streams that FederatedTraining documents.
class ReferenceFederation
{
public:
    explicit ReferenceFederation(const ToyFederation& toy)
        : m_toy(toy), m_request(toy.request()), m_data(toy.data.features, toy.data.labels),
          m_classifier(toy.model, static_cast<std::size_t>(ToyFederation::Width), toy.data.classes),
          m_weights(m_request.initial.clone())
    {
        m_adam.learningRate = toy.spec.learningRate;
    }

    void round(std::size_t r)
    {
        const auto seed = m_request.seed.child("round", r);
        const std::size_t clients = m_toy.data.clients.size();
        const auto count = std::max<std::size_t>(
            1,
            static_cast<std::size_t>(std::floor(m_toy.spec.clientFraction * static_cast<double>(clients))));
        at::Tensor sum = at::zeros_like(m_weights);
        double total = 0;
        for (const auto client : seed.stream("clients").choose(clients, count)) {
            const auto clientSeed = seed.child("client", client);
            const auto [result, weight, update] = m_toy.spec.algorithm == Algorithm::FedSgd
                                                      ? sgd(client, clientSeed)
                                                      : averaging(client, clientSeed);
            seen.push_back({{r, client}, update});
            sum += weight * result;
            total += weight;
        }
        if (m_toy.spec.algorithm == Algorithm::FedSgd)
            m_weights = m_weights - m_toy.spec.learningRate * sum / total;
        else
            m_weights = sum / total;
    }

    const at::Tensor& weights() const { return m_weights; }
    std::vector<RecordingObserver::Seen> seen;

private:
    struct Sent
    {
        at::Tensor result;
        double weight;
        at::Tensor update;
    };

    Sent sgd(std::size_t client, const base::SeedTree& seed)
    {
        const auto& rows = m_toy.data.clients[client].training;
        const auto size = std::min(m_toy.spec.batchSize, rows.size());
        std::vector<std::int64_t> batch;
        for (const auto i : seed.stream("batch").choose(rows.size(), size))
            batch.push_back(rows[i]);
        AutogradModel model(m_classifier, m_weights, m_adam);
        auto dropout = seed.stream("dropout");
        model.backward(m_data, batch, dropout);
        return {model.gradient(), static_cast<double>(size), model.gradient()};
    }

    Sent averaging(std::size_t client, const base::SeedTree& seed)
    {
        const auto& rows = m_toy.data.clients[client].training;
        AutogradModel model(m_classifier, m_weights, m_adam);
        auto dropout = seed.stream("dropout");
        for (std::size_t epoch = 0; epoch < m_toy.spec.localEpochs; ++epoch) {
            const auto order = seed.child("epoch", epoch).stream("order").permutation(rows.size());
            for (std::size_t begin = 0; begin < order.size(); begin += m_toy.spec.batchSize) {
                std::vector<std::int64_t> batch;
                for (std::size_t i = begin; i < std::min(begin + m_toy.spec.batchSize, order.size()); ++i)
                    batch.push_back(rows[order[i]]);
                model.step(m_data, batch, dropout);
            }
        }
        const double steps =
            std::floor(static_cast<double>(rows.size()) / static_cast<double>(m_toy.spec.batchSize)) + 1;
        const double scale = m_toy.spec.learningRate * steps * static_cast<double>(m_toy.spec.localEpochs);
        return {model.weights(), static_cast<double>(rows.size()), (m_weights - model.weights()) / scale};
    }

    const ToyFederation& m_toy;
    FederationRequest m_request;
    ReferenceData m_data;
    learning::EmotionClassifier m_classifier;
    at::Tensor m_weights;
    learning::AdamSettings m_adam;
};

/// Weighted by samples, over the classes that a client has; everything by definition.
double validationUar(const ToyFederation& toy, const std::vector<std::size_t>& predicted)
{
    double sum = 0;
    double samples = 0;
    std::size_t next = 0;
    for (const auto& client : toy.data.clients) {
        std::vector<double> right(toy.data.classes);
        std::vector<double> all(toy.data.classes);
        for (const auto row : client.validation) {
            const auto label = static_cast<std::size_t>(toy.data.labels[static_cast<std::size_t>(row)]);
            ++all[label];
            right[label] += predicted[next++] == label ? 1 : 0;
        }
        double recalls = 0;
        double present = 0;
        for (std::size_t c = 0; c < toy.data.classes; ++c)
            if (all[c] > 0) {
                recalls += right[c] / all[c];
                ++present;
            }
        if (present == 0)
            continue;
        sum += recalls / present * static_cast<double>(client.validation.size());
        samples += static_cast<double>(client.validation.size());
    }
    return sum / samples;
}

std::vector<std::int64_t> validationRows(const ToyFederation& toy)
{
    std::vector<std::int64_t> rows;
    for (const auto& client : toy.data.clients)
        rows.insert(rows.end(), client.validation.begin(), client.validation.end());
    return rows;
}

bool sameState(const FederationState& a, const FederationState& b)
{
    return bytesOf(a) == bytesOf(b);
}

void addAlgorithms()
{
    QTest::addColumn<Algorithm>("algorithm");
    QTest::newRow("fedsgd") << Algorithm::FedSgd;
    QTest::newRow("fedavg") << Algorithm::FedAvg;
    QTest::newRow("centralised") << Algorithm::Centralised;
    QTest::newRow("local") << Algorithm::Local;
}

} // namespace

class tst_FederatedTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundsMatchAutograd_data()
    {
        QTest::addColumn<Algorithm>("algorithm");
        QTest::addColumn<int>("epochs");
        QTest::addColumn<double>("dropout");
        QTest::addColumn<int>("batchSize");
        QTest::newRow("fedsgd") << Algorithm::FedSgd << 1 << 0.3 << 10;
        QTest::newRow("fedsgd, batches of all rows") << Algorithm::FedSgd << 1 << 0.3 << 100;
        QTest::newRow("fedsgd, no dropout") << Algorithm::FedSgd << 1 << 0.0 << 10;
        QTest::newRow("fedavg") << Algorithm::FedAvg << 1 << 0.3 << 10;
        QTest::newRow("fedavg, two epochs") << Algorithm::FedAvg << 2 << 0.3 << 10;
        QTest::newRow("fedavg, no dropout") << Algorithm::FedAvg << 1 << 0.0 << 13;
        QTest::newRow("fedavg, one batch") << Algorithm::FedAvg << 1 << 0.3 << 100;
    }

    void roundsMatchAutograd()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm);
        QFETCH(int, epochs);
        QFETCH(double, dropout);
        QFETCH(int, batchSize);
        toy.spec.localEpochs = static_cast<std::size_t>(epochs);
        toy.spec.batchSize = static_cast<std::size_t>(batchSize);
        toy.model.dropout = dropout;
        ReferenceFederation reference(toy);
        RecordingObserver observer;
        toy.train(&observer, [&](const RoundRecord& record, const FederationState& state) {
            reference.round(record.round);
            const double moved = (reference.weights() - toy.request().initial).norm().item<double>();
            QVERIFY((state.weights - reference.weights()).norm().item<double>() < 1e-5 * moved);
        });
        QCOMPARE(observer.seen.size(), reference.seen.size());
        QCOMPARE(observer.seen.size(), std::size_t{4 * 3});
        for (std::size_t i = 0; i < observer.seen.size(); ++i) {
            QCOMPARE(observer.seen[i].origin.round, reference.seen[i].origin.round);
            QCOMPARE(observer.seen[i].origin.client, reference.seen[i].origin.client);
            QVERIFY(normError(observer.seen[i].update, reference.seen[i].update) < 2e-5);
        }
    }

    void centralisedMatchesAutograd()
    {
        ToyFederation toy(Algorithm::Centralised);
        const learning::EmotionClassifier classifier(toy.model, 12, 4);
        const auto request = toy.request();
        std::vector<std::int64_t> all;
        for (const auto& client : toy.data.clients)
            all.insert(all.end(), client.training.begin(), client.training.end());
        learning::AdamSettings adam;
        adam.learningRate = toy.spec.learningRate;
        AutogradModel model(classifier, request.initial, adam);
        const ReferenceData data(toy.data.features, toy.data.labels);
        RecordingObserver observer;
        toy.train(&observer, [&](const RoundRecord& record, const FederationState& state) {
            const auto seed = request.seed.child("round", record.round).child("everyone");
            const auto order = seed.child("epoch", 0).stream("order").permutation(all.size());
            auto dropout = seed.stream("dropout");
            double loss = 0;
            for (std::size_t begin = 0; begin < order.size(); begin += 10) {
                std::vector<std::int64_t> batch;
                for (std::size_t i = begin; i < std::min(begin + 10, order.size()); ++i)
                    batch.push_back(all[order[i]]);
                loss += model.step(data, batch, dropout) * static_cast<double>(batch.size());
            }
            const double moved = (model.weights() - request.initial).norm().item<double>();
            QVERIFY((state.weights - model.weights()).norm().item<double>() < 1e-5 * moved);
            QVERIFY(std::abs(record.trainingLoss - loss / static_cast<double>(all.size())) < 1e-5);
            QCOMPARE(record.participants, toy.data.clients.size());
        });
        QVERIFY(observer.seen.empty());
    }

    /// Each client alone is a FedAvg federation of that client alone, but for the names of the streams.
    void localTrainsEachClientAlone()
    {
        ToyFederation toy(Algorithm::Local, 4);
        toy.model.dropout = 0;
        toy.spec.rounds = 2;
        toy.model.hidden = {10};
        toy.spec.batchSize = 1000; // one batch: the order does not matter
        const auto state = toy.train();
        QCOMPARE(state.weights.size(0), 4);
        for (std::size_t k = 0; k < 4; ++k) {
            ToyFederation alone = toy;
            alone.spec.algorithm = Algorithm::FedAvg;
            alone.data.clients = {toy.data.clients[k]};
            const auto own = alone.train();
            const double moved = (own.weights - alone.request().initial).norm().item<double>();
            QVERIFY((own.weights - state.weights[static_cast<std::int64_t>(k)]).norm().item<double>() <
                    1e-5 * moved);
        }
    }

    void validationIsByDefinition_data() { addAlgorithms(); }
    void validationIsByDefinition()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm);
        toy.data.clients[2].validation.clear();
        const auto request = toy.request();
        toy.train(nullptr, [&](const RoundRecord& record, const FederationState& state) {
            std::vector<std::size_t> predicted;
            ToyFederation one = toy;
            one.spec.algorithm = Algorithm::FedAvg;
            for (std::size_t k = 0; k < toy.data.clients.size(); ++k) {
                const auto weights = algorithm == Algorithm::Local
                                         ? state.weights[static_cast<std::int64_t>(k)]
                                         : state.weights;
                for (const auto p : predictRows(one.request(), weights, toy.data.clients[k].validation))
                    predicted.push_back(p);
            }
            QVERIFY(std::abs(record.validationUar - validationUar(toy, predicted)) < 1e-12);
            QCOMPARE(record.validation.total(), validationRows(toy).size());
        });
    }

    void bestRoundAfterHalfIsChosen_data() { addAlgorithms(); }
    void bestRoundAfterHalfIsChosen()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm, 9, 0.7);
        toy.spec.rounds = 13;
        std::vector<double> uars;
        std::vector<at::Tensor> weights;
        const auto state = toy.train(nullptr, [&](const RoundRecord& record, const FederationState& now) {
            QCOMPARE(now.nextRound, record.round + 1);
            uars.push_back(record.validationUar);
            weights.push_back(now.weights);
            std::size_t expected = record.round;
            for (std::size_t r = record.round; r >= 6 && r <= record.round;
                 --r) // 6 of 13: more than half are done
                if (uars[r] >= uars[expected])
                    expected = r;
            QCOMPARE(now.selectedRound, expected);
            QCOMPARE(now.selectedUar, uars[expected]);
            QVERIFY(at::equal(now.selectedWeights, weights[expected]));
        });
        QCOMPARE(state.nextRound, std::size_t{13});
        QVERIFY(std::ranges::any_of(weights, [&](const auto& w) { return !at::equal(w, state.weights); }));
    }

    void withoutValidationTheLastRoundIsChosen()
    {
        ToyFederation toy(Algorithm::FedAvg);
        for (auto& client : toy.data.clients)
            client.validation.clear();
        const auto state = toy.train();
        QCOMPARE(state.selectedRound, std::size_t{3});
        QVERIFY(at::equal(state.selectedWeights, state.weights));
    }

    void resumesBitIdentical_data() { addAlgorithms(); }
    void resumesBitIdentical()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm);
        toy.spec.rounds = 5;
        RecordingObserver observer;
        std::vector<std::string> checkpoints;
        std::vector<std::size_t> seenAfter;
        const auto whole = toy.train(&observer, [&](const RoundRecord&, const FederationState& state) {
            checkpoints.push_back(bytesOf(state));
            seenAfter.push_back(observer.seen.size());
        });
        for (std::size_t stop = 0; stop < checkpoints.size(); ++stop) {
            auto from = stateFrom(checkpoints[stop]);
            QVERIFY(from);
            RecordingObserver rest;
            const auto resumed = trainFederation(toy.request(), &rest, {}, base::Progress(), from);
            QVERIFY(sameState(resumed, whole));
            QCOMPARE(rest.seen.size(), observer.seen.size() - seenAfter[stop]);
            for (std::size_t i = 0; i < rest.seen.size(); ++i)
                QVERIFY(at::equal(rest.seen[i].update, observer.seen[seenAfter[stop] + i].update));
        }
    }

    void statesHeldByTheListenerDoNotChange_data() { addAlgorithms(); }
    void statesHeldByTheListenerDoNotChange()
    {
        QFETCH(Algorithm, algorithm);
        const ToyFederation toy(algorithm);
        std::vector<std::pair<FederationState, std::string>> held;
        toy.train(nullptr, [&](const RoundRecord&, const FederationState& state) {
            held.emplace_back(state, bytesOf(state));
        });
        for (const auto& [state, bytes] : held)
            QCOMPARE(bytesOf(state), bytes);
    }

    void learnsWhatCanBeLearned_data() { addAlgorithms(); }
    void learnsWhatCanBeLearned()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm, 9, 4);
        toy.spec.rounds = algorithm == Algorithm::FedSgd ? 150 : 40;
        double first = 0;
        const auto state = toy.train(nullptr, [&](const RoundRecord& record, const FederationState&) {
            if (record.round == 0)
                first = record.trainingLoss;
            if (record.round + 1 == toy.spec.rounds)
                QVERIFY(record.trainingLoss < first / 2);
        });
        QVERIFY(state.selectedUar > 0.95);
        const auto predicted = predictRows(toy.request(), state.selectedWeights, validationRows(toy));
        QVERIFY(validationUar(toy, predicted) > 0.95);
    }

    void divergenceIsAnErrorThatNamesTheRound_data()
    {
        QTest::addColumn<Algorithm>("algorithm");
        QTest::addColumn<double>("learningRate");
        QTest::newRow("fedsgd") << Algorithm::FedSgd << 1e25;
        QTest::newRow("fedavg") << Algorithm::FedAvg << 1e30;
        QTest::newRow("fedavg, infinite") << Algorithm::FedAvg << 1e39;
        QTest::newRow("centralised") << Algorithm::Centralised << 1e30;
        QTest::newRow("local") << Algorithm::Local << 1e30;
    }

    void divergenceIsAnErrorThatNamesTheRound()
    {
        QFETCH(Algorithm, algorithm);
        QFETCH(double, learningRate);
        ToyFederation toy(algorithm);
        toy.spec.learningRate = learningRate;
        std::size_t finished = 0;
        RecordingObserver observer;
        try {
            toy.train(&observer, [&](const RoundRecord&, const FederationState&) { ++finished; });
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Numerical);
            const auto round = "round " + std::to_string(finished + 1) + " of 4";
            QVERIFY2(error.happened().find(round) != std::string::npos, error.what());
            QVERIFY(error.remedy().find("learning_rate") != std::string::npos);
        }
        for (const auto& seen : observer.seen)
            QVERIFY(at::isfinite(seen.update).all().item<bool>());
    }

    void featuresThatAreNotFiniteAreAnError()
    {
        ToyFederation toy(Algorithm::FedAvg);
        toy.data.features[toy.data.clients[0].training[0]][3] = NAN;
        toy.spec.clientFraction = 1;
        QVERIFY_EXCEPTION_THROWN(toy.train(), Error);
    }

    void cancelsBetweenClients()
    {
        struct StoppingObserver : UpdateObserver
        {
            std::stop_source stop;
            int seen = 0;
            void observe(const UpdateOrigin&, const ModelUpdate&) override
            {
                if (++seen == 4)
                    stop.request_stop();
            }
        };
        for (const auto algorithm : {Algorithm::FedSgd, Algorithm::FedAvg}) {
            const ToyFederation toy(algorithm);
            StoppingObserver observer;
            const base::Progress progress({}, observer.stop.get_token());
            QVERIFY_EXCEPTION_THROWN(trainFederation(toy.request(), &observer, {}, progress), Cancelled);
            QCOMPARE(observer.seen, 4);
        }
    }

    void aThrowingListenerStops()
    {
        const ToyFederation toy(Algorithm::FedAvg);
        int rounds = 0;
        QVERIFY_EXCEPTION_THROWN(toy.train(nullptr,
                                           [&](const RoundRecord&, const FederationState&) {
                                               if (++rounds == 2)
                                                   throw Cancelled();
                                           }),
                                 Cancelled);
        QCOMPARE(rounds, 2);
    }

    void clientsWithoutTrainingRowsNeverTrain_data() { addAlgorithms(); }
    void clientsWithoutTrainingRowsNeverTrain()
    {
        QFETCH(Algorithm, algorithm);
        ToyFederation toy(algorithm);
        toy.data.clients[1].training.clear();
        toy.data.clients[5].training.clear();
        toy.spec.clientFraction = 1;
        RecordingObserver observer;
        const auto state = toy.train(&observer, [](const RoundRecord& record, const FederationState&) {
            QCOMPARE(record.participants, std::size_t{7});
        });
        for (const auto& seen : observer.seen)
            QVERIFY(seen.origin.client != 1 && seen.origin.client != 5);
        if (algorithm == Algorithm::Local)
            QVERIFY(at::equal(state.weights[5], toy.request().initial));
    }

    void theLocalMajorityVotes()
    {
        ToyFederation toy(Algorithm::Local, 4);
        toy.model.hidden = {};
        const learning::EmotionClassifier classifier(toy.model, 12, 4);
        at::Tensor models = at::zeros({4, static_cast<std::int64_t>(classifier.parameters())});
        const std::vector<std::size_t> voted = {2, 3, 2, 1};
        for (std::size_t k = 0; k < 4; ++k)
            classifier.groups(models[static_cast<std::int64_t>(k)])[0]
                .bias[static_cast<std::int64_t>(voted[k])] = 1;
        QCOMPARE(predictRows(toy.request(), models, {0, 1}), (std::vector<std::size_t>{2, 2}));
    }

    void initialWeightsAreThoseOfTheTrial()
    {
        const learning::ModelSpec model;
        const auto weights = initialWeights(model, 988, 4, base::SeedTree(8));
        QCOMPARE(weights.numel(), 286596);
        QVERIFY(at::equal(weights, initialWeights(model, 988, 4, base::SeedTree(8))));
        QVERIFY(!at::equal(weights, initialWeights(model, 988, 4, base::SeedTree(9))));
    }

    void badRequestsAreRefused_data()
    {
        QTest::addColumn<std::function<void(ToyFederation&)>>("spoil");
        using Spoil = std::function<void(ToyFederation&)>;
        const auto row = [](const char* name, Spoil spoil) { QTest::newRow(name) << spoil; };
        row("batch of 0", [](ToyFederation& t) { t.spec.batchSize = 0; });
        row("no epoch", [](ToyFederation& t) { t.spec.localEpochs = 0; });
        row("rate 0", [](ToyFederation& t) { t.spec.learningRate = 0; });
        row("rate nan", [](ToyFederation& t) { t.spec.learningRate = std::nan(""); });
        row("fraction", [](ToyFederation& t) { t.spec.clientFraction = 1.5; });
        row("no clients", [](ToyFederation& t) { t.data.clients.clear(); });
        row("label", [](ToyFederation& t) { t.data.labels[3] = 4; });
        row("negative label", [](ToyFederation& t) { t.data.labels[3] = -1; });
        row("missing label", [](ToyFederation& t) { t.data.labels.pop_back(); });
        row("row beyond", [](ToyFederation& t) { t.data.clients[0].validation = {100000}; });
        row("negative row", [](ToyFederation& t) { t.data.clients[0].training = {-1}; });
        row("doubles", [](ToyFederation& t) { t.data.features = t.data.features.to(at::kDouble); });
        row("transposed", [](ToyFederation& t) { t.data.features = t.data.features.t().contiguous().t(); });
        row("no features", [](ToyFederation& t) { t.data.features = at::Tensor(); });
    }

    void badRequestsAreRefused()
    {
        QFETCH(std::function<void(ToyFederation&)>, spoil);
        ToyFederation toy(Algorithm::FedAvg);
        auto request = toy.request();
        spoil(toy);
        request.federation = toy.spec;
        try {
            trainFederation(request, nullptr, {}, base::Progress());
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidRequest);
            QVERIFY(!error.remedy().empty());
        }
    }

    void weightsOfAnotherModelAreRefused()
    {
        ToyFederation toy(Algorithm::FedAvg);
        const auto state = toy.train();
        auto request = toy.request();
        request.initial = request.initial.slice(0, 1);
        QVERIFY_EXCEPTION_THROWN(trainFederation(request, nullptr, {}, base::Progress()), Error);
        toy.model.hidden = {4};
        QVERIFY_EXCEPTION_THROWN(trainFederation(toy.request(), nullptr, {}, base::Progress(), state), Error);
    }
};

QTEST_GUILESS_MAIN(tst_FederatedTraining)
#include "tst_FederatedTraining.moc"
