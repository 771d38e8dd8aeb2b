#include "tests/learning/AutogradReference.h"

#include "core/base/Error.h"
#include "core/learning/MlpTrainer.h"
#include "core/learning/Torch.h"

#include <QtTest>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

using namespace undertone;
using namespace undertone::learning;
using namespace undertone::tests;

namespace {

std::atomic<std::size_t> allocations{0};

struct Samples
{
    at::Tensor features;
    std::vector<std::int64_t> labels;

    Samples(std::size_t rows, std::size_t width, std::size_t classes)
    {
        auto stream = base::SeedTree(4).stream("samples");
        features = at::empty({static_cast<std::int64_t>(rows), static_cast<std::int64_t>(width)}, at::kFloat);
        for (std::int64_t i = 0; i < features.numel(); ++i)
            features.data_ptr<float>()[i] = static_cast<float>(stream.normal());
        for (std::size_t i = 0; i < rows; ++i)
            labels.push_back(static_cast<std::int64_t>(stream.below(classes)));
    }
    SampleTable table() const { return {features, labels}; }
    ReferenceData reference() const { return {features, labels}; }
};

std::vector<std::int64_t> everyThird(std::size_t count, std::size_t rows)
{
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(static_cast<std::int64_t>(3 * i % rows));
    return result;
}

} // namespace

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define COUNTS_ALLOCATIONS
void* operator new(std::size_t size)
{
    ++allocations;
    if (void* memory = std::malloc(size ? size : 1))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept
{
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
#endif

class tst_MlpTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOneTorchThread(); }

    void layersTileTheFlatParameters()
    {
        const EmotionClassifier classifier({}, 988, 4);
        QCOMPARE(classifier.parameters(), std::size_t{286596});
        QCOMPARE(classifier.layers()[0].dropout, 0.2);
        const auto flat = at::arange(286596, at::kFloat);
        const auto groups = classifier.groups(flat);
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(groups[1].name, std::string("dense2"));
        QCOMPARE(groups[1].weight.sizes(), at::IntArrayRef({128, 256}));
        QCOMPARE(groups[0].weight[1][0].item<float>(), 988.F);
        QCOMPARE(groups[0].bias[0].item<float>(), 988.F * 256);
        QCOMPARE(groups[2].bias[3].item<float>(), 286595.F);
        groups[2].bias[3].zero_();
        QCOMPARE(flat[286595].item<float>(), 0.F);
    }

    void dropoutOfLaterLayersIsFixed()
    {
        const EmotionClassifier classifier({{9, 8, 7}, 0.6}, 5, 3);
        const auto& layers = classifier.layers();
        QCOMPARE(layers[0].dropout, 0.6);
        QCOMPARE(layers[1].dropout, 0.2);
        QCOMPARE(layers[2].dropout, 0.2);
        QCOMPARE(layers[3].dropout, 0.0);
    }

    /// U(-b, b): variance b^2 / 3. Limits of 5 standard errors: fails by chance once in 1e6.
    void initialisationIsKaimingUniform()
    {
        const EmotionClassifier classifier({}, 988, 4);
        const auto weights = classifier.initialWeights(base::SeedTree(8));
        for (std::size_t l = 0; l < 3; ++l) {
            const auto group = classifier.groups(weights)[l];
            const double bound = 1 / std::sqrt(static_cast<double>(classifier.layers()[l].inputs));
            QVERIFY(group.weight.abs().max().item<double>() <= bound * (1 + 1e-6));
            QVERIFY(group.bias.abs().max().item<double>() <= bound * (1 + 1e-6));
            const auto n = static_cast<double>(group.weight.numel());
            const double deviation = bound / std::sqrt(3.0);
            QVERIFY(std::abs(group.weight.mean().item<double>()) < 5 * deviation / std::sqrt(n));
            const double square = group.weight.to(at::kDouble).pow(2).mean().item<double>();
            const double error = bound * bound * std::sqrt(4.0 / 45 / n);
            QVERIFY(std::abs(square - bound * bound / 3) < 5 * error);
        }
        QVERIFY(at::equal(weights, classifier.initialWeights(base::SeedTree(8))));
        QVERIFY(!at::equal(weights, classifier.initialWeights(base::SeedTree(9))));
    }

    void gradientMatchesAutograd_data()
    {
        QTest::addColumn<QList<int>>("hidden");
        QTest::addColumn<double>("dropout");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("rows");
        QTest::newRow("published") << QList<int>{256, 128} << 0.2 << 988 << 20;
        QTest::newRow("no dropout in the first") << QList<int>{256, 128} << 0.0 << 988 << 20;
        QTest::newRow("rest of a client") << QList<int>{256, 128} << 0.6 << 988 << 3;
        QTest::newRow("one row") << QList<int>{256, 128} << 0.2 << 88 << 1;
        QTest::newRow("odd widths") << QList<int>{13, 7} << 0.5 << 11 << 37;
        QTest::newRow("linear") << QList<int>{} << 0.2 << 19 << 20;
        QTest::newRow("one hidden") << QList<int>{33} << 0.3 << 65 << 21;
        QTest::newRow("four hidden") << QList<int>{31, 17, 16, 5} << 0.1 << 40 << 23;
        QTest::newRow("large batch") << QList<int>{64, 32} << 0.2 << 100 << 300;
    }

    void gradientMatchesAutograd()
    {
        QFETCH(QList<int>, hidden);
        QFETCH(double, dropout);
        QFETCH(int, width);
        QFETCH(int, rows);
        const ModelSpec model{{hidden.begin(), hidden.end()}, dropout};
        const EmotionClassifier classifier(model, static_cast<std::size_t>(width), 4);
        const Samples samples(120, static_cast<std::size_t>(width), 4);
        const auto weights = classifier.initialWeights(base::SeedTree(1));
        const auto batch = everyThird(static_cast<std::size_t>(rows), 119);
        AutogradModel reference(classifier, weights, {});
        auto referenceDropout = base::SeedTree(2).stream("dropout");
        const double loss = reference.backward(samples.reference(), batch, referenceDropout);
        for (const auto& trainer : {makeMlpTrainer(classifier, samples.table(), "cpu"),
                                    makeTensorTrainer(classifier, samples.table(), at::kCPU)}) {
            auto stream = base::SeedTree(2).stream("dropout");
            at::Tensor gradient = at::full_like(weights, NAN);
            const double own = trainer->gradient(weights, batch, stream, gradient);
            QVERIFY(std::abs(own - loss) < 1e-6 * loss);
            for (std::size_t l = 0; l < classifier.layers().size(); ++l) {
                const auto actual = classifier.groups(gradient)[l];
                const auto expected = classifier.groups(reference.gradient())[l];
                QVERIFY2(relativeError(actual.weight, expected.weight) < 2e-6, actual.name.c_str());
                QVERIFY2(relativeError(actual.bias, expected.bias) < 2e-6, actual.name.c_str());
            }
            QCOMPARE(stream(), base::RandomStream(referenceDropout)());
        }
    }

    /// Central differences of the loss in double precision, with the same dropout.
    void gradientMatchesFiniteDifferences()
    {
        const EmotionClassifier classifier({{9, 6}, 0.3}, 7, 3);
        const Samples samples(30, 7, 3);
        const ReferenceData data(samples.features.to(at::kDouble), samples.labels);
        const auto weights = classifier.initialWeights(base::SeedTree(1));
        const auto batch = everyThird(12, 29);
        auto maskStream = base::SeedTree(2).stream("dropout");
        const auto masks = dropoutMasks(classifier, 12, maskStream);
        const auto lossAt = [&](std::int64_t i, double shift) {
            auto moved = weights.to(at::kDouble);
            moved[i] += shift;
            const auto parameters = leaves(classifier, moved, torch::kDouble);
            return torch::nll_loss(logProbabilities(parameters, data.x(batch), masks), data.y(batch))
                .item<double>();
        };
        const auto trainer = makeMlpTrainer(classifier, samples.table(), "cpu");
        auto stream = base::SeedTree(2).stream("dropout");
        at::Tensor gradient = at::empty_like(weights);
        trainer->gradient(weights, batch, stream, gradient);
        const double h = 1e-6;
        for (std::int64_t i = 0; i < weights.numel(); ++i)
            QVERIFY(std::abs((lossAt(i, h) - lossAt(i, -h)) / (2 * h) - gradient[i].item<double>()) < 1e-6);
    }

    void adamMatchesTorch_data()
    {
        QTest::addColumn<double>("weightDecay");
        QTest::addColumn<double>("learningRate");
        QTest::newRow("published") << 1e-4 << 5e-4;
        QTest::newRow("no decay") << 0.0 << 1e-2;
        QTest::newRow("strong decay") << 0.3 << 1e-3;
    }

    void adamMatchesTorch()
    {
        QFETCH(double, weightDecay);
        QFETCH(double, learningRate);
        const EmotionClassifier classifier({{40, 20}, 0.2}, 50, 4);
        const Samples samples(100, 50, 4);
        AdamSettings adam;
        adam.weightDecay = weightDecay;
        adam.learningRate = learningRate;
        const auto initial = classifier.initialWeights(base::SeedTree(3));
        for (const auto& trainer : {makeMlpTrainer(classifier, samples.table(), "cpu"),
                                    makeTensorTrainer(classifier, samples.table(), at::kCPU)}) {
            AutogradModel reference(classifier, initial, adam);
            auto dropout = base::SeedTree(2).stream("dropout");
            AdamState state = freshAdamState(*trainer);
            state.mean.fill_(NAN);
            state.variance.fill_(NAN);
            at::Tensor weights = initial.clone();
            at::Tensor gradient = at::empty_like(weights);
            for (std::size_t step = 0; step < 8; ++step) {
                const auto batch = everyThird(20 - step, 97);
                auto sameDropout = dropout;
                trainer->gradient(weights, batch, sameDropout, gradient);
                reference.stepAlong(gradient);
                trainer->step(weights, batch, dropout, adam, state, weights);
                const auto moved = (reference.weights() - initial).abs().max().item<double>();
                const auto error = (weights - reference.weights()).abs().max().item<double>();
                QVERIFY(error <
                        1e-6 * moved + 3e-8 * static_cast<double>(step + 1)); // rounding of the weights
            }
            QCOMPARE(state.steps, 8);
        }
    }

    void aStepLeavesItsSourceAlone()
    {
        const EmotionClassifier classifier({{8}, 0}, 5, 3);
        const Samples samples(20, 5, 3);
        const auto trainer = makeMlpTrainer(classifier, samples.table(), "cpu");
        const auto initial = classifier.initialWeights(base::SeedTree(3));
        const auto source = initial.clone();
        at::Tensor apart = at::zeros_like(initial);
        at::Tensor inPlace = initial.clone();
        for (const auto target : {&apart, &inPlace}) {
            AdamState state = freshAdamState(*trainer);
            auto dropout = base::SeedTree(2).stream("dropout");
            trainer->step(target == &apart ? source : inPlace, everyThird(6, 19), dropout, {}, state,
                          *target);
        }
        QVERIFY(at::equal(source, initial));
        QVERIFY(at::equal(apart, inPlace));
        QVERIFY(!at::equal(apart, initial));
    }

    void evaluationMatchesAutograd()
    {
        const EmotionClassifier classifier({{30, 20}, 0.5}, 25, 4);
        const Samples samples(700, 25, 4);
        const auto weights = classifier.initialWeights(base::SeedTree(3)) * 4;
        const auto rows = everyThird(600, 700);
        const auto expected = logProbabilities(leaves(classifier, weights), samples.reference().x(rows));
        const auto classes = expected.argmax(1);
        const double loss = torch::nll_loss(expected, samples.reference().y(rows)).item<double>();
        for (const auto& trainer : {makeMlpTrainer(classifier, samples.table(), "cpu"),
                                    makeTensorTrainer(classifier, samples.table(), at::kCPU)}) {
            const auto evaluation = trainer->evaluate(weights, rows);
            QCOMPARE(evaluation.predicted.size(), rows.size());
            for (std::size_t i = 0; i < rows.size(); ++i)
                QCOMPARE(static_cast<std::int64_t>(evaluation.predicted[i]),
                         classes[static_cast<std::int64_t>(i)].item<std::int64_t>());
            QVERIFY(std::abs(evaluation.loss - loss) < 1e-5 * loss);
            QVERIFY(trainer->evaluate(weights, {}).predicted.empty());
        }
    }

    void divergenceShowsInTheLoss()
    {
        const EmotionClassifier classifier({{8, 6}, 0.2}, 5, 3);
        const Samples samples(20, 5, 3);
        const auto trainer = makeMlpTrainer(classifier, samples.table(), "cpu");
        at::Tensor gradient = at::empty({trainer->parameters()}, at::kFloat);
        for (const float bad : {NAN, INFINITY, 1e30F}) {
            auto weights = classifier.initialWeights(base::SeedTree(3));
            classifier.groups(weights)[0].weight.fill_(bad);
            classifier.groups(weights)[1].weight.fill_(1e30);
            auto dropout = base::SeedTree(2).stream("dropout");
            QVERIFY(!std::isfinite(trainer->gradient(weights, everyThird(20, 20), dropout, gradient)));
        }
    }

    void aStepAllocatesNothing()
    {
#ifdef COUNTS_ALLOCATIONS
        const EmotionClassifier classifier({}, 988, 4);
        const Samples samples(60, 988, 4);
        const auto trainer = makeMlpTrainer(classifier, samples.table(), "cpu");
        at::Tensor weights = classifier.initialWeights(base::SeedTree(3));
        AdamState state = freshAdamState(*trainer);
        auto dropout = base::SeedTree(2).stream("dropout");
        const auto batch = everyThird(20, 59);
        trainer->step(weights, batch, dropout, {}, state, weights);
        const auto before = allocations.load();
        trainer->step(weights, batch, dropout, {}, state, weights);
        QCOMPARE(allocations.load(), before);
        QVERIFY(before > 0);
#else
        QSKIP("The sanitizer has its own allocator.");
#endif
    }

    void refusesModelsWithoutUnits()
    {
        QVERIFY_EXCEPTION_THROWN(EmotionClassifier({{8, 0}, 0.2}, 5, 3), Error);
        QVERIFY_EXCEPTION_THROWN(EmotionClassifier({{8}, 0.2}, 0, 3), Error);
        QVERIFY_EXCEPTION_THROWN(EmotionClassifier({{8}, 1.0}, 5, 3), Error);
        QVERIFY_EXCEPTION_THROWN(EmotionClassifier({{8}, -0.1}, 5, 3), Error);
        QVERIFY_EXCEPTION_THROWN(EmotionClassifier({{8}, std::nan("")}, 5, 3), Error);
    }
};

QTEST_GUILESS_MAIN(tst_MlpTrainer)
#include "tst_MlpTrainer.moc"
