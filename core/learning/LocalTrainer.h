#pragma once

#include "core/base/Progress.h"
#include "core/base/SeedTree.h"
#include "core/learning/LayerGroup.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace undertone::learning {

/// Indices of samples in the trainer's data.
using Rows = std::span<const std::int64_t>;

/// Adam (Kingma and Ba 2015) with L2 weight decay in the gradient; the defaults are those of Feng et al.
/// 2021:
///     g += weightDecay p;  m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2
///     p -= learningRate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
struct AdamSettings
{
    double learningRate = 5e-4;
    double weightDecay = 1e-4;
    double beta1 = 0.9;
    double beta2 = 0.98;
    double epsilon = 1e-9;
};

/// Moments of all parameters, flat. With `steps` = 0 their content is not read.
struct AdamState
{
    at::Tensor mean;
    at::Tensor variance;
    std::int64_t steps = 0;
};

/// Predicted classes of rows and their mean negative log-likelihood.
struct Evaluation
{
    std::vector<std::size_t> predicted;
    double loss = 0;
};

/// What a client does with a model: gradients, optimiser steps and predictions on samples that the trainer
/// holds. Parameters, gradients and moments are flat float32 tensors on the trainer's device. One trainer
/// belongs to one thread.
class LocalTrainer
{
public:
    virtual ~LocalTrainer() = default;

    virtual std::int64_t parameters() const = 0;
    virtual at::Device device() const = 0;
    /// The layers of a flat tensor by name, sharing its memory.
    virtual std::vector<LayerGroup> groups(const at::Tensor& flat) const = 0;

    /// Mean negative log-likelihood of the batch, and its gradient into `gradient`. Dropout takes from the
    /// stream, hidden layer by hidden layer (those with dropout), one 32-bit word for each (row, unit) in
    /// this order; a unit stays when its word is at least p x 2^32.
    virtual double gradient(const at::Tensor& weights, Rows batch, base::RandomStream& dropout,
                            at::Tensor& gradient) = 0;

    /// One step of Adam on the batch: target = weights - step (`target` may be `weights`). Returns the loss.
    virtual double step(const at::Tensor& weights, Rows batch, base::RandomStream& dropout,
                        const AdamSettings& adam, AdamState& state, at::Tensor& target) = 0;

    /// One step of Adam along a gradient: what step() does with the batch's.
    virtual void descend(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
                         AdamState& state, at::Tensor& target) = 0;

    /// Without dropout.
    virtual Evaluation evaluate(const at::Tensor& weights, Rows rows) = 0;
};

/// A fresh optimiser state for `trainer`.
AdamState freshAdamState(const LocalTrainer& trainer);

/// Changes a batch's gradient before the optimiser sees it.
using GradientFilter = std::function<void(at::Tensor&)>;

struct LocalSchedule
{
    std::size_t epochs = 1;
    std::size_t batchSize = 20;
    AdamSettings adam;
    GradientFilter filter = {}; ///< none: the gradient as it is
};

/// Trains from `weights` into `target` (which may be `weights`): `epochs` passes in random order, in batches
/// of `batchSize`, the last one smaller. Every epoch's order and the dropout come from streams of `seed`.
/// Returns the mean loss of the samples as they were met; not finite when training diverged.
/// @throws Cancelled between batches.
double trainEpochs(LocalTrainer& trainer, const at::Tensor& weights, Rows rows, const LocalSchedule& schedule,
                   const base::SeedTree& seed, AdamState& state, at::Tensor& target,
                   const base::Progress& progress);

} // namespace undertone::learning
