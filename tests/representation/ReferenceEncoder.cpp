#include "tests/representation/ReferenceEncoder.h"

#include <torch/nn/modules/rnn.h>

#include <algorithm>
#include <map>

namespace undertone::tests {

using namespace representation;

namespace {

/// Weights and biases by layer name.
class Reference
{
public:
    Reference(const RepresentationSpec& spec, const InputTable& table, const at::Tensor& weights)
        : m_encoder(spec.encoder), m_wordVectors(table.wordVectors)
    {
        for (const auto& group : EncoderModel(spec, table).groups(weights.to(at::kDouble)))
            m_layers[group.name] = group;
    }

    at::Tensor dense(const std::string& name, const at::Tensor& x) const
    {
        const auto& layer = m_layers.at(name);
        return at::relu(layer.weight.mv(x) + layer.bias);
    }

    /// T x bands -> T x kernels: what lies before the first and behind the last frame is 0; an even width
    /// reaches one frame further ahead than back.
    at::Tensor convolved(const std::string& name, const at::Tensor& x) const
    {
        const auto& layer = m_layers.at(name);
        const auto width = static_cast<std::int64_t>(m_encoder.kernelWidth);
        const auto kernels = layer.weight.view({layer.weight.size(0), x.size(1), width});
        std::vector<at::Tensor> frames;
        for (std::int64_t t = 0; t < x.size(0); ++t) {
            auto sum = layer.bias.clone();
            for (std::int64_t k = 0; k < width; ++k) {
                const auto from = t + k - (width - 1) / 2;
                if (from >= 0 && from < x.size(0))
                    sum += kernels.select(2, k).mv(x[from]);
            }
            frames.push_back(sum);
        }
        return at::stack(frames);
    }

    static at::Tensor pooled(const at::Tensor& x)
    {
        std::vector<at::Tensor> frames;
        for (std::int64_t t = 0; t < x.size(0); t += 2)
            frames.push_back(at::relu(t + 1 < x.size(0) ? at::maximum(x[t], x[t + 1]) : x[t]));
        return at::stack(frames);
    }

    at::Tensor recurrentMean(const std::string& input, const at::Tensor& x) const
    {
        if (m_encoder.gruLayers == 0)
            return x.mean(0);
        const auto units = static_cast<std::int64_t>(m_encoder.gruUnits);
        torch::nn::GRU gru(torch::nn::GRUOptions(x.size(1), units)
                               .num_layers(static_cast<std::int64_t>(m_encoder.gruLayers)));
        gru->to(torch::kDouble);
        auto parameters = gru->named_parameters();
        for (std::size_t i = 0; i < m_encoder.gruLayers; ++i) {
            const auto name = input + ".gru" + std::to_string(i + 1);
            const auto in = m_layers.at(name + ".input");
            const auto back = m_layers.at(name + ".recurrent");
            const auto suffix = "_l" + std::to_string(i);
            parameters["weight_ih" + suffix].copy_(in.weight);
            parameters["weight_hh" + suffix].copy_(back.weight);
            parameters["bias_ih" + suffix].copy_(in.bias);
            parameters["bias_hh" + suffix].copy_(back.bias);
        }
        return std::get<0>(gru->forward(x.unsqueeze(1))).squeeze(1).mean(0);
    }

    at::Tensor acoustic(at::Tensor x) const
    {
        for (std::size_t i = 1; i <= m_encoder.convolutions; ++i)
            x = pooled(convolved("acoustic.conv" + std::to_string(i), x));
        return recurrentMean("acoustic", x);
    }

    at::Tensor text(const std::vector<std::int64_t>& words) const
    {
        std::vector<at::Tensor> vectors;
        for (const auto word : words)
            vectors.push_back(m_wordVectors.defined() ? m_wordVectors[word].to(at::kDouble)
                                                      : m_layers.at("text.words").weight.select(1, word) +
                                                            m_layers.at("text.words").bias);
        if (!vectors.empty())
            return recurrentMean("text", at::stack(vectors));
        const auto width = m_wordVectors.defined() ? static_cast<std::size_t>(m_wordVectors.size(1))
                                                   : m_encoder.wordDimensions;
        return at::zeros({static_cast<std::int64_t>(m_encoder.gruLayers ? m_encoder.gruUnits : width)},
                         at::kDouble);
    }

private:
    EncoderSpec m_encoder;
    at::Tensor m_wordVectors;
    std::map<std::string, learning::LayerGroup> m_layers;
};

} // namespace

at::Tensor referenceEmbedding(const RepresentationSpec& spec, const InputTable& table,
                              const at::Tensor& weights, std::int64_t row)
{
    const at::NoGradGuard noGradients;
    const Reference reference(spec, table, weights);
    const auto index = static_cast<std::size_t>(row);
    const auto reads = [&](Input input) {
        return std::ranges::find(spec.inputs, input) != spec.inputs.end();
    };
    std::vector<at::Tensor> parts;
    if (reads(Input::Acoustic))
        parts.push_back(reference.acoustic(table.frames[index].to(at::kDouble)));
    if (reads(Input::Text))
        parts.push_back(reference.text(table.tokens[index]));
    if (reads(Input::Features))
        parts.push_back(reference.dense("features.dense1", table.features[row].to(at::kDouble)));
    auto x = at::cat(parts);
    for (std::size_t i = 1; i <= spec.encoder.denseLayers; ++i)
        x = reference.dense("dense" + std::to_string(i), x);
    return x;
}

} // namespace undertone::tests
