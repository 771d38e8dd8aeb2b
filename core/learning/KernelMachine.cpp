#include "core/learning/KernelMachine.h"

#include "core/base/Error.h"
#include "core/learning/ClassificationMetrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace undertone::learning {

namespace {

using Indices = std::vector<std::int64_t>;

constexpr std::size_t mostFolds = 6;

BinaryProblem subset(const BinaryProblem& problem, const Indices& indices)
{
    BinaryProblem part;
    for (const auto i : indices) {
        part.speakers.push_back(problem.speakers[static_cast<std::size_t>(i)]);
        part.positive.push_back(problem.positive[static_cast<std::size_t>(i)]);
    }
    return part;
}

/// The fold of each speaker; empty when there are too few.
std::map<std::size_t, std::size_t> speakerFolds(const BinaryProblem& problem)
{
    std::map<std::size_t, bool> classes;
    for (std::size_t i = 0; i < problem.speakers.size(); ++i)
        classes[problem.speakers[i]] = problem.positive[i];
    std::size_t members[2] = {0, 0};
    for (const auto& [speaker, positive] : classes)
        ++members[positive ? 1 : 0];
    const auto smaller = std::min(members[0], members[1]);
    if (smaller < 2)
        return {};
    const auto folds = std::min(mostFolds, smaller);
    std::size_t dealt[2] = {0, 0};
    std::map<std::size_t, std::size_t> result;
    for (const auto& [speaker, positive] : classes)
        result[speaker] = dealt[positive ? 1 : 0]++ % folds;
    return result;
}

void scoreFold(const at::Tensor& kernel, const BinaryProblem& problem, const Indices& kept,
               const Indices& heldOut, std::vector<double>& scores, StepLog& log)
{
    const auto keptIndex = at::tensor(kept, at::kLong);
    const auto outIndex = at::tensor(heldOut, at::kLong);
    const auto machine = fitKernelMachine(kernel.index_select(0, keptIndex).index_select(1, keptIndex),
                                          subset(problem, kept), log);
    const auto values = at::mv(kernel.index_select(0, outIndex).index_select(1, keptIndex), machine.alpha) +
                        machine.intercept;
    for (std::size_t i = 0; i < heldOut.size(); ++i)
        scores[static_cast<std::size_t>(heldOut[i])] = values.data_ptr<double>()[i];
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

struct Moments
{
    double mean = 0;
    double deviation = 0;
};

Moments moments(const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    Moments result;
    result.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    for (const double value : values)
        result.deviation += (value - result.mean) * (value - result.mean);
    result.deviation = std::sqrt(result.deviation / n);
    return result;
}

} // namespace

std::vector<BinaryProblem> binaryProblems(const std::vector<std::size_t>& speakers,
                                          const std::vector<std::size_t>& labels, std::size_t classes)
{
    std::vector<BinaryProblem> problems;
    for (std::size_t c = classes == 2 ? 1 : 0; c < classes; ++c) {
        BinaryProblem problem{speakers, {}};
        for (const auto label : labels)
            problem.positive.push_back(label == c);
        problems.push_back(std::move(problem));
    }
    return problems;
}

double kernelScale(const at::Tensor& kernel)
{
    const double scale = kernel.diagonal().mean().item<double>() - kernel.mean().item<double>();
    return scale > 0 ? scale : 1;
}

std::vector<double> exampleWeights(const BinaryProblem& problem)
{
    std::map<std::size_t, double> examples;
    for (const auto speaker : problem.speakers)
        examples[speaker] += 1;
    std::vector<double> weights(problem.speakers.size());
    double classSum[2] = {0, 0};
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = 1 / examples[problem.speakers[i]];
        classSum[problem.positive[i] ? 1 : 0] += weights[i];
    }
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] *= static_cast<double>(weights.size()) / (2 * classSum[problem.positive[i] ? 1 : 0]);
    return weights;
}

