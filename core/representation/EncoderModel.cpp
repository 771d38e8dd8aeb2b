#include "core/representation/EncoderModel.h"

#include "core/base/Error.h"
#include "core/representation/SequenceOperators.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace undertone::representation {

namespace {

constexpr std::size_t mostConvolutions = 4; ///< timeStep frames are pooled to one

std::int64_t asInt(std::size_t n)
{
    return static_cast<std::int64_t>(n);
}

/// In front of a ReLU the variance stays from layer to layer (He et al. 2015).
double boundBeforeRelu(std::int64_t inputs)
{
    return std::sqrt(6 / static_cast<double>(inputs));
}

double boundOfOutput(std::int64_t inputs)
{
    return 1 / std::sqrt(static_cast<double>(inputs));
}

std::string numbered(const std::string& name, std::size_t index)
{
    return name + std::to_string(index + 1);
}

std::string adversaryName(const RepresentationSpec& spec, std::size_t adversary)
{
    return "adversary." + spec.adversary[adversary].attribute;
}

[[noreturn]] void refuse(const std::string& happened, const std::string& where, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened, where, remedy);
}

void requireEncoder(const EncoderSpec& spec)
{
    if (spec.convolutions > mostConvolutions)
        refuse("The encoder has more than 4 convolutions.", "representation.encoder.convolutions",
               "Use at most 4: each halves the number of frames.");
    if (spec.kernelWidth == 0 || spec.kernels == 0 || spec.gruUnits == 0 || spec.denseUnits == 0 ||
        spec.denseLayers == 0 || spec.wordDimensions == 0)
        refuse("The encoder has a layer without units, or no dense layer.", "representation.encoder",
               "Give every layer a positive width, and the encoder at least one dense layer.");
    if (!(spec.dropout >= 0 && spec.dropout < 1))
        refuse("The dropout is not a probability below 1.", "representation.encoder.dropout",
               "Choose a dropout of at least 0 and less than 1.");
}

void requireTable(const RepresentationSpec& spec, const InputTable& table)
{
    if (spec.inputs.empty() || table.targetClasses == 0)
        refuse("The encoder has no input or no target.", "representation.inputs",
               "Name at least one input, and use a corpus with the target's labels.");
    for (const auto input : spec.inputs) {
        const bool isThere = input == Input::Acoustic ? !table.frames.empty()
                             : input == Input::Text   ? !table.tokens.empty()
                                                      : table.features.defined();
        if (!isThere)
            refuse("An input of the encoder is not in the table.", "representation.inputs",
                   "Use inputs that the corpus has.");
    }
    std::set<std::string> attributes;
    for (const auto& adversary : spec.adversary)
        if (!attributes.insert(adversary.attribute).second)
            refuse("The attribute \"" + adversary.attribute + "\" has two adversaries.",
                   "representation.adversary", "Name each attribute once.");
    if (table.attributes.size() != spec.adversary.size() ||
        table.attributeClasses.size() != spec.adversary.size())
        refuse("The table does not have the adversaries' attributes.", "representation.adversary",
               "Use attributes that the corpus has.");
}

bool reads(const RepresentationSpec& spec, Input input)
{
    return std::ranges::find(spec.inputs, input) != spec.inputs.end();
}

const learning::LayerGroup& named(const EncoderModel::Layers& layers, const std::string& name)
{
    return *std::ranges::find(layers, name, &learning::LayerGroup::name);
}

at::Tensor dense(const EncoderModel::Layers& layers, const std::string& name, const at::Tensor& x)
{
    const auto& layer = named(layers, name);
    return at::addmm(layer.bias, x, layer.weight.t());
}

