#include "core/learning/MlpTrainer.h"

#include "core/learning/AdamStep.h"
#include "core/learning/DenseKernels.h"
#include "core/learning/DenseProducts.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace undertone::learning {

namespace {

/// Rows that go through the network at once when it only predicts: their features stay in the cache.
constexpr std::size_t EvaluationRows = 60;

std::int64_t asInt(std::size_t n)
{
    return static_cast<std::int64_t>(n);
}

DenseProducts products(const DenseLayer& layer)
{
    return {layer.inputs, layer.outputs};
}

/// Turns logits into log-probabilities; returns -log p(label).
double logSoftmax(float* logits, std::size_t classes, std::size_t label)
{
    const float top = *std::max_element(logits, logits + classes);
    float sum = 0;
    for (std::size_t c = 0; c < classes; ++c)
        sum += std::exp(logits[c] - top);
    const float normaliser = top + std::log(sum);
    for (std::size_t c = 0; c < classes; ++c)
        logits[c] -= normaliser;
    return -static_cast<double>(logits[label]);
}

/// The CPU path: raw memory, one BLAS call a product, everything else in fused loops.
class CpuMlpTrainer final : public LocalTrainer
{
public:
    CpuMlpTrainer(const EmotionClassifier& classifier, const SampleTable& samples)
        : m_classifier(classifier), m_samples(samples), m_activations(classifier.layers().size() + 1)
    {
        reserve(EvaluationRows);
        m_gradient = at::empty({parameters()}, at::kFloat);
    }

    std::int64_t parameters() const override { return asInt(m_classifier.parameters()); }
    at::Device device() const override { return at::kCPU; }
    std::vector<LayerGroup> groups(const at::Tensor& flat) const override
    {
        return m_classifier.groups(flat);
    }

    double gradient(const at::Tensor& weights, Rows batch, base::RandomStream& dropout,
                    at::Tensor& gradient) override
    {
        reserve(batch.size());
        const float* parameters = weights.data_ptr<float>();
        forward(parameters, batch, &dropout);
        const double loss = lossAndDelta(batch);
        backward(parameters, batch.size(), gradient.data_ptr<float>());
        return loss;
    }

    double step(const at::Tensor& weights, Rows batch, base::RandomStream& dropout, const AdamSettings& adam,
                AdamState& state, at::Tensor& target) override
    {
        const double loss = gradient(weights, batch, dropout, m_gradient);
        descend(weights, m_gradient, adam, state, target);
        return loss;
    }

    void descend(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
                 AdamState& state, at::Tensor& target) override
    {
        adamStep(weights, gradient, adam, state, target);
    }

    Evaluation evaluate(const at::Tensor& weights, Rows rows) override
    {
        Evaluation result;
        result.predicted.reserve(rows.size());
        double loss = 0;
        for (std::size_t begin = 0; begin < rows.size(); begin += EvaluationRows) {
            const Rows part = rows.subspan(begin, std::min(EvaluationRows, rows.size() - begin));
            forward(weights.data_ptr<float>(), part, nullptr);
            loss += predict(part, result.predicted);
        }
        result.loss = rows.empty() ? 0 : loss / static_cast<double>(rows.size());
        return result;
    }

private:
    void reserve(std::size_t rows)
    {
        if (rows <= m_capacity)
            return;
        m_capacity = rows;
        std::size_t widest = 0;
        m_activations[0].resize(rows * m_classifier.features());
        for (std::size_t l = 0; l < m_classifier.layers().size(); ++l) {
            const auto width = m_classifier.layers()[l].outputs;
            m_activations[l + 1].resize(rows * width);
            widest = std::max(widest, width);
        }
        m_delta.resize(rows * widest);
        m_nextDelta.resize(rows * widest);
        m_words.resize(rows * widest);
    }

    void gather(Rows batch)
    {
        const auto width = m_classifier.features();
        const float* features = m_samples.features.data_ptr<float>();
        for (std::size_t i = 0; i < batch.size(); ++i)
            std::memcpy(m_activations[0].data() + i * width,
                        features + static_cast<std::size_t>(batch[i]) * width, width * sizeof(float));
    }

