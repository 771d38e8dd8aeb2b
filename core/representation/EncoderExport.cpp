#include "core/representation/EncoderExport.h"

#include "core/representation/EncoderModel.h"

#include <fmt/format.h>
#include <torch/script.h>

#include <algorithm>
#include <sstream>

namespace undertone::representation {

namespace {

const char* argument(Input input)
{
    return input == Input::Acoustic ? "frames" : input == Input::Text ? "words" : "features";
}

std::string withUnderscores(std::string name)
{
    std::ranges::replace(name, '.', '_');
    return name;
}

/// The body of forward(), line by line.
class ForwardSource
{
public:
    ForwardSource(const RepresentationSpec& spec, bool hasWordVectors)
        : m_spec(spec), m_hasWordVectors(hasWordVectors)
    {
    }

    std::string text()
    {
        std::string arguments;
        std::string parts;
        for (const auto input : orderedInputs()) {
            parts += fmt::format("{}_part, ", argument(input));
            input == Input::Acoustic ? acoustic() : input == Input::Text ? words() : features();
        }
        for (const auto input : m_spec.inputs)
            arguments += fmt::format(", {}: Tensor", argument(input));
        line("x = torch.cat([{}], 1)", parts);
        for (std::size_t i = 1; i <= m_spec.encoder.denseLayers; ++i)
            line("x = torch.relu({})", dense(fmt::format("dense{}", i), "x"));
        line("return x.squeeze(0)");
        return fmt::format("def forward(self{}) -> Tensor:\n{}", arguments, m_lines);
    }

private:
    /// The order in which EncoderModel joins them.
    std::vector<Input> orderedInputs() const
    {
        auto inputs = m_spec.inputs;
        std::ranges::sort(inputs);
        return inputs;
    }

    template <typename... Arguments>
    void line(fmt::format_string<Arguments...> format, Arguments&&... arguments)
    {
        m_lines += "    " + fmt::format(format, std::forward<Arguments>(arguments)...) + "\n";
    }

    static std::string dense(const std::string& layer, const std::string& x)
    {
        return fmt::format("torch.addmm(self.{0}_bias, {1}, self.{0}_weight.t())", layer, x);
    }

    void normalize(Input input)
    {
        line("{0}_part = (({0} - self.{0}_mean) / self.{0}_deviation)", argument(input));
    }

    void acoustic()
    {
        normalize(Input::Acoustic);
        line("frames_part = frames_part.t().unsqueeze(0)");
        for (std::size_t i = 1; i <= m_spec.encoder.convolutions; ++i) {
            line("convolved = torch.conv1d(frames_part, self.acoustic_conv{0}_weight.view([{1}, -1, {2}]), "
                 "self.acoustic_conv{0}_bias, [1], [{3}])",
                 i, m_spec.encoder.kernels, m_spec.encoder.kernelWidth, m_spec.encoder.kernelWidth / 2);
            line("frames_part = convolved.narrow(2, convolved.size(2) - frames_part.size(2), "
                 "frames_part.size(2))");
            line("frames_part = torch.max_pool1d(torch.relu(frames_part), [2], ceil_mode=True)");
        }
        line("frames_part = frames_part.permute([2, 0, 1])");
        recurrent("acoustic", "frames_part");
        line("frames_part = frames_part.mean(0)");
    }

    void words()
    {
        if (m_hasWordVectors)
            line("words_part = self.word_vectors.index_select(0, words)");
        else
            line("words_part = self.text_words_weight.index_select(1, words).t() + self.text_words_bias");
        // One more time, which is not averaged: an utterance without words passes too.
        line("words_part = torch.cat([words_part, torch.zeros([1, words_part.size(1)])]).unsqueeze(1)");
        recurrent("text", "words_part");
        line("words_part = words_part.narrow(0, 0, words.size(0)).sum(0) / max(words.size(0), 1)");
    }

    void features()
    {
        normalize(Input::Features);
        line("features_part = torch.relu({})", dense("features_dense1", "features_part.unsqueeze(0)"));
    }

