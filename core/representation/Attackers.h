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

/// Fits an attacker of a kind. What it chooses (epochs, ridge, thresholds), it chooses on speakers that it
/// holds out of `training`. Every speaker counts the same, and so does every class.
/// @throws Error InvalidRequest (a class without two speakers), Cancelled.
std::unique_ptr<VectorAttacker> fitAttacker(Attacker kind, const LabelledVectors& training,
                                            std::size_t classes, const base::SeedTree& seed,
                                            const base::Progress& progress);

} // namespace undertone::representation
