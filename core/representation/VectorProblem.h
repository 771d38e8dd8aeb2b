#pragma once

#include "core/representation/Attackers.h"

#include <cstdint>
#include <utility>

namespace undertone::representation {

/// What every attacker fits: vectors of mean 0 and deviation 1, classes 0 ... classes - 1 that all occur.
struct VectorProblem
{
    at::Tensor vectors; ///< n x d, float64
    std::vector<std::size_t> labels;
    std::vector<std::size_t> speakers;
    std::size_t classes = 0;
    /// n, float64, sum n: the speakers of a class weigh the same, and so do the classes.
    at::Tensor weights;
};

/// Brings columns to the weighted mean 0 and deviation 1 of the vectors it was made of.
class Standardizer
{
public:
    Standardizer(const at::Tensor& vectors, const at::Tensor& weights);
    at::Tensor operator()(const at::Tensor& vectors) const; ///< float64

private:
    at::Tensor m_mean;
    at::Tensor m_scale;
};

/// See VectorProblem. `classes`: those that occur count.
at::Tensor exampleWeights(const std::vector<std::size_t>& labels, const std::vector<std::size_t>& speakers,
                          std::size_t classes);

/// The rows of a problem, with weights of their own.
VectorProblem subset(const VectorProblem& problem, const std::vector<std::int64_t>& rows);

/// Rows to fit on and rows of speakers held out: of each class a quarter of its speakers at random, at least
/// one and never all. The second is empty when no class can spare one.
std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>> holdOut(const VectorProblem& problem,
                                                                        const base::SeedTree& seed);

/// log p_c - log(1 - p_c) of softmax(logits): n x classes, threshold at 0.
at::Tensor logOdds(const at::Tensor& logits);
/// Weighted mean log-likelihood of the labels under softmax(logits).
double logLikelihood(const at::Tensor& logits, const VectorProblem& problem);

/// Softmax regression: minimises -logLikelihood + penalty / 2 |weights|^2, the bias being free.
std::unique_ptr<VectorAttacker> softmaxRegression(const VectorProblem& problem, double penalty,
                                                  const base::Progress& progress);
std::unique_ptr<VectorAttacker> fitLinear(const VectorProblem& problem, const base::SeedTree& seed,
                                          const base::Progress& progress);
std::unique_ptr<VectorAttacker> fitNetwork(const std::vector<std::size_t>& hidden,
                                           const VectorProblem& problem, const base::SeedTree& seed,
                                           const base::Progress& progress);
std::unique_ptr<VectorAttacker> fitKernel(const VectorProblem& problem, const base::SeedTree& seed,
                                          const base::Progress& progress);
std::unique_ptr<VectorAttacker> fitCentroids(const VectorProblem& problem);

} // namespace undertone::representation
