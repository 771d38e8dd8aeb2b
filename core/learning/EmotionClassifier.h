#pragma once

#include "core/base/SeedTree.h"
#include "core/learning/LayerGroup.h"
#include "core/learning/ModelSpec.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::learning {

/// A dense layer's place in the flat parameters: the weight (outputs x inputs, row by row) at `offset`, the
/// bias right behind it.
struct DenseLayer
{
    std::string name;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::size_t offset = 0;
    double dropout = 0; ///< of its output, after the ReLU; 0 for the last layer

    std::size_t biasOffset() const { return offset + inputs * outputs; }
    std::size_t end() const { return biasOffset() + outputs; }
};

/// The shape of the emotion classifier: features -> hidden ... -> classes. All its parameters are one flat
/// float32 tensor; layers are views of it, so that averaging, Adam and serialisation are single passes.
class EmotionClassifier
{
public:
    /// @throws Error InvalidRequest for a layer of width 0 or a dropout outside [0, 1).
    EmotionClassifier(const ModelSpec& model, std::size_t features, std::size_t classes);

    const std::vector<DenseLayer>& layers() const { return m_layers; }
    std::size_t parameters() const { return m_layers.back().end(); }
    std::size_t features() const { return m_layers.front().inputs; }
    std::size_t classes() const { return m_layers.back().outputs; }

    /// LibTorch's default initialisation of linear layers (kaiming uniform, a = sqrt 5): weights and biases
    /// from U(-1/sqrt(in), 1/sqrt(in)), each tensor from its own stream of `seed`.
    at::Tensor initialWeights(const base::SeedTree& seed) const;

    /// The layers of `flat` by name; they share its memory.
    std::vector<LayerGroup> groups(const at::Tensor& flat) const;

private:
    std::vector<DenseLayer> m_layers;
};

} // namespace undertone::learning