namespace {

void requireBothClasses(const BinaryProblem& problem)
{
    const auto positives = std::count(problem.positive.begin(), problem.positive.end(), true);
    if (positives == 0 || positives == static_cast<std::ptrdiff_t>(problem.positive.size()))
        throw Error(ErrorCode::InvalidRequest,
                    "There are no examples of both values of the attribute to learn an attack from.",
                    fmt::format("attack fit over {} examples", problem.positive.size()),
                    "Give it more: more rounds, shadow federations or shadow speakers.");
}

} // namespace

KernelMachine fitKernelMachine(const at::Tensor& kernel, const BinaryProblem& problem, StepLog& log)
{
    requireBothClasses(problem);
    const auto n = kernel.size(0);
    const auto weights = exampleWeights(problem);
    auto system = at::ones({n + 1, n + 1}, at::kDouble);
    system.narrow(0, 0, n).narrow(1, 0, n).copy_(kernel);
    auto target = at::zeros({n + 1}, at::kDouble);
    auto* entries = system.data_ptr<double>();
    for (std::int64_t i = 0; i < n; ++i) {
        entries[i * (n + 1) + i] += ridge / weights[static_cast<std::size_t>(i)];
        target.data_ptr<double>()[i] = problem.positive[static_cast<std::size_t>(i)] ? 1 : -1;
    }
    entries[(n + 1) * (n + 1) - 1] = 0;
    const auto solution = log.step([&] {
        const auto [result, failure] = at::linalg_solve_ex(system, target);
        return failure.item<std::int64_t>() == 0 ? result : at::full_like(target, NAN);
    });
    if (!at::isfinite(solution).all().item<bool>())
        throw Error(ErrorCode::Numerical, "The attack's linear system has no finite solution.",
                    fmt::format("attack fit over {} examples", n),
                    "Check that the updates are finite (a federation that diverges cannot be attacked), and "
                    "that they differ: more rounds or shadow federations give more of them.");
    return {solution.narrow(0, 0, n).clone(), solution[n].item<double>()};
}

std::vector<double> outOfFoldScores(const at::Tensor& kernel, const BinaryProblem& problem, StepLog& log)
{
    const auto folds = speakerFolds(problem);
    if (folds.empty())
        return {};
    std::size_t count = 0;
    for (const auto& [speaker, fold] : folds)
        count = std::max(count, fold + 1);
    std::vector<double> scores(problem.speakers.size());
    for (std::size_t fold = 0; fold < count; ++fold) {
        Indices kept;
        Indices heldOut;
        for (std::size_t i = 0; i < scores.size(); ++i)
            (folds.at(problem.speakers[i]) == fold ? heldOut : kept).push_back(static_cast<std::int64_t>(i));
        scoreFold(kernel, problem, kept, heldOut, scores, log);
    }
    return scores;
}

Threshold speakerThreshold(const std::vector<double>& scores, const BinaryProblem& problem)
{
    std::map<std::size_t, std::vector<double>> bySpeaker;
    std::map<std::size_t, bool> classes;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        bySpeaker[problem.speakers[i]].push_back(scores[i]);
        classes[problem.speakers[i]] = problem.positive[i];
    }
    std::vector<double> medians;
    std::vector<bool> positive;
    std::vector<double> byClass[2];
    for (const auto& [speaker, values] : bySpeaker) {
        medians.push_back(median(values));
        positive.push_back(classes[speaker]);
        byClass[positive.back() ? 1 : 0].push_back(medians.back());
    }
    const auto low = moments(byClass[0]);
    const auto high = moments(byClass[1]);
    const double spread = low.deviation + high.deviation;
    const double all = moments(medians).deviation;
    Threshold threshold;
    threshold.value = spread > 0 ? (low.mean * high.deviation + high.mean * low.deviation) / spread
                                 : (low.mean + high.mean) / 2;
    threshold.deviation = all > 0 ? all : 1;
    threshold.auc = areaUnderRoc(medians, positive);
    return threshold;
}

} // namespace undertone::learning
