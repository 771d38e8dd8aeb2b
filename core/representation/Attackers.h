#pragma once

#include "core/base/Progress.h"
#include "core/base/SeedTree.h"
#include "core/representation/RepresentationSpec.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace undertone::representation {

/// Vectors of utterances with a private attribute, and who spoke each.
struct LabelledVectors
{
    at::Tensor vectors; ///< n x d, float32
    std::vector<std::size_t> labels;
    std::vector<std::size_t> speakers; ///< any numbers that tell speakers apart
};

/// A fitted attacker: scores per class, threshold at 0; two classes: {-s, s}.
class VectorAttacker
{
public:
    virtual ~VectorAttacker() = default;
    /// n x classes, float64.
    virtual at::Tensor scores(const at::Tensor& vectors) const = 0;
};

/// The score of a class that no speaker of the training has: far below every threshold.
inline constexpr double unknownClassScore = -100;

/// Fits an attacker of a kind on vectors whose columns are first brought to mean 0 and deviation 1. Every
/// speaker counts the same, and so does every class. Attackers:
/// - linear: softmax regression with an L2 penalty, by L-BFGS; the penalty is chosen on speakers held out;
/// - shallow, deep: one and three hidden layers of 64; the number of epochs is chosen on speakers held out,
///   then they train on all;
/// - kernel: a machine (learning::KernelMachine) on k(x, y) = (x y / d + 1)^2, the inner product of the
/// second
///   moments of (x / sqrt(d), 1); thresholds out of fold by speaker; on at most `kernelRows` rows, dealt
///   evenly to the speakers;
/// - centroid: squared distance to the nearest other class's mean, less that to the own.
/// A class that no training speaker has scores `unknownClassScore`.
/// @throws Error InvalidRequest (fewer than two classes have a speaker), Cancelled.
std::unique_ptr<VectorAttacker> fitAttacker(Attacker kind, const LabelledVectors& training,
                                            std::size_t classes, const base::SeedTree& seed,
                                            const base::Progress& progress);

inline constexpr std::size_t kernelRows = 1500;

} // namespace undertone::representation
