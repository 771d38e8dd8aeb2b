#include "core/representation/VectorProblem.h"

#include <torch/optim/lbfgs.h>

#include <algorithm>
#include <limits>

namespace undertone::representation {

namespace {

constexpr double penalties[] = {1e-4, 1e-3, 1e-2, 1e-1, 1};
constexpr double usualPenalty = 1e-2;

/// Vectors with a 1 behind each.
at::Tensor withOnes(const at::Tensor& vectors)
{
    return at::cat({vectors, at::ones({vectors.size(0), 1}, at::kDouble)}, 1);
}

class LinearAttacker : public VectorAttacker
{
public:
    explicit LinearAttacker(at::Tensor weights) : m_weights(std::move(weights)) {}

    at::Tensor logits(const at::Tensor& vectors) const { return at::mm(withOnes(vectors), m_weights.t()); }
    at::Tensor scores(const at::Tensor& vectors) const override { return logOdds(logits(vectors)); }

private:
    at::Tensor m_weights; ///< classes x (d + 1)
};

LinearAttacker regression(const VectorProblem& problem, double penalty, const base::Progress& progress)
{
    const auto inputs = withOnes(problem.vectors);
    const auto n = inputs.size(0);
    auto truth = at::zeros({n, static_cast<std::int64_t>(problem.classes)}, at::kDouble);
    for (std::int64_t i = 0; i < n; ++i)
        truth[i][static_cast<std::int64_t>(problem.labels[static_cast<std::size_t>(i)])] = 1;
    const auto share = (problem.weights / static_cast<double>(n)).unsqueeze(1);
    auto weights = at::zeros({truth.size(1), inputs.size(1)}, at::kDouble);
    weights.mutable_grad() = at::zeros_like(weights);
    torch::optim::LBFGS optimizer({weights}, torch::optim::LBFGSOptions(1.0)
                                                 .max_iter(200)
                                                 .tolerance_grad(1e-8)
                                                 .tolerance_change(1e-12)
                                                 .history_size(20)
                                                 .line_search_fn("strong_wolfe"));
    optimizer.step([&] {
        progress.checkCancelled();
        const auto logs = at::mm(inputs, weights.t()).log_softmax(1);
        auto penalised = weights.clone();
        penalised.select(1, weights.size(1) - 1).zero_();
        weights.mutable_grad() = at::mm(((logs.exp() - truth) * share).t(), inputs) + penalty * penalised;
        return -(logs * truth * share).sum() + penalty / 2 * penalised.square().sum();
    });
    return LinearAttacker(weights);
}

double bestPenalty(const VectorProblem& problem, const base::SeedTree& seed, const base::Progress& progress)
{
    const auto [fitRows, heldOutRows] = holdOut(problem, seed);
    if (heldOutRows.empty())
        return usualPenalty;
    const auto fitted = subset(problem, fitRows);
    const auto heldOut = subset(problem, heldOutRows);
    double best = usualPenalty;
    double bestLikelihood = -std::numeric_limits<double>::infinity();
    for (const double penalty : penalties)
        if (const double likelihood =
                logLikelihood(regression(fitted, penalty, progress).logits(heldOut.vectors), heldOut);
            likelihood > bestLikelihood) {
            best = penalty;
            bestLikelihood = likelihood;
        }
    return best;
}

} // namespace

std::unique_ptr<VectorAttacker> softmaxRegression(const VectorProblem& problem, double penalty,
                                                  const base::Progress& progress)
{
    return std::make_unique<LinearAttacker>(regression(problem, penalty, progress));
}

std::unique_ptr<VectorAttacker> fitLinear(const VectorProblem& problem, const base::SeedTree& seed,
                                          const base::Progress& progress)
{
    return softmaxRegression(problem, bestPenalty(problem, seed, progress), progress);
}

} // namespace undertone::representation