/// Units whose word is below p x 2^32 become 0, the others grow by 1 / (1 - p).
at::Tensor dropped(const at::Tensor& x, double p, base::RandomStream* dropout)
{
    if (!dropout || p == 0)
        return x;
    std::vector<std::uint32_t> words(static_cast<std::size_t>(x.numel()));
    dropout->fill(words);
    const at::Tensor kept = at::empty(x.sizes(), at::kFloat);
    std::ranges::transform(
        words, kept.data_ptr<float>(),
        [limit = static_cast<std::uint32_t>(p * 0x1p32), scale = static_cast<float>(1 / (1 - p))](auto word) {
            return word >= limit ? scale : 0.F;
        });
    return x * kept.to(x.options());
}

} // namespace

EncoderModel::EncoderModel(const RepresentationSpec& spec, const InputTable& table)
    : m_spec(spec), m_wordVectors(table.wordVectors)
{
    requireEncoder(spec.encoder);
    requireTable(spec, table);
    std::int64_t joined = 0;
    if (reads(spec, Input::Acoustic))
        joined += addAcoustic(table.frames.front().size(1));
    if (reads(spec, Input::Text))
        joined += addText(table);
    if (reads(spec, Input::Features)) {
        addDense("features.dense1", table.features.size(1));
        joined += asInt(spec.encoder.denseUnits);
    }
    for (std::size_t i = 0; i < spec.encoder.denseLayers; ++i) {
        addDense(numbered("dense", i), joined);
        joined = asInt(spec.encoder.denseUnits);
    }
    addHeads(table);
}

void EncoderModel::add(const std::string& name, std::int64_t outputs, std::int64_t inputs, double bound)
{
    m_layers.push_back({name, outputs, inputs, bound, m_layers.empty() ? 0 : m_layers.back().end()});
}

void EncoderModel::addDense(const std::string& name, std::int64_t inputs)
{
    add(name, asInt(m_spec.encoder.denseUnits), inputs, boundBeforeRelu(inputs));
}

std::int64_t EncoderModel::addGru(const std::string& input, std::int64_t width)
{
    const auto units = asInt(m_spec.encoder.gruUnits);
    const double bound = 1 / std::sqrt(static_cast<double>(units));
    for (std::size_t i = 0; i < m_spec.encoder.gruLayers; ++i, width = units) {
        add(numbered(input + ".gru", i) + ".input", 3 * units, width, bound);
        add(numbered(input + ".gru", i) + ".recurrent", 3 * units, units, bound);
    }
    return width;
}

std::int64_t EncoderModel::addAcoustic(std::int64_t bands)
{
    for (std::size_t i = 0; i < m_spec.encoder.convolutions; ++i) {
        const auto inputs = bands * asInt(m_spec.encoder.kernelWidth);
        add(numbered("acoustic.conv", i), asInt(m_spec.encoder.kernels), inputs, boundBeforeRelu(inputs));
        bands = asInt(m_spec.encoder.kernels);
    }
    return addGru("acoustic", bands);
}

std::int64_t EncoderModel::addText(const InputTable& table)
{
    if (m_wordVectors.defined())
        return addGru("text", m_wordVectors.size(1));
    const auto dimensions = asInt(m_spec.encoder.wordDimensions);
    add("text.words", dimensions, asInt(table.vocabulary.size()), 1);
    return addGru("text", dimensions);
}

void EncoderModel::addHeads(const InputTable& table)
{
    const auto units = asInt(m_spec.encoder.denseUnits);
    for (std::size_t i = 0; i < m_spec.adversary.size(); ++i) {
        addDense(adversaryName(m_spec, i) + ".hidden", units);
        add(adversaryName(m_spec, i) + ".output", asInt(table.attributeClasses[i]), units,
            boundOfOutput(units));
    }
    add("target", asInt(table.targetClasses), units, boundOfOutput(units));
}

at::Tensor EncoderModel::initialWeights(const base::SeedTree& seed) const
{
    const at::Tensor flat = at::empty({parameters()}, at::kFloat);
    for (const auto& layer : m_layers) {
        const auto fill = [&](std::int64_t offset, std::int64_t count, base::RandomStream stream) {
            float* values = flat.data_ptr<float>() + offset;
            std::generate(values, values + count,
                          [&] { return static_cast<float>((2 * stream.uniform() - 1) * layer.bound); });
        };
        const auto weights = layer.outputs * layer.inputs;
        fill(layer.offset, weights, seed.child(layer.name).stream("weight"));
        fill(layer.offset + weights, layer.outputs, seed.child(layer.name).stream("bias"));
    }
    return flat;
}

