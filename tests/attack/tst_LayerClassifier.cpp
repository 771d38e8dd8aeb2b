#include "core/attack/LayerClassifier.h"
#include "core/base/SeedTree.h"
#include "tests/support/Unlogged.h"

#include <QtTest>

#include <cmath>

using namespace undertone;
using namespace undertone::attack;

namespace {

/// A layer whose out-of-fold scores, in deviations, and AUC are given; two classes.
LayerFit layerFit(std::vector<double> outOfFold, double auc)
{
    LayerFit fit;
    fit.classifier.scorers.push_back({at::ones({2, 2}), 0, {0, 1, auc}});
    fit.outOfFold.push_back(std::move(outOfFold));
    return fit;
}

at::Tensor column(std::vector<double> values)
{
    return at::tensor(values, at::kDouble).unsqueeze(1);
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

} // namespace

class TestLayerClassifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classesMakeProblems()
    {
        const auto two = learning::binaryProblems({0, 1, 2}, {0, 1, 1}, 2);
        QCOMPARE(two.size(), std::size_t{1});
        QCOMPARE(two[0].positive, (std::vector<bool>{false, true, true}));
        const auto three = learning::binaryProblems({0, 1, 2}, {0, 2, 1}, 3);
        QCOMPARE(three.size(), std::size_t{3});
        QCOMPARE(three[1].positive, (std::vector<bool>{false, false, true}));
        QCOMPARE(three[2].speakers, (std::vector<std::size_t>{0, 1, 2}));
    }

    void scoresAreLessThresholdInDeviations()
    {
        // A = (3, 4): A B A^T with B = [1 0; 0 2] is 41; raw score 41 - 1.
        const LayerClassifier classifier{
            {{at::tensor({1.0F, 0.0F, 0.0F, 2.0F}).reshape({2, 2}), -1, {30, 4, 1}}, {{}, 0, {}}}};
        const auto scores =
            classifier.scores(Statistic::SecondMoment, at::tensor({3.0F, 4.0F}).reshape({1, 1, 2}));
        QCOMPARE(scores.sizes(), at::IntArrayRef({1, 2}));
        QVERIFY(near(scores[0][0].item<double>(), 2.5));
        QCOMPARE(scores[0][1].item<double>(), unknownScore);
    }

    void aFittedLayerIsStandardisedByItsHeldOutScores()
    {
        tests::Unlogged unlogged;
        auto stream = base::SeedTree(2).stream("rows");
        auto rows = at::empty({24, 2, 5});
        for (std::int64_t i = 0; i < rows.numel(); ++i)
            rows.data_ptr<float>()[i] = static_cast<float>(stream.normal());
        learning::BinaryProblem problem;
        for (std::size_t i = 0; i < 24; ++i) {
            problem.speakers.push_back(i / 3);
            problem.positive.push_back(i / 3 % 2 == 1);
        }
        const auto fit = fitLayer(Statistic::SecondMoment, rows, {problem}, unlogged.log);
        auto kernel = kernelMatrix(Statistic::SecondMoment, rows, unlogged.log);
        kernel = kernel / learning::kernelScale(kernel);
        const auto heldOut = learning::outOfFoldScores(kernel, problem, unlogged.log);
        const auto threshold = learning::speakerThreshold(heldOut, problem);
        const auto& scorer = fit.classifier.scorers[0];
        QCOMPARE(scorer.threshold.value, threshold.value);
        for (std::size_t i = 0; i < 24; ++i)
            QVERIFY(near(fit.outOfFold[0][i], (heldOut[i] - threshold.value) / threshold.deviation));
        // The collapsed form scores like the expansion.
        const auto machine = learning::fitKernelMachine(kernel, problem, unlogged.log);
        const auto expected =
            (at::mv(kernel, machine.alpha) + machine.intercept - threshold.value) / threshold.deviation;
        const auto scores = fit.classifier.scores(Statistic::SecondMoment, rows).select(1, 0);
        QVERIFY(at::allclose(scores, expected, 1e-4, 1e-4));
    }

    void layersWeighByTheirHeldOutAuc()
    {
        const learning::BinaryProblem problem{{0, 1, 2, 3}, {false, false, true, true}};
        const auto fusion = fuseLayers(
            {layerFit({-4, -2, 2, 8}, 0.9), layerFit({0, 4, 0, 4}, 0.6), layerFit({100, 0, 0, 0}, 0.3)},
            {problem});
        const auto& fused = fusion.problems[0];
        QVERIFY(near(fused.weights[0], 0.8) && near(fused.weights[1], 0.2) && fused.weights[2] == 0);
        // Sums: -3.2, -0.8, 1.6, 7.2; class means -2 and 4.4, deviations 1.2 and 2.8.
        QVERIFY(near(fused.threshold.value, (-2 * 2.8 + 4.4 * 1.2) / 4));
        const auto scores = fusion.scores({column({5}), column({10}), column({-1000})});
        QVERIFY(near(scores[0][0].item<double>(), (6 - fused.threshold.value) / fused.threshold.deviation));
    }

    void layersWithoutSkillWeighTheSame()
    {
        const learning::BinaryProblem problem{{0, 1, 2, 3}, {false, false, true, true}};
        const auto fusion = fuseLayers({layerFit({1, 2, 3, 4}, 0.5), layerFit({4, 3, 2, 1}, 0.2)}, {problem});
        QCOMPARE(fusion.problems[0].weights, (std::vector<double>{0.5, 0.5}));
    }

    void withoutHeldOutScoresTheSumIsNotMoved()
    {
        const learning::BinaryProblem problem{{0, 1}, {false, true}};
        const auto fusion = fuseLayers({layerFit({}, 0.5)}, {problem});
        QVERIFY(near(fusion.scores({column({3})})[0][0].item<double>(), 3));
    }

    void twoClassesHaveOppositeScores()
    {
        QCOMPARE(classScores(at::tensor({0.25}, at::kDouble)), (std::vector<double>{-0.25, 0.25}));
        QCOMPARE(classScores(at::tensor({0.25, 1.0, -3.0}, at::kDouble)), (std::vector<double>{0.25, 1, -3}));
    }
};

QTEST_GUILESS_MAIN(TestLayerClassifier)
#include "tst_LayerClassifier.moc"
