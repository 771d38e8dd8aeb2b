#include "core/base/Error.h"
#include "core/learning/KernelMachine.h"
#include "core/representation/VectorProblem.h"
#include "tests/support/Unlogged.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace undertone;
using namespace undertone::representation;

namespace {

constexpr Attacker allAttackers[] = {Attacker::Linear, Attacker::Shallow, Attacker::Deep, Attacker::Kernel,
                                     Attacker::Centroid};

/// Speakers, in turn of each class, with some vectors each: a speaker's own mean, a class's shift of the
/// first column and noise.
LabelledVectors drawn(std::size_t speakers, std::size_t classes, double shift, std::uint64_t seed,
                      std::size_t utterances = 12, std::int64_t columns = 6)
{
    auto stream = base::SeedTree(seed).stream("vectors");
    LabelledVectors result;
    const auto n = static_cast<std::int64_t>(speakers * utterances);
    result.vectors = at::empty({n, columns}, at::kFloat);
    auto* value = result.vectors.data_ptr<float>();
    for (std::size_t s = 0; s < speakers; ++s) {
        std::vector<double> mean(static_cast<std::size_t>(columns));
        for (double& one : mean)
            one = stream.normal();
        mean[0] += shift * static_cast<double>(s % classes);
        for (std::size_t u = 0; u < utterances; ++u) {
            result.labels.push_back(s % classes);
            result.speakers.push_back(s);
            for (const double one : mean)
                *value++ = static_cast<float>(one + stream.normal());
        }
    }
    return result;
}

/// UAR of the decisions on each speaker's mean score.
double speakerUar(const at::Tensor& scores, const LabelledVectors& tested, std::size_t classes)
{
    std::map<std::size_t, at::Tensor> sums;
    std::map<std::size_t, std::size_t> labels;
    for (std::size_t i = 0; i < tested.labels.size(); ++i) {
        const auto row = scores[static_cast<std::int64_t>(i)];
        auto& sum = sums[tested.speakers[i]];
        sum = sum.defined() ? sum + row : row;
        labels[tested.speakers[i]] = tested.labels[i];
    }
    std::vector<double> right(classes);
    std::vector<double> all(classes);
    for (const auto& [speaker, sum] : sums) {
        all[labels[speaker]] += 1;
        right[labels[speaker]] +=
            static_cast<std::size_t>(sum.argmax().item<std::int64_t>()) == labels[speaker] ? 1 : 0;
    }
    double uar = 0;
    for (std::size_t c = 0; c < classes; ++c)
        uar += right[c] / all[c] / static_cast<double>(classes);
    return uar;
}

VectorProblem problemOf(const LabelledVectors& vectors, std::size_t classes)
{
    VectorProblem problem{vectors.vectors.to(at::kDouble), vectors.labels, vectors.speakers, classes, {}};
    problem.weights = exampleWeights(problem.labels, problem.speakers, classes);
    return problem;
}

/// Softmax regression of two classes by plain gradient descent on one weight vector's loops.
std::vector<double> slowRegression(const VectorProblem& problem, double penalty)
{
    const auto n = problem.labels.size();
    const auto d = static_cast<std::size_t>(problem.vectors.size(1));
    const auto x = problem.vectors.contiguous();
    const double* values = x.data_ptr<double>();
    const double* share = problem.weights.data_ptr<double>();
    std::vector<double> weights(d + 1); // half the difference of the two classes' weights
    for (int step = 0; step < 20000; ++step) {
        std::vector<double> gradient(d + 1);
        for (std::size_t i = 0; i < n; ++i) {
            double z = weights[d];
            for (std::size_t k = 0; k < d; ++k)
                z += weights[k] * values[i * d + k];
            const double error = 1 / (1 + std::exp(-2 * z)) - static_cast<double>(problem.labels[i]);
            for (std::size_t k = 0; k <= d; ++k)
                gradient[k] +=
                    2 * error * share[i] / static_cast<double>(n) * (k < d ? values[i * d + k] : 1);
        }
        for (std::size_t k = 0; k <= d; ++k)
            weights[k] -= 0.05 * (gradient[k] + (k < d ? 2 * penalty * weights[k] : 0));
    }
    std::vector<double> scores;
    for (std::size_t i = 0; i < n; ++i) {
        double z = weights[d];
        for (std::size_t k = 0; k < d; ++k)
            z += weights[k] * values[i * d + k];
        scores.push_back(2 * z);
    }
    return scores;
}

void compareNearly(const at::Tensor& scores, const std::vector<double>& expected, double tolerance)
{
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double found = scores[static_cast<std::int64_t>(i)].item<double>();
        QVERIFY2(std::abs(found - expected[i]) <= tolerance * (1 + std::abs(expected[i])),
                 qPrintable(QString("%1: %2, %3").arg(i).arg(found).arg(expected[i])));
    }
}

} // namespace

