#include "core/learning/AdamStep.h"
#include "core/learning/MlpTrainer.h"

#include <algorithm>

namespace undertone::learning {

namespace {

/// The same computation as the CPU path's in LibTorch's operators, for any device.
class TensorTrainer final : public LocalTrainer
{
public:
    TensorTrainer(const EmotionClassifier& classifier, const SampleTable& samples, at::Device device)
        : m_classifier(classifier), m_device(device), m_features(samples.features.to(device)),
          m_labels(
              at::tensor(at::ArrayRef<std::int64_t>(samples.labels.data(), samples.labels.size()), at::kLong)
                  .to(device))
    {
    }

    std::int64_t parameters() const override { return static_cast<std::int64_t>(m_classifier.parameters()); }
    at::Device device() const override { return m_device; }
    std::vector<LayerGroup> groups(const at::Tensor& flat) const override
    {
        return m_classifier.groups(flat);
    }

    double gradient(const at::Tensor& weights, Rows batch, base::RandomStream& dropout,
                    at::Tensor& gradient) override
    {
        const at::NoGradGuard noGradients;
        const auto layers = groups(weights);
        const auto rows = onDevice(batch);
        const auto labels = m_labels.index_select(0, rows).unsqueeze(1);
        const auto activations = forward(layers, rows, &dropout);
        const auto logProbabilities = activations.back().log_softmax(1);
        const auto share = 1 / static_cast<double>(batch.size());
        auto delta = logProbabilities.exp();
        delta.scatter_add_(1, labels, at::full_like(labels, -1, delta.options()));
        backward(layers, activations, delta.mul_(share), gradient);
        return -logProbabilities.gather(1, labels).mean().item<double>();
    }

    double step(const at::Tensor& weights, Rows batch, base::RandomStream& dropout, const AdamSettings& adam,
                AdamState& state, at::Tensor& target) override
    {
        const at::NoGradGuard noGradients;
        at::Tensor g = at::empty_like(weights);
        const double loss = gradient(weights, batch, dropout, g);
        descend(weights, g, adam, state, target);
        return loss;
    }

    void descend(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
                 AdamState& state, at::Tensor& target) override
    {
        adamStepByOperators(weights, gradient, adam, state, target);
    }

    Evaluation evaluate(const at::Tensor& weights, Rows rows) override
    {
        Evaluation result;
        if (rows.empty())
            return result;
        const at::NoGradGuard noGradients;
        const auto index = onDevice(rows);
        const auto logProbabilities = forward(groups(weights), index, nullptr).back().log_softmax(1);
        const auto labels = m_labels.index_select(0, index).unsqueeze(1);
        result.loss = -logProbabilities.gather(1, labels).mean().item<double>();
        const auto predicted = logProbabilities.argmax(1).cpu().contiguous();
        result.predicted.assign(predicted.data_ptr<std::int64_t>(),
                                predicted.data_ptr<std::int64_t>() + predicted.numel());
        return result;
    }

private:
    at::Tensor onDevice(Rows rows) const
    {
        return at::tensor(at::ArrayRef<std::int64_t>(rows.data(), rows.size()), at::kLong).to(m_device);
    }

    std::vector<at::Tensor> forward(const std::vector<LayerGroup>& layers, const at::Tensor& rows,
                                    base::RandomStream* dropout) const
    {
        std::vector<at::Tensor> activations = {m_features.index_select(0, rows)};
        for (std::size_t l = 0; l < layers.size(); ++l) {
            auto z = at::addmm(layers[l].bias, activations.back(), layers[l].weight.t());
            if (l + 1 < layers.size())
                z.relu_();
            const double p = m_classifier.layers()[l].dropout;
            if (dropout && p > 0)
                z.mul_(keptUnits(*dropout, p, z.sizes()).mul_(1 / (1 - p)));
            activations.push_back(z);
        }
        return activations;
    }

    at::Tensor keptUnits(base::RandomStream& dropout, double p, at::IntArrayRef shape) const
    {
        std::vector<std::uint32_t> words(static_cast<std::size_t>(shape[0] * shape[1]));
        dropout.fill(words);
        at::Tensor kept = at::empty(shape, at::kFloat);
        std::transform(words.begin(), words.end(), kept.data_ptr<float>(),
                       [limit = static_cast<std::uint32_t>(p * 0x1p32)](auto word) {
                           return word >= limit ? 1.F : 0.F;
                       });
        return kept.to(m_device);
    }

    void backward(const std::vector<LayerGroup>& layers, const std::vector<at::Tensor>& activations,
                  at::Tensor delta, at::Tensor& gradient) const
    {
        const auto targets = groups(gradient);
        for (std::size_t l = layers.size(); l-- > 0;) {
            targets[l].weight.copy_(delta.t().mm(activations[l]));
            targets[l].bias.copy_(delta.sum(0));
            if (l == 0)
                return;
            delta = delta.mm(layers[l].weight)
                        .mul_(activations[l] > 0)
                        .mul_(1 / (1 - m_classifier.layers()[l - 1].dropout));
        }
    }

    EmotionClassifier m_classifier;
    at::Device m_device;
    at::Tensor m_features;
    at::Tensor m_labels;
};

} // namespace

std::unique_ptr<LocalTrainer> makeTensorTrainer(const EmotionClassifier& classifier,
                                                const SampleTable& samples, at::Device device)
{
    return std::make_unique<TensorTrainer>(classifier, samples, device);
}

} // namespace undertone::learning
