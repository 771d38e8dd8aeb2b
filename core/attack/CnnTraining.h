#pragma once

#include "core/attack/PublishedNetwork.h"
#include "core/attack/RawExamples.h"
#include "core/learning/TensorArchive.h"

#include <torch/optim/adam.h>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace undertone::attack {

/// Where a training stands between two mini-batches: everything that the rest of it depends on.
struct CnnState
{
    std::size_t epoch = 0;
    std::size_t batch = 0;
    double rate = 1e-4;
    double bestLoss = std::numeric_limits<double>::infinity();
    std::size_t epochsWithoutGain = 0;
    double bestUar = -1;
    std::size_t epochsSinceBest = 0;
    bool isFinished = false;
    std::vector<at::Tensor> network; ///< PublishedNetworkImpl::state()
    std::string optimizer;           ///< as LibTorch writes it
    std::vector<at::Tensor> best;    ///< network of the best validation UAR; empty before epoch 30

    void write(learning::ArchiveWriter& writer) const;
    static CnnState read(learning::ArchiveReader& reader);
};

struct CnnSettings
{
    std::size_t epochs = 50;
    base::SeedTree seed;
    std::string device = "cpu";
};

/// Trains the published network on one layer: Adam (rate 1e-4, weight decay 1e-4 as L2, betas 0.9 / 0.98, eps
/// 1e-9), batches of 20; the rate is multiplied by 0.2 after 3 epochs without gain of validation loss, down
/// to 1e-6; after epoch 30 the network of the best validation UAR is kept, and training stops when 6 epochs
/// bring no better one. A last batch of one example joins the one before it (batch normalisation needs two).
/// Bit-identical on CPU, resumed or not.
class CnnTraining
{
public:
    CnnTraining(const RawExamples& examples, std::size_t layer, NetworkShape shape, ParameterScale scale,
                ValidationSplit split, CnnSettings settings);

    /// Continues from a state that `state()` gave.
    void resume(const CnnState& state);
    /// One mini-batch, and what an epoch's end brings. False when training had finished before.
    /// @throws Cancelled.
    bool step(const base::Progress& progress);
    CnnState state() const;
    /// How much of the epochs is done, 0 to 1; less than 1 when training stopped early.
    double share() const;
    /// Such as "epoch 3 of 50, batch 17 of 84".
    std::string standing() const;
    /// The network that training chose: the best after epoch 30, else the last.
    std::vector<at::Tensor> fitted() const;

private:
    struct Quality
    {
        double loss = 0;
        double uar = 0;
    };
    LayerBatch load(const std::vector<std::size_t>& examples) const;
    at::Tensor labels(const std::vector<std::size_t>& examples) const;
    std::vector<std::size_t> batchOf(std::size_t batch) const;
    std::size_t batches() const;
    void train(const std::vector<std::size_t>& batch, const base::Progress& progress);
    Quality validate(const base::Progress& progress);
    void endEpoch(const Quality& quality);
    void setRate(double rate);

    const RawExamples& m_examples;
    std::size_t m_layer;
    NetworkShape m_shape;
    ParameterScale m_scale;
    ValidationSplit m_split;
    CnnSettings m_settings;
    PublishedNetwork m_network;
    torch::optim::Adam m_optimizer;
    CnnState m_state; ///< without network and optimizer, which are live
    std::vector<std::size_t> m_order;
};

} // namespace undertone::attack
