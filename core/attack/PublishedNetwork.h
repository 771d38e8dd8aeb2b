#pragma once

#include "core/attack/AttackSpec.h"
#include "core/attack/SpoolFile.h"
#include "core/base/Progress.h"
#include "core/base/SeedTree.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <string>
#include <vector>

namespace undertone::attack {

/// What the network is built for.
struct NetworkShape
{
    std::string layer; ///< "first", "second" or "last"
    LayerShape weight;
    Part part = Part::Both;
    std::size_t classes = 2;
};

/// A mini-batch of one layer's updates, standardised: weights B x 1 x out x in, biases B x out. Only what the
/// part needs is defined.
struct LayerBatch
{
    at::Tensor weights;
    at::Tensor biases;
};

/// The attribute classifier of Feng et al. 2021 (arXiv:2112.13416) on one layer's updates. The weight passes
/// three blocks of a 5 x 5 convolution (16, 32, 64 channels; padding 2), ReLU (batch normalisation before the
/// third), max pooling and channel dropout 0.2; pooling is 2, 4, 8 (6 when in = 512) for the first layer,
/// 2, 4, 4 for the second, and none, 2 x 2 with stride (1, 4) twice for the last. What comes out is joined
/// with the bias and passes dense layers of 256, 128 and `classes`, with ReLU and dropout 0.2 between them.
/// Pooling never exceeds what there is to pool. `weights` leaves the bias out; `bias` is dense layers alone.
class PublishedNetworkImpl : public torch::nn::Module
{
public:
    /// LibTorch's default initialisation (uniform within 1 / sqrt(fan in)), drawn from `stream`.
    PublishedNetworkImpl(const NetworkShape& shape, base::RandomStream stream);

    /// Logits, B x classes. `dropout` draws the masks; without it nothing is dropped.
    /// `progress` is asked several times, also on the way back, and must live until then. @throws Cancelled.
    at::Tensor forward(const LayerBatch& batch, base::RandomStream* dropout, const base::Progress& progress);

    /// Parameters and buffers as float32 and float64 tensors on the CPU, and back.
    std::vector<at::Tensor> state() const;
    void setState(const std::vector<at::Tensor>& state);

private:
    struct Pool
    {
        std::int64_t kernel[2];
        std::int64_t stride[2];
    };
    void makeBlocks(const NetworkShape& shape);
    at::Tensor convolve(const at::Tensor& weights, base::RandomStream* dropout,
                        const base::Progress& progress);
    static at::Tensor pooled(const at::Tensor& values, const Pool& pool);

    std::vector<Pool> m_pools;
    std::vector<torch::nn::Conv2d> m_convolutions;
    torch::nn::BatchNorm2d m_normalisation{nullptr};
    std::vector<torch::nn::Linear> m_dense;
    Part m_part;
};
TORCH_MODULE(PublishedNetwork);

} // namespace undertone::attack
