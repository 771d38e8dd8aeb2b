#pragma once

#include "core/base/SeedTree.h"
#include "core/learning/LayerGroup.h"
#include "core/representation/InputBatch.h"
#include "core/representation/RepresentationSpec.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace undertone::representation {

/// A layer's place in the flat parameters: weight (outputs x inputs, row by row), then bias.
struct EncoderLayer
{
    std::string name;
    std::int64_t outputs = 0;
    std::int64_t inputs = 0;
    double bound = 0; ///< initial values are uniform within +- bound
    std::int64_t offset = 0;

    std::int64_t end() const { return offset + outputs * (inputs + 1); }
};

/// The shape of an adversarially trained encoder (Jaiswal and Mower Provost 2020). All its parameters are one
/// flat float32 tensor, in this order:
/// - acoustic.conv1 ... (kernels x (channels width), each with ReLU and a pooling of 2), then acoustic.gru1
///   .input and .recurrent (3 units x ...) ..., averaged over the utterance's frames;
/// - text.words (dimensions x vocabulary, unless the word vectors are fixed), text.gru1 ..., averaged alike;
/// - features.dense1;
/// - dense1 ... on all of these, joined; ReLU; the last one's output is the embedding;
/// - of each adversary adversary.ATTRIBUTE.hidden (ReLU) and .output;
/// - target, linear in the embedding.
/// Dropout before every dense layer of the encoder.
class EncoderModel
{
public:
    using Layers = std::vector<learning::LayerGroup>;

    /// The table gives the widths of inputs and outputs.
    /// @throws Error InvalidRequest: an input that the table has not, a width of 0, an attribute twice.
    EncoderModel(const RepresentationSpec& spec, const InputTable& table);

    std::int64_t parameters() const { return m_layers.back().end(); }
    const std::vector<EncoderLayer>& layers() const { return m_layers; }
    /// Each layer's parameters from streams of its name below `seed`.
    at::Tensor initialWeights(const base::SeedTree& seed) const;
    /// The layers of `flat` by name; they share its memory.
    Layers groups(const at::Tensor& flat) const;

    /// batch x denseUnits. Layers and batch are of one type and on one device. `dropout`: LocalTrainer.h;
    /// nullptr: none.
    at::Tensor embedding(const Layers& layers, const InputBatch& batch, base::RandomStream* dropout) const;
    at::Tensor targetLogits(const Layers& layers, const at::Tensor& embedding) const;
    at::Tensor adversaryLogits(const Layers& layers, std::size_t adversary,
                               const at::Tensor& embedding) const;

private:
    void add(const std::string& name, std::int64_t outputs, std::int64_t inputs, double bound);
    void addDense(const std::string& name, std::int64_t inputs);
    std::int64_t addGru(const std::string& input, std::int64_t width);
    std::int64_t addAcoustic(std::int64_t bands);
    std::int64_t addText(const InputTable& table);
    void addHeads(const InputTable& table);

    at::Tensor acoustic(const Layers& layers, const InputBatch& batch) const;
    at::Tensor text(const Layers& layers, const InputBatch& batch) const;
    at::Tensor recurrent(const Layers& layers, const std::string& input, at::Tensor sequence) const;

    RepresentationSpec m_spec;
    at::Tensor m_wordVectors;
    std::vector<EncoderLayer> m_layers;
};

} // namespace undertone::representation
