#include "core/base/Error.h"
#include "core/representation/AdversarialTrainer.h"
#include "tests/representation/EncoderExamples.h"
#include "tests/representation/ReferenceEncoder.h"

#include <torch/autograd.h>

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::representation;
using namespace undertone::tests;

namespace {

using Inputs = std::vector<Input>;

/// Shapes of encoders by name; `fixedWords`: word vectors that are not learned.
struct Kind
{
    RepresentationSpec spec = exampleSpec({Input::Acoustic});
    InputTable table = exampleTable(10);

    explicit Kind(const std::string& name)
    {
        const auto all = Inputs{Input::Features, Input::Acoustic, Input::Text};
        if (name == "text" || name == "fixed words")
            spec = exampleSpec({Input::Text});
        if (name == "features")
            spec = exampleSpec({Input::Features});
        if (name == "multimodal")
            spec = exampleSpec(all);
        if (name == "even width")
            spec.encoder.kernelWidth = 2;
        if (name == "wide")
            spec.encoder.kernelWidth = 5;
        if (name == "four convolutions")
            spec.encoder.convolutions = 4;
        if (name == "no convolution")
            spec.encoder.convolutions = 0;
        if (name == "no GRU") {
            spec = exampleSpec(all);
            spec.encoder.gruLayers = 0;
        }
        if (name == "fixed words")
            table.wordVectors = at::linspace(-1, 1, 9 * 4).view({9, 4});
    }
};

void addKinds()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"acoustic", "text", "fixed words", "features", "multimodal", "even width",
                             "wide", "four convolutions", "no convolution", "no GRU"})
        QTest::newRow(name) << QString(name);
}

at::Tensor embedded(const Kind& kind, const at::Tensor& weights, const std::vector<std::int64_t>& rows)
{
    return AdversarialTrainer(kind.spec, kind.table, "cpu").embed(weights, rows, base::Progress());
}

at::Tensor initial(const Kind& kind)
{
    return EncoderModel(kind.spec, kind.table).initialWeights(base::SeedTree(3));
}

} // namespace

