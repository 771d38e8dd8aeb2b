#include "core/base/Error.h"
#include "core/learning/ClassificationMetrics.h"
#include "core/representation/AdversarialTrainer.h"
#include "core/representation/EncoderTraining.h"
#include "tests/representation/EncoderExamples.h"

#include <QtTest>

#include <stop_token>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;

namespace {

EncoderRequest requestFor(const InputTable& table, const RepresentationSpec& spec)
{
    const auto rows = static_cast<std::int64_t>(table.targets.size());
    return {table, spec, rowRange(0, rows * 3 / 4), rowRange(rows * 3 / 4, rows), base::SeedTree(8)};
}

EncoderState trained(const EncoderRequest& request, std::optional<EncoderState> from = {})
{
    base::Progress progress;
    return trainEncoder(request, {}, progress, std::move(from));
}

bool equalStates(const EncoderState& a, const EncoderState& b)
{
    return a.serialize() == b.serialize();
}

const std::vector<Input> everything = {Input::Acoustic, Input::Text, Input::Features};

} // namespace

class tst_EncoderTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void learnsWhatIsThere_data()
    {
        QTest::addColumn<int>("input");
        QTest::newRow("acoustic") << static_cast<int>(Input::Acoustic);
        QTest::newRow("text") << static_cast<int>(Input::Text);
        QTest::newRow("features") << static_cast<int>(Input::Features);
    }
    void learnsWhatIsThere()
    {
        QFETCH(int, input);
        const auto table = exampleTable(160);
        auto spec = exampleSpec({static_cast<Input>(input)});
        spec.epochs = spec.patience = 25;
        const auto request = requestFor(table, spec);
        const auto state = trained(request);
        const auto predicted = predictTargets(request, state, request.validation, base::Progress());
        learning::ConfusionMatrix confusion(3);
        for (std::size_t i = 0; i < predicted.size(); ++i)
            confusion.add(
                static_cast<std::size_t>(table.targets[static_cast<std::size_t>(request.validation[i])]),
                predicted[i]);
        QVERIFY(confusion.unweightedAverageRecall() > 0.6); // by chance 1/3
        double best = 0;
        for (const auto& epoch : state.epochs)
            best = std::max(best, epoch.validationUar);
        QCOMPARE(confusion.unweightedAverageRecall(), best);
    }

    /// Encoder and classifier of a training without adversaries, with lambda 0, and with one that is not 0.
    void lambdaZeroIsPlainTraining()
    {
        const auto table = exampleTable(40);
        const auto spec = exampleSpec(everything);
        auto plainTable = table;
        plainTable.attributes.clear();
        plainTable.attributeClasses.clear();
        auto plain = spec;
        plain.adversary.clear();
        auto zero = spec;
        zero.adversary[0].lambda = 0;

        const auto layersOf = [](const EncoderRequest& request) {
            const auto state = trained(request);
            return EncoderModel(request.spec, request.table).groups(state.weights);
        };
        const auto expected = layersOf(requestFor(plainTable, plain));
        const auto same = [&](const RepresentationSpec& other) {
            std::size_t found = 0;
            for (const auto& layer : layersOf(requestFor(table, other)))
                for (const auto& wanted : expected)
                    if (layer.name == wanted.name)
                        found += at::equal(layer.weight, wanted.weight) && at::equal(layer.bias, wanted.bias);
            return found == expected.size();
        };
        QVERIFY(same(zero));
        QVERIFY(!same(spec));
    }

    void resumesBitIdentically()
    {
        const auto table = exampleTable(40);
        auto spec = exampleSpec(everything);
        spec.warmup = 3;
        const auto request = requestFor(table, spec);
        std::vector<std::string> checkpoints;
        base::Progress progress;
        const auto whole = trainEncoder(
            request, [&](const EncoderState& state) { checkpoints.push_back(state.serialize()); }, progress);
        QCOMPARE(checkpoints.size(), std::size_t{5});
        QVERIFY(whole.isFinished);
        for (const auto& checkpoint : checkpoints)
            QVERIFY(equalStates(trained(request, EncoderState::deserialize(checkpoint)), whole));
        QVERIFY(equalStates(trained(request), whole));
    }

    void stateSurvivesTheArchive()
    {
        const auto table = exampleTable(16);
        const auto state = trained(requestFor(table, exampleSpec({Input::Features})));
        const auto bytes = state.serialize();
        const auto read = EncoderState::deserialize(bytes);
        QVERIFY(read);
        QVERIFY(at::equal(read->weights, state.weights) && at::equal(read->bestWeights, state.bestWeights));
        QVERIFY(at::equal(read->mean, state.mean) && at::equal(read->variance, state.variance));
        QCOMPARE(read->steps, state.steps);
        QCOMPARE(read->isFinished, true);
        QCOMPARE(read->epochs.size(), std::size_t{5});
        QCOMPARE(read->epochs[3].validationUar, state.epochs[3].validationUar);
        QVERIFY(!EncoderState::deserialize(bytes.substr(0, bytes.size() - 1)));
        QVERIFY(!EncoderState::deserialize("something else"));
        auto other = exampleSpec({Input::Features});
        other.encoder.denseUnits = 9;
        QVERIFY_EXCEPTION_THROWN(trained(requestFor(table, other), read), Error);
    }

    /// Epochs of the warm-up are not chosen, and patience counts from the best epoch on.
    void stopsEarly()
    {
        const auto table = exampleTable(60);
        auto spec = exampleSpec({Input::Acoustic});
        spec.epochs = 40;
        spec.patience = 2;
        spec.warmup = 4;
        const auto request = requestFor(table, spec);
        std::vector<at::Tensor> weights;
        base::Progress progress;
        const auto state = trainEncoder(
            request, [&](const EncoderState& now) { weights.push_back(now.weights); }, progress);
        std::size_t best = spec.warmup;
        for (std::size_t i = best; i < state.epochs.size(); ++i)
            if (state.epochs[i].validationUar > state.epochs[best].validationUar)
                best = i;
        QVERIFY(state.epochs.size() < spec.epochs);
        QCOMPARE(state.epochs.size(), best + 1 + spec.patience);
        QVERIFY(at::equal(state.bestWeights, weights[best]));
    }

    void stopsWhenAsked()
    {
        const auto table = exampleTable(40);
        const auto request = requestFor(table, exampleSpec({Input::Acoustic}));
        std::stop_source stop;
        base::Progress progress({}, stop.get_token());
        std::size_t epochs = 0;
        QVERIFY_EXCEPTION_THROWN(trainEncoder(
                                     request,
                                     [&](const EncoderState&) {
                                         ++epochs;
                                         stop.request_stop();
                                     },
                                     progress),
                                 Cancelled);
        QCOMPARE(epochs, std::size_t{1});
        QVERIFY_EXCEPTION_THROWN(embed(request, trained(request), request.training, progress), Cancelled);
    }

    void saysWhenItDiverges()
    {
        auto table = exampleTable(20);
        table.features.mul_(1e30);
        auto spec = exampleSpec({Input::Features});
        spec.learningRate = 1e6;
        try {
            trained(requestFor(table, spec));
            QFAIL("did not diverge");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Numerical);
            QVERIFY(error.where().find("epoch 1") != std::string::npos);
        }
    }

    void withoutValidationTheLastEpochCounts()
    {
        const auto table = exampleTable(20);
        EncoderRequest request{table, exampleSpec({Input::Features}), rowRange(0, 20), {}, base::SeedTree(8)};
        const auto state = trained(request);
        QCOMPARE(state.epochs.size(), std::size_t{5});
        QVERIFY(at::equal(state.bestWeights, state.weights));
        request.training.clear();
        QVERIFY_EXCEPTION_THROWN(trained(request), Error);
    }
};

QTEST_GUILESS_MAIN(tst_EncoderTraining)
#include "tst_EncoderTraining.moc"
