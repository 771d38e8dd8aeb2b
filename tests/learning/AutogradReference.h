#pragma once

#include "core/learning/EmotionClassifier.h"
#include "core/learning/LocalTrainer.h"

#include <torch/nn/functional/linear.h>
#include <torch/optim/adam.h>

#include <vector>

/// The emotion classifier written with LibTorch's modules' functions and autograd: slow and obvious, what the
/// engine's trainers are measured against.
namespace undertone::tests {

/// Scaled dropout masks of one batch, drawn word by word as LocalTrainer::gradient() documents. Undefined
/// where a layer has none.
inline std::vector<torch::Tensor> dropoutMasks(const learning::EmotionClassifier& classifier,
                                               std::int64_t rows, base::RandomStream& stream)
{
    std::vector<torch::Tensor> masks;
    for (const auto& layer : classifier.layers()) {
        masks.emplace_back();
        if (layer.dropout == 0)
            continue;
        masks.back() = torch::empty({rows, static_cast<std::int64_t>(layer.outputs)}, torch::kDouble);
        double* values = masks.back().data_ptr<double>();
        for (std::int64_t i = 0; i < masks.back().numel(); ++i)
            values[i] = static_cast<double>(stream()) >= std::floor(layer.dropout * 4294967296.0)
                            ? 1 / (1 - layer.dropout)
                            : 0;
    }
    return masks;
}

/// Log-probabilities of the samples `x` under the parameters (weight, bias, weight, bias ...).
inline torch::Tensor logProbabilities(const std::vector<torch::Tensor>& parameters, torch::Tensor x,
                                      const std::vector<torch::Tensor>& masks = {})
{
    const std::size_t layers = parameters.size() / 2;
    for (std::size_t l = 0; l < layers; ++l) {
        x = torch::nn::functional::linear(x, parameters[2 * l], parameters[2 * l + 1]);
        if (l + 1 == layers)
            break;
        x = torch::relu(x);
        if (!masks.empty() && masks[l].defined())
            x = x * masks[l].to(x.dtype());
    }
    return torch::log_softmax(x, 1);
}

/// The samples of a federation or a trainer, as the reference uses them.
struct ReferenceData
{
    torch::Tensor features; ///< rows x d
    torch::Tensor labels;   ///< int64

    ReferenceData(const at::Tensor& values, const std::vector<std::int64_t>& classes)
        : features(values), labels(torch::tensor(classes, torch::kLong))
    {
    }
    torch::Tensor x(learning::Rows rows) const { return features.index_select(0, index(rows)); }
    torch::Tensor y(learning::Rows rows) const { return labels.index_select(0, index(rows)); }
    static torch::Tensor index(learning::Rows rows)
    {
        return torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end()), torch::kLong);
    }
};

/// Leaf tensors (weight, bias, ...) copied from a flat one.
inline std::vector<torch::Tensor> leaves(const learning::EmotionClassifier& classifier,
                                         const at::Tensor& flat, torch::Dtype type = torch::kFloat)
{
    std::vector<torch::Tensor> result;
    for (const auto& group : classifier.groups(flat))
        for (const auto& part : {group.weight, group.bias})
            result.push_back(part.to(type).clone().set_requires_grad(true));
    return result;
}

inline torch::Tensor flattened(const std::vector<torch::Tensor>& parts)
{
    std::vector<torch::Tensor> flat;
    for (const auto& part : parts)
        flat.push_back(part.detach().flatten());
    return torch::cat(flat);
}

inline torch::Tensor flatGradient(const std::vector<torch::Tensor>& parameters)
{
    std::vector<torch::Tensor> gradients;
    for (const auto& parameter : parameters)
        gradients.push_back(parameter.grad());
    return flattened(gradients);
}

/// One model with torch::optim::Adam, trained batch by batch.
class AutogradModel
{
public:
    AutogradModel(const learning::EmotionClassifier& classifier, const at::Tensor& flat,
                  const learning::AdamSettings& adam)
        : m_classifier(classifier), m_parameters(leaves(classifier, flat)),
          m_optimizer(m_parameters, torch::optim::AdamOptions(adam.learningRate)
                                        .betas({adam.beta1, adam.beta2})
                                        .eps(adam.epsilon)
                                        .weight_decay(adam.weightDecay))
    {
    }

    /// Mean loss of the batch; its gradient is then in gradient().
    double backward(const ReferenceData& data, learning::Rows batch, base::RandomStream& dropout)
    {
        const auto masks = dropoutMasks(m_classifier, static_cast<std::int64_t>(batch.size()), dropout);
        m_optimizer.zero_grad();
        const auto loss =
            torch::nll_loss(logProbabilities(m_parameters, data.x(batch), masks), data.y(batch));
        loss.backward();
        return loss.item<double>();
    }

    double step(const ReferenceData& data, learning::Rows batch, base::RandomStream& dropout)
    {
        const double loss = backward(data, batch, dropout);
        m_optimizer.step();
        return loss;
    }

    /// A step with a gradient from elsewhere.
    void stepAlong(const torch::Tensor& flat)
    {
        const auto groups = m_classifier.groups(flat);
        for (std::size_t l = 0; l < groups.size(); ++l) {
            m_parameters[2 * l].mutable_grad() = groups[l].weight.clone();
            m_parameters[2 * l + 1].mutable_grad() = groups[l].bias.clone();
        }
        m_optimizer.step();
    }

    torch::Tensor gradient() const { return flatGradient(m_parameters); }
    torch::Tensor weights() const { return flattened(m_parameters); }

private:
    learning::EmotionClassifier m_classifier;
    std::vector<torch::Tensor> m_parameters;
    torch::optim::Adam m_optimizer;
};

/// ||actual - expected|| / ||expected||.
inline double normError(const at::Tensor& actual, const at::Tensor& expected)
{
    const auto wanted = expected.to(torch::kDouble);
    return ((actual.to(torch::kDouble) - wanted).norm() / wanted.norm()).item<double>();
}

/// Largest difference relative to the largest magnitude of `expected`.
inline double relativeError(const at::Tensor& actual, const at::Tensor& expected)
{
    const auto wanted = expected.to(torch::kDouble);
    return ((actual.to(torch::kDouble) - wanted).abs().max() / wanted.abs().max().clamp_min(1e-300))
        .item<double>();
}

} // namespace undertone::tests