class TestAttackers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void speakersAndClassesWeighTheSame()
    {
        const std::vector<std::size_t> labels = {0, 0, 0, 1, 1, 2};
        const std::vector<std::size_t> speakers = {0, 0, 1, 2, 2, 3};
        const auto weights = exampleWeights(labels, speakers, 3);
        const double expected[] = {0.5, 0.5, 1, 1, 1, 2};
        for (int i = 0; i < 6; ++i)
            QCOMPARE(weights[i].item<double>(), expected[i]);
    }

    void standardisedColumnsHaveMeanNoughtAndDeviationOne()
    {
        auto vectors = drawn(4, 2, 3, 1).vectors * 1e-6; // an embedding may have collapsed
        vectors.select(1, 5).fill_(7);                   // constant
        const auto weights = at::linspace(1, 2, vectors.size(0), at::kDouble);
        const auto result = Standardizer(vectors, weights)(vectors);
        const auto mean = (result * weights.unsqueeze(1)).sum(0) / weights.sum();
        const auto square = (result.square() * weights.unsqueeze(1)).sum(0) / weights.sum();
        QVERIFY(at::allclose(mean, at::zeros_like(mean), 0, 1e-6));
        QVERIFY(at::allclose(square.narrow(0, 0, 5), at::ones({5}, at::kDouble), 1e-6));
        QCOMPARE(square[5].item<double>(), 0.0);
    }

    void heldOutSpeakersAreNotFittedOn()
    {
        const auto problem = problemOf(drawn(9, 2, 1, 2), 2);
        const auto [fit, heldOut] = holdOut(problem, base::SeedTree(1));
        QCOMPARE(fit.size() + heldOut.size(), problem.labels.size());
        std::set<std::size_t> fitted;
        std::set<std::size_t> out;
        std::set<std::size_t> classes;
        for (const auto row : fit)
            fitted.insert(problem.speakers[static_cast<std::size_t>(row)]);
        for (const auto row : heldOut) {
            out.insert(problem.speakers[static_cast<std::size_t>(row)]);
            classes.insert(problem.labels[static_cast<std::size_t>(row)]);
        }
        for (const auto speaker : out)
            QVERIFY(!fitted.contains(speaker));
        QCOMPARE(classes.size(), std::size_t(2));
        QCOMPARE(fitted.size(), std::size_t(7));
    }

    void linearIsLogisticRegression()
    {
        const auto problem = problemOf(drawn(6, 2, 1.5, 3, 5, 3), 2);
        base::Progress progress;
        for (const double penalty : {0.3, 0.03}) {
            const auto scores = softmaxRegression(problem, penalty, progress)->scores(problem.vectors);
            compareNearly(scores.select(1, 1), slowRegression(problem, penalty), 1e-4);
            QVERIFY(at::allclose(scores.select(1, 0), -scores.select(1, 1)));
        }
    }

    /// Classes at the corners of a square, opposite corners alike.
    void networksAndKernelSeeWhatIsNotLinear()
    {
        auto training = drawn(16, 2, 0, 4, 30, 2);
        auto tested = drawn(16, 2, 0, 5, 30, 2);
        for (auto* side : {&training, &tested}) {
            auto stream = base::SeedTree(side == &training ? 6 : 7).stream("corners");
            for (std::int64_t i = 0; i < side->vectors.size(0); ++i) {
                const double x = stream.below(2) == 0 ? -1 : 1;
                const double y = side->labels[static_cast<std::size_t>(i)] == 1 ? x : -x;
                side->vectors[i][0] = x + 0.3 * stream.normal();
                side->vectors[i][1] = y + 0.3 * stream.normal();
            }
        }
        base::Progress progress;
        for (const auto kind : {Attacker::Shallow, Attacker::Deep, Attacker::Kernel}) {
            const auto attacker = fitAttacker(kind, training, 2, base::SeedTree(8), progress);
            QVERIFY(speakerUar(attacker->scores(tested.vectors), tested, 2) > 0.95);
        }
    }

    void kernelIsTheMachineOnSecondMoments()
    {
        const auto problem = problemOf(drawn(8, 2, 1, 9, 4, 3), 2);
        const auto n = problem.vectors.size(0);
        const auto extended = at::cat({problem.vectors / std::sqrt(3.0), at::ones({n, 1}, at::kDouble)}, 1);
        std::vector<at::Tensor> moments;
        for (std::int64_t i = 0; i < n; ++i)
            moments.push_back(at::outer(extended[i], extended[i]).flatten());
        const auto flat = at::stack(moments);
        auto kernel = at::mm(flat, flat.t());
        kernel = kernel / learning::kernelScale(kernel);
        const auto binary = learning::binaryProblems(problem.speakers, problem.labels, 2).front();
        tests::Unlogged unlogged;
        const auto machine = learning::fitKernelMachine(kernel, binary, unlogged.log);
        const auto threshold =
            learning::speakerThreshold(learning::outOfFoldScores(kernel, binary, unlogged.log), binary);
        const auto expected =
            (at::mv(kernel, machine.alpha) + machine.intercept - threshold.value) / threshold.deviation;
        const auto scores = fitKernel(problem, base::SeedTree(1), unlogged.progress)->scores(problem.vectors);
        QVERIFY(at::allclose(scores.select(1, 1), expected, 1e-6, 1e-8));
        QVERIFY(at::allclose(scores.select(1, 0), -expected, 1e-6, 1e-8));
    }

    void centroidsAreWeightedMeans()
    {
        const auto problem = problemOf(drawn(6, 3, 2, 10, 3, 2), 3);
        const auto scores = fitCentroids(problem)->scores(problem.vectors);
        for (std::int64_t i = 0; i < problem.vectors.size(0); ++i) {
            double distance[3];
            for (std::size_t c = 0; c < 3; ++c) {
                auto sum = at::zeros({2}, at::kDouble);
                double count = 0; // all speakers have equally many
                for (std::size_t j = 0; j < problem.labels.size(); ++j)
                    if (problem.labels[j] == c) {
                        sum += problem.vectors[static_cast<std::int64_t>(j)];
                        count += 1;
                    }
                distance[c] = (problem.vectors[i] - sum / count).square().sum().item<double>();
            }
            QVERIFY(std::abs(scores[i][1].item<double>() - std::min(distance[0], distance[2]) + distance[1]) <
                    1e-9);
        }
    }

    void aKnownLeakIsFound()
    {
        base::Progress progress;
        for (const std::size_t classes : {2, 3}) {
            const auto training = drawn(24, classes, 6, 11);
            const auto tested = drawn(24, classes, 6, 12);
            for (const auto kind : allAttackers) {
                const auto attacker = fitAttacker(kind, training, classes, base::SeedTree(13), progress);
                const double uar = speakerUar(attacker->scores(tested.vectors), tested, classes);
                QVERIFY2(uar > 0.9, qPrintable(QString("attacker %1: %2").arg(int(kind)).arg(uar)));
            }
        }
    }

    /// 40 new speakers, decided once each by a rule that knows nothing of them: P(|UAR - 0.5| > 0.27) < 7e-4
    /// for each attacker, 4e-3 for the five.
    void withoutALeakNothingIsFound()
    {
        base::Progress progress;
        const auto training = drawn(20, 2, 0, 14);
        const auto tested = drawn(40, 2, 0, 15);
        for (const auto kind : allAttackers) {
            const auto attacker = fitAttacker(kind, training, 2, base::SeedTree(16), progress);
            const double uar = speakerUar(attacker->scores(tested.vectors), tested, 2);
            QVERIFY2(std::abs(uar - 0.5) <= 0.27,
                     qPrintable(QString("attacker %1: %2").arg(int(kind)).arg(uar)));
        }
    }

    void aFitIsRepeatedBitForBit()
    {
        base::Progress progress;
        const auto training = drawn(10, 2, 1, 17);
        for (const auto kind : allAttackers) {
            const auto first = fitAttacker(kind, training, 2, base::SeedTree(18), progress);
            const auto second = fitAttacker(kind, training, 2, base::SeedTree(18), progress);
            QVERIFY(at::equal(first->scores(training.vectors), second->scores(training.vectors)));
        }
    }

    void aClassThatNobodyHasIsNeverChosen()
    {
        base::Progress progress;
        auto training = drawn(8, 2, 4, 19);
        for (auto& label : training.labels)
            label *= 2; // classes 0 and 2 of 3
        for (const auto kind : allAttackers) {
            const auto scores =
                fitAttacker(kind, training, 3, base::SeedTree(20), progress)->scores(training.vectors);
            QCOMPARE(scores.size(1), std::int64_t(3));
            QVERIFY((scores.select(1, 1) == unknownClassScore).all().item<bool>());
        }
    }

    void oneClassIsRefusedAndFitsAreCancelled()
    {
        base::Progress progress;
        auto training = drawn(4, 1, 0, 21);
        QVERIFY_THROWS_EXCEPTION(Error,
                                 fitAttacker(Attacker::Linear, training, 2, base::SeedTree(1), progress));
        training = drawn(8, 2, 0, 22);
        std::stop_source stop;
        stop.request_stop();
        const base::Progress stopped({}, stop.get_token());
        for (const auto kind : {Attacker::Linear, Attacker::Shallow, Attacker::Deep, Attacker::Kernel})
            QVERIFY_THROWS_EXCEPTION(Cancelled, fitAttacker(kind, training, 2, base::SeedTree(1), stopped));
    }
};

QTEST_GUILESS_MAIN(TestAttackers)
#include "tst_Attackers.moc"
