#include "PlantedFederation.h"

#include "core/attack/LeakDraws.h"
#include "core/attack/QuadraticForm.h"
#include "core/attack/ShadowExamples.h"
#include "core/attack/UnitRows.h"
#include "core/base/Error.h"
#include "core/learning/KernelMachine.h"
#include "tests/support/Unlogged.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace undertone;
using namespace undertone::attack;

namespace {

using Matrix = std::vector<std::vector<double>>;

at::Tensor randomRows(std::int64_t n, std::int64_t p, std::int64_t d)
{
    auto stream = base::SeedTree(5).stream("rows");
    auto rows = at::empty({n, p, d});
    for (std::int64_t i = 0; i < rows.numel(); ++i)
        rows.data_ptr<float>()[i] = static_cast<float>(stream.normal());
    return unitRows(rows);
}

double slowKernel(Statistic statistic, const at::Tensor& a, const at::Tensor& b)
{
    double sum = 0;
    for (std::int64_t r = 0; r < a.size(0); ++r)
        for (std::int64_t q = 0; q < b.size(0); ++q) {
            double product = 0;
            for (std::int64_t k = 0; k < a.size(1); ++k)
                product += a[r][k].item<double>() * b[q][k].item<double>();
            if (statistic == Statistic::SecondMoment)
                sum += product * product;
            else if (r == q)
                sum += product;
        }
    return sum;
}

/// Gaussian elimination with pivoting.
std::vector<double> solve(Matrix m, std::vector<double> y)
{
    const auto n = y.size();
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t pivot = c;
        for (std::size_t r = c; r < n; ++r)
            if (std::abs(m[r][c]) > std::abs(m[pivot][c]))
                pivot = r;
        std::swap(m[c], m[pivot]);
        std::swap(y[c], y[pivot]);
        for (std::size_t r = 0; r < n; ++r) {
            if (r == c)
                continue;
            const double factor = m[r][c] / m[c][c];
            for (std::size_t k = c; k < n; ++k)
                m[r][k] -= factor * m[c][k];
            y[r] -= factor * y[c];
        }
    }
    for (std::size_t c = 0; c < n; ++c)
        y[c] /= m[c][c];
    return y;
}

/// alpha and b as attacks.md writes the system, from lists.
std::vector<double> slowFit(const at::Tensor& kernel, const learning::BinaryProblem& problem,
                            const std::vector<std::size_t>& kept)
{
    const auto n = kept.size();
    std::vector<double> weights(n);
    double classWeight[2] = {0, 0};
    for (std::size_t i = 0; i < n; ++i) {
        double examples = 0;
        for (const auto j : kept)
            examples += problem.speakers[j] == problem.speakers[kept[i]] ? 1 : 0;
        weights[i] = 1 / examples;
        classWeight[problem.positive[kept[i]] ? 1 : 0] += weights[i];
    }
    Matrix system(n + 1, std::vector<double>(n + 1, 1));
    std::vector<double> target(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
        const bool positive = problem.positive[kept[i]];
        const double weight = weights[i] / classWeight[positive ? 1 : 0] * static_cast<double>(n) / 2;
        for (std::size_t j = 0; j < n; ++j)
            system[i][j] =
                kernel[static_cast<std::int64_t>(kept[i])][static_cast<std::int64_t>(kept[j])].item<double>();
        system[i][i] += 0.03 / weight;
        target[i] = positive ? 1 : -1;
    }
    system[n][n] = 0;
    return solve(system, target);
}

/// 14 examples of 7 speakers, the speakers with 1 to 3 examples, classes of 3 and 4 speakers.
learning::BinaryProblem unevenProblem()
{
    learning::BinaryProblem problem;
    const std::vector<std::size_t> examples = {1, 2, 3, 1, 2, 3, 2};
    for (std::size_t s = 0; s < examples.size(); ++s)
        for (std::size_t i = 0; i < examples[s]; ++i) {
            problem.speakers.push_back(s);
            problem.positive.push_back(s % 2 == 1);
        }
    return problem;
}

} // namespace

class TestKernelMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Examples that are alike, or of one class alone, are no defect of the program.
    void whatHasNoSolutionIsRefused()
    {
        const auto codeOf = [](double value, std::vector<bool> classes) {
            tests::Unlogged unlogged;
            try {
                learning::fitKernelMachine(at::full({3, 3}, value, at::kDouble),
                                           {{0, 1, 2}, std::move(classes)}, unlogged.log);
            } catch (const Error& error) {
                return error.code();
            }
            return ErrorCode::Internal;
        };
        QVERIFY(codeOf(1e20, {true, false, true}) == ErrorCode::Numerical); // beside it the ridge is lost
        QVERIFY(codeOf(1, {true, true, true}) == ErrorCode::InvalidRequest);
    }

    void kernelMatchesItsDefinition_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("p");
        QTest::addColumn<bool>("quadratic");
        QTest::newRow("one block") << 5 << 16 << true;
        QTest::newRow("several blocks") << 9 << 300 << true;
        QTest::newRow("more rows than a block") << 3 << 1100 << true;
        QTest::newRow("several steps") << 40 << 400 << true;
        QTest::newRow("rows, several steps") << 140 << 128 << false;
        QTest::newRow("rows") << 5 << 16 << false;
    }

    void kernelMatchesItsDefinition()
    {
        tests::Unlogged unlogged;
        QFETCH(int, n);
        QFETCH(int, p);
        QFETCH(bool, quadratic);
        const auto statistic = quadratic ? Statistic::SecondMoment : Statistic::Rows;
        const auto rows = randomRows(n, p, 3);
        const auto kernel = kernelMatrix(statistic, rows, unlogged.log);
        QCOMPARE(kernel.scalar_type(), at::kDouble);
        // Element access is slow: the large cases are compared through float64 matrix products.
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                const auto products = at::mm(rows[i].to(at::kDouble), rows[j].to(at::kDouble).t());
                const double expected = p <= 16     ? slowKernel(statistic, rows[i], rows[j])
                                        : quadratic ? products.square().sum().item<double>()
                                                    : products.diagonal().sum().item<double>();
                QVERIFY(std::abs(kernel[i][j].item<double>() - expected) <
                        1e-5 * std::max(1.0, std::abs(expected)));
            }
    }

    void scaleIsTheMeanDiagonalLessTheMean()
    {
        const auto kernel = at::tensor({5.0, 1.0, 1.0, 3.0}, at::kDouble).reshape({2, 2});
        QCOMPARE(learning::kernelScale(kernel), 1.5);
        QCOMPARE(learning::kernelScale(at::ones({3, 3}, at::kDouble)), 1.0);
    }

    void speakersAndClassesWeighTheSame()
    {
        const auto problem = unevenProblem();
        const auto weights = learning::exampleWeights(problem);
        std::vector<double> bySpeaker(7);
        double positive = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            bySpeaker[problem.speakers[i]] += weights[i];
            positive += problem.positive[i] ? weights[i] : 0;
        }
        QVERIFY(std::abs(positive - 7) < 1e-12);
        QVERIFY(std::abs(std::accumulate(weights.begin(), weights.end(), 0.0) - 14) < 1e-12);
        for (std::size_t s = 0; s < 7; ++s)
            QVERIFY(std::abs(bySpeaker[s] - (s % 2 == 1 ? 7.0 / 3 : 7.0 / 4)) < 1e-12);
    }

    void theFitSolvesTheSystem()
    {
        tests::Unlogged unlogged;
        const auto problem = unevenProblem();
        auto kernel = kernelMatrix(Statistic::SecondMoment, randomRows(14, 4, 6), unlogged.log);
        kernel = kernel / learning::kernelScale(kernel);
        std::vector<std::size_t> all(14);
        std::iota(all.begin(), all.end(), std::size_t{0});
        const auto expected = slowFit(kernel, problem, all);
        const auto machine = learning::fitKernelMachine(kernel, problem, unlogged.log);
        for (std::size_t i = 0; i < 14; ++i)
            QVERIFY(std::abs(machine.alpha[static_cast<std::int64_t>(i)].item<double>() - expected[i]) <
                    1e-8);
        QVERIFY(std::abs(machine.intercept - expected[14]) < 1e-8);
    }

    void heldOutScoresComeFromMachinesWithoutTheSpeaker()
    {
        tests::Unlogged unlogged;
        const auto problem = unevenProblem();
        auto kernel = kernelMatrix(Statistic::SecondMoment, randomRows(14, 4, 6), unlogged.log);
        kernel = kernel / learning::kernelScale(kernel);
        const auto scores = learning::outOfFoldScores(kernel, problem, unlogged.log);
        // 3 folds: speakers 0 2 4 6 and 1 3 5 are dealt in turn.
        const std::vector<std::size_t> foldOf = {0, 0, 1, 1, 2, 2, 0};
        for (std::size_t fold = 0; fold < 3; ++fold) {
            std::vector<std::size_t> kept;
            for (std::size_t i = 0; i < 14; ++i)
                if (foldOf[problem.speakers[i]] != fold)
                    kept.push_back(i);
            const auto solution = slowFit(kernel, problem, kept);
            for (std::size_t i = 0; i < 14; ++i) {
                if (foldOf[problem.speakers[i]] != fold)
                    continue;
                double expected = solution.back();
                for (std::size_t j = 0; j < kept.size(); ++j)
                    expected +=
                        solution[j] * kernel[static_cast<std::int64_t>(i)][static_cast<std::int64_t>(kept[j])]
                                          .item<double>();
                QVERIFY(std::abs(scores[i] - expected) < 1e-8);
            }
        }
    }

    void tooFewSpeakersGiveNoHeldOutScores()
    {
        tests::Unlogged unlogged;
        const learning::BinaryProblem problem{{0, 1, 2}, {true, false, false}};
        QVERIFY(learning::outOfFoldScores(at::eye(3, at::kDouble), problem, unlogged.log).empty());
    }

    void theCollapsedFormEqualsTheExpansion()
    {
        tests::Unlogged unlogged;
        for (const auto statistic : {Statistic::SecondMoment, Statistic::Rows}) {
            const auto rows = randomRows(90, 16, 20);
            const auto fresh = randomRows(95, 16, 20).narrow(0, 90, 5);
            const auto coefficients = at::linspace(-1, 2, 90, at::kDouble);
            const auto form = collapse(statistic, rows, coefficients, unlogged.log);
            const auto scores = applyForm(statistic, form, fresh);
            for (std::int64_t i = 0; i < 5; ++i) {
                double expected = 0;
                for (std::int64_t j = 0; j < 90; ++j) {
                    const auto products = at::mm(fresh[i].to(at::kDouble), rows[j].to(at::kDouble).t());
                    expected += coefficients[j].item<double>() * (statistic == Statistic::SecondMoment
                                                                      ? products.square().sum()
                                                                      : products.diagonal().sum())
                                                                     .item<double>();
                }
                QVERIFY(std::abs(scores[i].item<double>() - expected) <
                        1e-4 * std::max(1.0, std::abs(expected)));
            }
        }
    }

    void thresholdLiesEquallyManyDeviationsFromBothClasses()
    {
        // Medians: speakers 0, 1 (negative) -2 and 0; speakers 2, 3 (positive) 1 and 5.
        const learning::BinaryProblem problem{{0, 0, 0, 1, 2, 2, 3},
                                              {false, false, false, false, true, true, true}};
        const auto threshold = learning::speakerThreshold({-2, 40, -3, 0, 0.5, 1.5, 5}, problem);
        // mF = -1, sF = 1, mM = 3, sM = 2: (-1 * 2 + 3 * 1) / 3.
        QVERIFY(std::abs(threshold.value - 1.0 / 3) < 1e-12);
        // Deviation of -2, 0, 1, 5 about 1.
        QVERIFY(std::abs(threshold.deviation - std::sqrt(26.0 / 4)) < 1e-12);
        QCOMPARE(threshold.auc, 1.0);
        const learning::BinaryProblem pair{{0, 1}, {false, true}};
        QCOMPARE(learning::speakerThreshold({1, 2}, pair).value, 1.5);
    }

    void groupsAreConsecutiveUpdatesOfOneClient()
    {
        ObservedFederation shadow;
        shadow.clients = {{"b", 0, {}}, {"a", 1, {}}, {"silent", 1, {}}};
        for (std::size_t i = 0; i < 12; ++i)
            shadow.trace.origins.push_back({100 - i, i == 3 ? 1UL : 0UL}); // latest first
        const auto groups = groupUpdates(shadow, 5);
        QCOMPARE(groups.size(), std::size_t{4});
        QCOMPARE(groups[0].updates, (std::vector<std::size_t>{11, 10, 9, 8, 7}));
        QCOMPARE(groups[1].updates, (std::vector<std::size_t>{6, 5, 4, 2, 1}));
        QCOMPARE(groups[2].updates, (std::vector<std::size_t>{0}));
        QCOMPARE(groups[3].updates, (std::vector<std::size_t>{3}));
        QCOMPARE(groups[2].client, std::size_t{0});
        QCOMPARE(groups[3].client, std::size_t{1});
    }

    void examplesAreMeansOfGroupsMadeUnitLength()
    {
        const auto shadow = tests::plantedFederation({});
        std::size_t loads = 0;
        const ShadowSource twice{2, [&](std::size_t) {
                                     ++loads;
                                     return shadow;
                                 }};
        AttackSpec spec;
        spec.layers = {"first"};
        spec.parts = {Part::Both, Part::Bias};
        const auto examples = collectExamples(twice, spec, base::Progress());
        QCOMPARE(loads, std::size_t{2});
        QCOMPARE(examples.targets,
                 (std::vector<ExampleTarget>{{"first", Part::Both}, {"first", Part::Bias}}));
        QCOMPARE(examples.rows[0].sizes(), at::IntArrayRef({48, 16, 25}));
        QCOMPARE(examples.rows[1].sizes(), at::IntArrayRef({48, 1, 40}));
        const auto groups = groupUpdates(shadow, 5);
        for (std::size_t i = 0; i < 48; ++i) {
            const auto& group = groups[i % 24];
            QCOMPARE(examples.speakers[i], shadow.clients[group.client].speaker);
            QCOMPARE(examples.labels[i], shadow.clients[group.client].label);
            auto mean = at::zeros({16, 25});
            for (const auto u : group.updates)
                mean += shadow.trace.layers[0].probed[static_cast<std::int64_t>(u)] / 5;
            mean = mean / mean.norm(2, {1}, true);
            QVERIFY(at::allclose(examples.rows[0][static_cast<std::int64_t>(i)], mean, 1e-4, 1e-6));
        }
    }

    void groupsGrowWhereThereAreTooManyExamples()
    {
        // 12 clients of 10 updates: 24 examples of 5, 24 of 6 to 9, 12 of 10.
        const auto shadow = tests::plantedFederation({});
        const ShadowSource one{1, [&](std::size_t) { return shadow; }};
        AttackSpec spec;
        spec.layers = {"last"};
        QCOMPARE(collectExamples(one, spec, base::Progress(), 24).rows[0].size(0), std::int64_t{24});
        const auto fewer = collectExamples(one, spec, base::Progress(), 23);
        QCOMPARE(fewer.rows[0].size(0), std::int64_t{12});
        QCOMPARE(fewer.labels.size(), std::size_t{12});
        QVERIFY_THROWS_EXCEPTION(Error, collectExamples(one, spec, base::Progress(), 11));
    }

    void theCeilingTakesFewerClientsWhereThereAreTooMany()
    {
        // 2 x 6 clients, 20 rows at most: room for 20 of their rows is room for 16 of the default attack's.
        const auto shadow = tests::plantedFederation({});
        std::int64_t height = 0;
        for (const auto& client : shadow.clients)
            height = std::max(height, client.inputs.size(0));
        const ShadowSource twice{2, [&](std::size_t) { return shadow; }};
        AttackSpec spec;
        spec.kind = AttackKind::Data;
        const auto labelsWith = [&](std::size_t examples) {
            const auto most = (examples * static_cast<std::size_t>(height) + probeCount - 1) / probeCount;
            return collectExamples(twice, spec, base::Progress(), most).labels;
        };
        QCOMPARE(labelsWith(24).size(), std::size_t{24});
        for (const std::size_t examples : {23, 12, 8, 4}) {
            const auto labels = labelsWith(examples);
            QVERIFY(labels.size() <= examples && labels.size() > examples / 2);
            QCOMPARE(std::count(labels.begin(), labels.end(), 0),
                     std::count(labels.begin(), labels.end(), 1));
        }
        QVERIFY_THROWS_EXCEPTION(Error, labelsWith(1));
    }

    void inputsOfDifferentNumbersAreFilledUpWithZeros()
    {
        tests::Plant larger;
        larger.speakersPerClass = {9, 9};
        AttackSpec spec;
        spec.kind = AttackKind::Data;
        const ShadowSource both{2, [&](std::size_t i) {
                                    ObservedFederation observed;
                                    observed.clients =
                                        tests::plantedClients(i == 0 ? tests::Plant{} : larger);
                                    return observed;
                                }};
        const auto examples = collectExamples(both, spec, base::Progress());
        QCOMPARE(examples.rows[0].sizes(), at::IntArrayRef({30, 37, 24}));
        QVERIFY(at::equal(examples.rows[0][0].narrow(0, 20, 17), at::zeros({17, 24})));
    }

    void theCeilingSeesSecondMoments()
    {
        const auto clients = tests::plantedClients({});
        const auto trace = inputTrace(clients);
        QCOMPARE(trace.size(), clients.size());
        for (std::size_t c = 0; c < clients.size(); ++c) {
            const auto unit = unitRows(clients[c].inputs);
            const auto moment = at::mm(unit.t(), unit) / static_cast<double>(unit.size(0));
            const auto rows = trace.layers[0].probed[static_cast<std::int64_t>(c)];
            QVERIFY(at::allclose(at::mm(rows.t(), rows), moment, 1e-4, 1e-6));
        }
    }

    void drawsAreNestedAndWithoutReplacement()
    {
        const base::SeedTree seed(3);
        std::vector<std::size_t> updates(20);
        std::iota(updates.begin(), updates.end(), std::size_t{50});
        const auto five = leakDraws(seed, 2, updates, 5, 10);
        const auto ten = leakDraws(seed, 2, updates, 10, 10);
        QCOMPARE(five.size(), std::size_t{10});
        std::set<std::vector<std::size_t>> different;
        for (std::size_t r = 0; r < 10; ++r) {
            QCOMPARE(std::set<std::size_t>(ten[r].begin(), ten[r].end()).size(), std::size_t{10});
            QVERIFY(std::equal(five[r].begin(), five[r].end(), ten[r].begin()));
            for (const auto update : ten[r])
                QVERIFY(update >= 50 && update < 70);
            different.insert(five[r]);
        }
        QVERIFY(different.size() > 5);
        QVERIFY(five != leakDraws(seed, 3, updates, 5, 10));
        QCOMPARE(leakDraws(seed, 2, updates, allUpdates, 4), std::vector(4, updates));
        QCOMPARE(leakDraws(seed, 2, updates, 30, 1).front(), updates);
    }
};

QTEST_GUILESS_MAIN(TestKernelMachine)
#include "tst_KernelMachine.moc"
