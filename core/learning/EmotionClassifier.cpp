#include "core/learning/EmotionClassifier.h"

#include "core/base/Error.h"

#include <cmath>
#include <cstdint>

namespace undertone::learning {

namespace {

constexpr double LaterDropout = 0.2;

void fillUniform(float* values, std::size_t count, double bound, base::RandomStream stream)
{
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>((2 * stream.uniform() - 1) * bound);
}

void requireValid(const ModelSpec& model, std::size_t features, std::size_t classes)
{
    bool positive = features > 0 && classes > 0;
    for (const auto width : model.hidden)
        positive = positive && width > 0;
    if (!positive)
        throw Error(ErrorCode::InvalidRequest, "The classifier has a layer without units.", "model.hidden",
                    "Give every layer a positive width, and train on at least one feature and one class.");
    if (!(model.dropout >= 0 && model.dropout < 1))
        throw Error(ErrorCode::InvalidRequest, "The dropout is not a probability below 1.", "model.dropout",
                    "Choose a dropout of at least 0 and less than 1.");
}

} // namespace

EmotionClassifier::EmotionClassifier(const ModelSpec& model, std::size_t features, std::size_t classes)
{
    requireValid(model, features, classes);
    DenseLayer layer;
    layer.inputs = features;
    for (std::size_t i = 0; i <= model.hidden.size(); ++i) {
        const bool last = i == model.hidden.size();
        layer.name = "dense" + std::to_string(i + 1);
        layer.outputs = last ? classes : model.hidden[i];
        layer.dropout = last ? 0 : i == 0 ? model.dropout : LaterDropout;
        m_layers.push_back(layer);
        layer.offset = layer.end();
        layer.inputs = layer.outputs;
    }
}

at::Tensor EmotionClassifier::initialWeights(const base::SeedTree& seed) const
{
    at::Tensor flat = at::empty({static_cast<std::int64_t>(parameters())}, at::kFloat);
    float* values = flat.data_ptr<float>();
    for (const auto& layer : m_layers) {
        const double bound = 1 / std::sqrt(static_cast<double>(layer.inputs));
        const auto layerSeed = seed.child(layer.name);
        fillUniform(values + layer.offset, layer.inputs * layer.outputs, bound, layerSeed.stream("weight"));
        fillUniform(values + layer.biasOffset(), layer.outputs, bound, layerSeed.stream("bias"));
    }
    return flat;
}

std::vector<LayerGroup> EmotionClassifier::groups(const at::Tensor& flat) const
{
    std::vector<LayerGroup> result;
    for (const auto& layer : m_layers) {
        const auto inputs = static_cast<std::int64_t>(layer.inputs);
        const auto outputs = static_cast<std::int64_t>(layer.outputs);
        result.push_back({layer.name,
                          flat.narrow(0, static_cast<std::int64_t>(layer.offset), inputs * outputs)
                              .view({outputs, inputs}),
                          flat.narrow(0, static_cast<std::int64_t>(layer.biasOffset()), outputs)});
    }
    return result;
}

} // namespace undertone::learning
