#pragma once

#include "core/learning/StepLog.h"

#include <ATen/ATen.h>

namespace undertone::attack {

/// What the classifier sees of an example's rows A (p x d).
enum class Statistic {
    SecondMoment, ///< A^T A: kernel ||A_i A_j^T||_F^2, blind to the sign of each row
    Rows,         ///< A itself: kernel <A_i, A_j>
};

/// The kernel of n examples (n x p x d, float32) as an n x n float64 matrix. Products in float32, sums over
/// rows in double, by blocks: the n p x n p matrix of products never exists, and each
/// step of the log holds some blocks. @throws Cancelled.
at::Tensor kernelMatrix(Statistic statistic, const at::Tensor& rows, learning::StepLog& log);

/// Collapses a kernel expansion f(A) = sum_i coefficients_i k(A_i, A) to what it is applied through:
/// B = sum_i c_i A_i^T A_i (d x d), or the matrix sum_i c_i A_i (p x d). float32, summed in double.
at::Tensor collapse(Statistic statistic, const at::Tensor& rows, const at::Tensor& coefficients,
                    learning::StepLog& log);

/// f of each example: sum_k a_k^T B a_k, or <B, A>. n values, float64.
at::Tensor applyForm(Statistic statistic, const at::Tensor& form, const at::Tensor& rows);

} // namespace undertone::attack