    void forward(const float* parameters, Rows batch, base::RandomStream* dropout)
    {
        gather(batch);
        const auto& layers = m_classifier.layers();
        for (std::size_t l = 0; l < layers.size(); ++l) {
            float* z = m_activations[l + 1].data();
            products(layers[l]).forward(m_activations[l].data(), parameters + layers[l].offset, z,
                                        batch.size());
            if (l + 1 < layers.size())
                activate(layers[l], parameters + layers[l].biasOffset(), z, batch.size(), dropout);
        }
        addOutputBias(parameters, batch.size());
    }

    void activate(const DenseLayer& layer, const float* bias, float* z, std::size_t rows,
                  base::RandomStream* dropout)
    {
        if (!dropout || layer.dropout == 0) {
            kernels::addBiasRelu(z, bias, rows, layer.outputs);
            return;
        }
        const std::span words(m_words.data(), rows * layer.outputs);
        dropout->fill(words);
        kernels::addBiasReluDropout(z, bias, words.data(), static_cast<std::uint32_t>(layer.dropout * 0x1p32),
                                    static_cast<float>(1 / (1 - layer.dropout)), rows, layer.outputs);
    }

    void addOutputBias(const float* parameters, std::size_t rows)
    {
        const auto& last = m_classifier.layers().back();
        const float* bias = parameters + last.biasOffset();
        float* logits = m_activations.back().data();
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t c = 0; c < last.outputs; ++c)
                *logits++ += bias[c];
    }

    std::size_t label(std::int64_t row) const
    {
        return static_cast<std::size_t>(m_samples.labels[static_cast<std::size_t>(row)]);
    }

    /// Mean loss of the batch; m_delta = d loss / d logits.
    double lossAndDelta(Rows batch)
    {
        const auto classes = m_classifier.classes();
        const float share = 1 / static_cast<float>(batch.size());
        double loss = 0;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            float* logits = m_activations.back().data() + i * classes;
            float* delta = m_delta.data() + i * classes;
            loss += logSoftmax(logits, classes, label(batch[i]));
            for (std::size_t c = 0; c < classes; ++c)
                delta[c] = std::exp(logits[c]) * share;
            delta[label(batch[i])] -= share;
        }
        return loss / static_cast<double>(batch.size());
    }

    void backward(const float* parameters, std::size_t rows, float* gradient)
    {
        const auto& layers = m_classifier.layers();
        for (std::size_t l = layers.size(); l-- > 0;) {
            const auto& layer = layers[l];
            const auto& input = m_activations[l];
            products(layer).weightGradient(m_delta.data(), input.data(), gradient + layer.offset, rows);
            kernels::sumRows(m_delta.data(), rows, layer.outputs, gradient + layer.biasOffset());
            if (l == 0)
                return;
            products(layer).inputGradient(m_delta.data(), parameters + layer.offset, m_nextDelta.data(),
                                          rows);
            kernels::maskInactive(m_nextDelta.data(), input.data(),
                                  static_cast<float>(1 / (1 - layers[l - 1].dropout)), rows * layer.inputs);
            m_delta.swap(m_nextDelta);
        }
    }

    double predict(Rows rows, std::vector<std::size_t>& predicted)
    {
        const auto classes = m_classifier.classes();
        double loss = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            float* logits = m_activations.back().data() + i * classes;
            loss += logSoftmax(logits, classes, label(rows[i]));
            predicted.push_back(
                static_cast<std::size_t>(std::max_element(logits, logits + classes) - logits));
        }
        return loss;
    }

    EmotionClassifier m_classifier;
    SampleTable m_samples;
    std::vector<std::vector<float>> m_activations; ///< input, then every layer's output
    std::vector<float> m_delta;                    ///< gradient at the output of the layer at hand
    std::vector<float> m_nextDelta;
    std::vector<std::uint32_t> m_words;
    at::Tensor m_gradient;
    std::size_t m_capacity = 0;
};

} // namespace

std::unique_ptr<LocalTrainer> makeMlpTrainer(const EmotionClassifier& classifier, const SampleTable& samples,
                                             const std::string& device)
{
    if (device == "cpu")
        return std::make_unique<CpuMlpTrainer>(classifier, samples);
    return makeTensorTrainer(classifier, samples, at::Device(device));
}

} // namespace undertone::learning