class tst_EncoderModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersTileTheFlatParameters()
    {
        const Kind kind("multimodal");
        const EncoderModel model(kind.spec, kind.table);
        std::vector<std::string> names;
        std::int64_t end = 0;
        for (const auto& layer : model.layers()) {
            QCOMPARE(layer.offset, end);
            end = layer.end();
            names.push_back(layer.name);
        }
        QCOMPARE(model.parameters(), end);
        const std::vector<std::string> expected = {"acoustic.conv1",
                                                   "acoustic.conv2",
                                                   "acoustic.gru1.input",
                                                   "acoustic.gru1.recurrent",
                                                   "acoustic.gru2.input",
                                                   "acoustic.gru2.recurrent",
                                                   "text.words",
                                                   "text.gru1.input",
                                                   "text.gru1.recurrent",
                                                   "text.gru2.input",
                                                   "text.gru2.recurrent",
                                                   "features.dense1",
                                                   "dense1",
                                                   "dense2",
                                                   "adversary.gender.hidden",
                                                   "adversary.gender.output",
                                                   "target"};
        QCOMPARE(names, expected);
        const auto flat = at::arange(end, at::kFloat);
        const auto group = model.groups(flat)[1];
        QCOMPARE(group.weight.sizes(), at::IntArrayRef({7, 21}));
        QCOMPARE(group.weight[1][0].item<float>(), static_cast<float>(model.layers()[1].offset + 21));
        QCOMPARE(group.bias[6].item<float>(), static_cast<float>(model.layers()[1].end() - 1));
    }

    /// A layer starts the same whatever else is in the model.
    void initialValuesComeByName()
    {
        const Kind all("multimodal");
        const Kind acoustic("acoustic");
        const auto some = EncoderModel(acoustic.spec, acoustic.table).groups(initial(acoustic));
        for (const auto& group : EncoderModel(all.spec, all.table).groups(initial(all)))
            for (const auto& other : some)
                if (other.name == group.name && group.name != "dense1") // whose inputs differ
                    QVERIFY(at::equal(other.weight, group.weight) && at::equal(other.bias, group.bias));
        const double bound = 1 / std::sqrt(5.0);
        QVERIFY(some[3].weight.abs().max().item<double>() <= bound);
        QVERIFY(some[3].weight.abs().max().item<double>() > 0.9 * bound);
        QVERIFY(
            !at::equal(initial(all), EncoderModel(all.spec, all.table).initialWeights(base::SeedTree(4))));
    }

    void embeddingIsTheReference_data() { addKinds(); }
    void embeddingIsTheReference()
    {
        QFETCH(QString, name);
        const Kind kind(name.toStdString());
        const auto weights = initial(kind);
        const auto embeddings = embedded(kind, weights, rowRange(0, 10));
        for (std::int64_t row = 0; row < 10; ++row) {
            const auto expected = referenceEmbedding(kind.spec, kind.table, weights, row);
            QVERIFY(relativeDifference(embeddings[row].to(at::kDouble), expected) < 1e-5);
        }
    }

    void orderAndNeighboursChangeNothing_data() { addKinds(); }
    void orderAndNeighboursChangeNothing()
    {
        QFETCH(QString, name);
        const Kind kind(name.toStdString());
        const auto weights = initial(kind);
        const auto together = embedded(kind, weights, rowRange(0, 10));
        QVERIFY(relativeDifference(embedded(kind, weights, {9, 3, 3, 0}),
                                   together.index_select(0, at::tensor({9, 3, 3, 0}, at::kLong))) < 1e-5);
        for (std::int64_t row = 0; row < 10; ++row)
            QVERIFY(relativeDifference(embedded(kind, weights, {row}), together.narrow(0, row, 1)) < 1e-5);
    }

    /// Of everything the encoder and both classifiers learn, in float64.
    void gradientMatchesFiniteDifferences_data() { addKinds(); }
    void gradientMatchesFiniteDifferences()
    {
        QFETCH(QString, name);
        const Kind kind(name.toStdString());
        const EncoderModel model(kind.spec, kind.table);
        const auto batch = makeBatch(kind.table, rowRange(0, 6)).to(at::kCPU, at::kDouble);
        const auto value = [&](const std::vector<at::Tensor>& v) {
            auto dropout = base::SeedTree(1).stream("dropout");
            const auto layers = model.groups(v[0]);
            const auto embedding = model.embedding(layers, batch, &dropout);
            return model.targetLogits(layers, embedding).square().sum() +
                   model.adversaryLogits(layers, 0, embedding).exp().sum();
        };
        const auto weights = initial(kind).to(at::kDouble);
        for (const auto& layer : model.layers()) {
            const auto count = layer.end() - layer.offset;
            const auto ofLayer = [&](const std::vector<at::Tensor>& v) {
                const auto behind = weights.narrow(0, layer.end(), weights.numel() - layer.end());
                return value({at::cat({weights.narrow(0, 0, layer.offset), v[0], behind})});
            };
            QVERIFY2(gradientError(ofLayer, {weights.narrow(0, layer.offset, count)}) < 1e-5,
                     layer.name.c_str());
        }
    }

    void dropoutIsScaled()
    {
        Kind kind("features");
        kind.spec.encoder.dropout = 0.5;
        kind.spec.encoder.denseLayers = 1;
        const EncoderModel model(kind.spec, kind.table);
        const auto layers = model.groups(at::ones({model.parameters()}));
        InputBatch batch;
        batch.features = at::ones({1000, 5});
        auto stream = base::SeedTree(2).stream("dropout");
        const auto embedding = model.embedding(layers, batch, &stream);
        // 8 units of (sum of 5 inputs + 1) each, in and out of dropout: the mean stays.
        const double expected = 8 * (5.0 + 1) + 1;
        QVERIFY(std::abs(embedding.mean().item<double>() - expected) < 0.05 * expected);
        QVERIFY(embedding.std().item<double>() > 1);
    }

    void refusesWhatDoesNotFit()
    {
        const auto refused = [](Kind kind) {
            try {
                AdversarialTrainer(kind.spec, kind.table, "cpu");
            } catch (const Error& error) {
                return error.code() == ErrorCode::InvalidRequest && !error.remedy().empty();
            }
            return false;
        };
        const auto changed = [](auto change) {
            Kind kind("multimodal");
            change(kind);
            return kind;
        };
        QVERIFY(!refused(Kind("multimodal")));
        QVERIFY(refused(changed([](Kind& k) { k.spec.encoder.convolutions = 5; })));
        QVERIFY(refused(changed([](Kind& k) { k.spec.encoder.denseLayers = 0; })));
        QVERIFY(refused(changed([](Kind& k) { k.spec.encoder.dropout = 1; })));
        QVERIFY(refused(changed([](Kind& k) { k.spec.inputs.clear(); })));
        QVERIFY(refused(changed([](Kind& k) { k.spec.adversary.push_back({"gender", 1}); })));
        QVERIFY(refused(changed([](Kind& k) { k.table.frames.clear(); })));
        QVERIFY(refused(changed([](Kind& k) { k.table.frames[3] = at::zeros({0, 6}); })));
        QVERIFY(refused(changed([](Kind& k) { k.table.tokens[2] = {9}; })));
        QVERIFY(refused(changed([](Kind& k) { k.table.targets[2] = 3; })));
        QVERIFY(refused(changed([](Kind& k) { k.table.attributes[0].pop_back(); })));
        QVERIFY(refused(changed([](Kind& k) { k.table.wordVectors = at::zeros({4, 4}); })));
    }
};

QTEST_GUILESS_MAIN(tst_EncoderModel)
#include "tst_EncoderModel.moc"