    void recurrent(const std::string& input, const std::string& x)
    {
        if (m_spec.encoder.gruLayers == 0)
            return;
        std::string weights;
        for (std::size_t i = 1; i <= m_spec.encoder.gruLayers; ++i)
            weights += fmt::format("self.{0}_gru{1}_input_weight, self.{0}_gru{1}_recurrent_weight, "
                                   "self.{0}_gru{1}_input_bias, self.{0}_gru{1}_recurrent_bias, ",
                                   input, i);
        line(
            "{0} = torch.gru({0}, torch.zeros([{1}, 1, {2}]), [{3}], True, {1}, 0.0, False, False, False)[0]",
            x, m_spec.encoder.gruLayers, m_spec.encoder.gruUnits, weights);
    }

    const RepresentationSpec& m_spec;
    bool m_hasWordVectors;
    std::string m_lines;
};

using torch::jit::Module;

void addNormalizer(Module& module, Input input, const InputNormalizer& normalizer)
{
    const std::string name = argument(input);
    const bool isGlobal = normalizer.kind == features::Normalization::Global;
    module.register_buffer(name + "_mean", isGlobal ? normalizer.mean : at::zeros({1}));
    module.register_buffer(name + "_deviation", isGlobal ? normalizer.deviation : at::ones({1}));
    module.register_attribute(name + "_normalization", c10::StringType::get(),
                              std::string(features::normalizationName(normalizer.kind)));
}

void addNames(Module& module, const std::string& attribute, const std::vector<std::string>& names)
{
    module.register_attribute(attribute, c10::ListType::ofStrings(),
                              c10::List<std::string>(c10::ArrayRef<std::string>(names)));
}

void addNumber(Module& module, const std::string& attribute, std::int64_t number)
{
    module.register_attribute(attribute, c10::IntType::get(), number);
}

void addDescription(Module& module, const EncoderRequest& request, const InputPreparation& preparation)
{
    std::vector<std::string> inputs;
    for (const auto input : request.spec.inputs)
        inputs.emplace_back(argument(input));
    addNumber(module, "undertone_encoder", encoderFormat);
    addNames(module, "inputs", inputs);
    addNames(module, "vocabulary", request.table.vocabulary);
    addNumber(module, "embedding_size", static_cast<std::int64_t>(request.spec.encoder.denseUnits));
    addNumber(module, "bands", request.table.frames.empty() ? 0 : request.table.frames.front().size(1));
    addNumber(module, "feature_count", request.table.features.defined() ? request.table.features.size(1) : 0);
    module.register_attribute("feature_set", c10::StringType::get(), preparation.featureSet);
    addNames(module, "emotions", preparation.emotions);
}

/// The encoder's own layers: without adversaries and target.
void addLayers(Module& module, const EncoderModel& model, const at::Tensor& weights)
{
    for (const auto& layer : model.groups(weights)) {
        if (layer.name.starts_with("adversary.") || layer.name == "target")
            continue;
        module.register_parameter(withUnderscores(layer.name) + "_weight", layer.weight.clone(), false);
        module.register_parameter(withUnderscores(layer.name) + "_bias", layer.bias.clone(), false);
    }
}

} // namespace

std::string exportEncoder(const EncoderRequest& request, const EncoderState& state,
                          const InputPreparation& preparation)
{
    Module module("__torch__.UndertoneEncoder");
    addDescription(module, request, preparation);
    addLayers(module, EncoderModel(request.spec, request.table), state.bestWeights);
    addNormalizer(module, Input::Acoustic, preparation.frames);
    addNormalizer(module, Input::Features, preparation.features);
    const bool hasWordVectors = request.table.wordVectors.defined();
    if (hasWordVectors)
        module.register_buffer("word_vectors", request.table.wordVectors);
    module.define(ForwardSource(request.spec, hasWordVectors).text());
    std::ostringstream bytes;
    module.save(bytes);
    return bytes.str();
}

} // namespace undertone::representation
