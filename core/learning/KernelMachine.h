#pragma once

#include "core/learning/StepLog.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <vector>

namespace undertone::learning {

/// A two-class problem on n examples: who made each, and is it of the positive class.
struct BinaryProblem
{
    std::vector<std::size_t> speakers; ///< any numbers that tell speakers apart
    std::vector<bool> positive;
};

/// The problems that k classes make of the examples.
std::vector<BinaryProblem> binaryProblems(const std::vector<std::size_t>& speakers,
                                          const std::vector<std::size_t>& labels, std::size_t classes);

/// f(A) = sum_i alpha_i k(A_i, A) + intercept.
struct KernelMachine
{
    at::Tensor alpha; ///< n, float64
    double intercept = 0;
};

/// Ridge of every kernel machine, in units of the scaled kernel.
inline constexpr double ridge = 0.03;

/// mean(diag K) - mean(K): what the kernel is divided by. 1 when all examples are alike.
double kernelScale(const at::Tensor& kernel);

/// Weights of the examples: 1 / (examples of that speaker), rescaled so that both classes weigh the same and
/// the sum is n.
std::vector<double> exampleWeights(const BinaryProblem& problem);

/// Solves [K + lambda diag(1/w), 1; 1^T, 0] [alpha; b] = [y; 0], y = +-1, lambda = 0.03, in double. `kernel`
/// is scaled already.
/// @throws Error InvalidRequest without examples of both classes; Numerical when there is no finite solution.
KernelMachine fitKernelMachine(const at::Tensor& kernel, const BinaryProblem& problem, StepLog& log);

/// f of every example by machines that were fitted without that example's speaker: each class's speakers, in
/// order, are dealt to k = max(2, min(6, speakers of the smaller class)) folds. Empty when a class has fewer
/// than two speakers. Each machine's solution is a step of the log. @throws Cancelled.
std::vector<double> outOfFoldScores(const at::Tensor& kernel, const BinaryProblem& problem, StepLog& log);

/// Where a score becomes a decision, and how far scores lie apart.
struct Threshold
{
    double value = 0;
    double deviation = 1; ///< of the speakers' median scores, over both classes
    double auc = 0.5;     ///< of the speakers' median scores
};

/// (mF sM + mM sF) / (sF + sM) of the classes' means and deviations of per-speaker median scores: equally
/// many deviations from either class.
Threshold speakerThreshold(const std::vector<double>& scores, const BinaryProblem& problem);

} // namespace undertone::learning