EncoderModel::Layers EncoderModel::groups(const at::Tensor& flat) const
{
    Layers result;
    for (const auto& layer : m_layers) {
        const auto weights = layer.outputs * layer.inputs;
        result.push_back({layer.name,
                          flat.narrow(0, layer.offset, weights).view({layer.outputs, layer.inputs}),
                          flat.narrow(0, layer.offset + weights, layer.outputs)});
    }
    return result;
}

at::Tensor EncoderModel::embedding(const Layers& layers, const InputBatch& batch,
                                   base::RandomStream* dropout) const
{
    const double p = m_spec.encoder.dropout;
    std::vector<at::Tensor> parts;
    if (reads(m_spec, Input::Acoustic))
        parts.push_back(acoustic(layers, batch));
    if (reads(m_spec, Input::Text))
        parts.push_back(text(layers, batch));
    if (reads(m_spec, Input::Features))
        parts.push_back(dense(layers, "features.dense1", dropped(batch.features, p, dropout)).relu());
    at::Tensor x = at::cat(parts, 1);
    for (std::size_t i = 0; i < m_spec.encoder.denseLayers; ++i)
        x = dense(layers, numbered("dense", i), dropped(x, p, dropout)).relu();
    return x;
}

at::Tensor EncoderModel::targetLogits(const Layers& layers, const at::Tensor& embedding) const
{
    return dense(layers, "target", embedding);
}

at::Tensor EncoderModel::adversaryLogits(const Layers& layers, std::size_t adversary,
                                         const at::Tensor& embedding) const
{
    const auto name = adversaryName(m_spec, adversary);
    return dense(layers, name + ".output", dense(layers, name + ".hidden", embedding).relu());
}

at::Tensor EncoderModel::acoustic(const Layers& layers, const InputBatch& batch) const
{
    at::Tensor x = batch.frames;
    auto lengths = batch.frameCounts;
    for (std::size_t i = 0; i < m_spec.encoder.convolutions; ++i) {
        const auto& layer = named(layers, numbered("acoustic.conv", i));
        const auto kernels = layer.weight.view({layer.weight.size(0), x.size(1), -1});
        const auto y = at::conv1d(x, kernels, layer.bias, 1, asInt(m_spec.encoder.kernelWidth / 2));
        // As many frames as before: an even width gives one more, which lies in front of the first.
        x = pooledRelu(y.narrow(2, y.size(2) - x.size(2), x.size(2)), lengths);
        std::ranges::transform(lengths, lengths.begin(), pooledLength);
    }
    return meanOverTime(recurrent(layers, "acoustic", x.permute({2, 0, 1})), lengths);
}

at::Tensor EncoderModel::text(const Layers& layers, const InputBatch& batch) const
{
    const auto flat = batch.words.flatten();
    at::Tensor x;
    if (m_wordVectors.defined()) {
        x = m_wordVectors.index_select(0, flat.to(m_wordVectors.device()))
                .to(layers.front().weight.options());
    } else {
        const auto& words = named(layers, "text.words");
        x = words.weight.index_select(1, flat).t() + words.bias;
    }
    x = x.view({batch.words.size(0), batch.words.size(1), -1});
    return meanOverTime(recurrent(layers, "text", x), batch.wordCounts);
}

at::Tensor EncoderModel::recurrent(const Layers& layers, const std::string& input, at::Tensor sequence) const
{
    for (std::size_t i = 0; i < m_spec.encoder.gruLayers; ++i) {
        const auto name = numbered(input + ".gru", i);
        const auto& in = named(layers, name + ".input");
        const auto& back = named(layers, name + ".recurrent");
        sequence = gruStates(sequence, {in.weight, in.bias, back.weight, back.bias});
    }
    return sequence;
}

} // namespace undertone::representation
