#include "core/representation/ScriptedEncoder.h"

#include "core/base/Error.h"
#include "core/representation/ScriptErrors.h"

#include <fmt/format.h>
#include <torch/script.h>

#include <algorithm>

namespace undertone::representation {

namespace {

using torch::jit::Module;

Module loadModule(const std::filesystem::path& file)
{
    if (!std::filesystem::is_regular_file(file))
        throw Error(ErrorCode::NotFound, "The encoder's file does not exist.", file.string(),
                    "Give the path of a TorchScript file.");
    try {
        auto module = torch::jit::load(file.string(), at::kCPU);
        module.eval();
        return module;
    } catch (const std::exception& error) {
        throw loadingError(file.string(), error.what());
    }
}

std::vector<std::string> strings(const Module& module, const std::string& attribute)
{
    std::vector<std::string> result;
    for (const auto& value : module.attr(attribute).toListRef())
        result.push_back(value.toStringRef());
    return result;
}

std::size_t number(const Module& module, const std::string& attribute)
{
    return static_cast<std::size_t>(module.attr(attribute).toInt());
}

EncoderDescription described(const Module& module)
{
    EncoderDescription description;
    for (const auto& name : strings(module, "inputs"))
        description.inputs.push_back(name == "frames"  ? Input::Acoustic
                                     : name == "words" ? Input::Text
                                                       : Input::Features);
    description.featureSet = module.attr("feature_set").toStringRef();
    description.emotions = strings(module, "emotions");
    description.embeddingSize = number(module, "embedding_size");
    description.bands = number(module, "bands");
    description.features = number(module, "feature_count");
    description.vocabulary = strings(module, "vocabulary");
    const auto normalization = [&](const std::string& attribute) {
        return features::normalizationFromName(module.attr(attribute).toStringRef());
    };
    description.framesNormalization = normalization("frames_normalization");
    description.featuresNormalization = normalization("features_normalization");
    return description;
}

std::optional<EncoderDescription> describe(const Module& module, const std::string& file)
{
    if (!module.hasattr("undertone_encoder"))
        return std::nullopt;
    try {
        if (module.attr("undertone_encoder").toInt() == encoderFormat)
            return described(module);
    } catch (const std::exception&) {
        // Below: it says that it is ours, and does not say what ours do.
    }
    throw Error(ErrorCode::InvalidRequest, "The encoder was exported by another version of Undertone.", file,
                "Export it again from its study: undertone-cli export ID --encoder --out FILE.pt.");
}

/// Arguments of forward() without a default, but for self.
std::size_t requiredInputs(const Module& module)
{
    const auto& arguments = module.get_method("forward").function().getSchema().arguments();
    return static_cast<std::size_t>(std::count_if(arguments.begin() + 1, arguments.end(), [](const auto& a) {
        return !a.default_value().has_value();
    }));
}

std::string shapeText(const at::Tensor& x)
{
    return fmt::format("{}", fmt::join(x.sizes().begin(), x.sizes().end(), " x "));
}

/// A waveform or frames without and with a dimension for the batch.
std::vector<at::Tensor> shapesOf(const at::Tensor& x)
{
    return {x, x.unsqueeze(0)};
}

} // namespace

struct ScriptedEncoder::Impl
{
    std::string file;
    Module module;
    EncoderInput input;
    std::optional<EncoderDescription> description;
    std::optional<std::size_t> shape; ///< which of shapesOf() it takes
    std::int64_t size = 0;            ///< of its vectors; 0: not known yet

    [[noreturn]] void refuse(const std::string& happened) const
    {
        throw Error(ErrorCode::InvalidRequest, happened, file,
                    description
                        ? "Give it what it was exported for."
                        : "Wrap it in a TorchScript module that takes a 16 kHz waveform (n or 1 x n) or "
                          "log-mel frames (T x 40 or 1 x T x 40) and gives one vector, or one a frame.");
    }

    c10::IValue run(const std::vector<at::Tensor>& inputs)
    {
        const at::NoGradGuard noGradients;
        return module.forward({inputs.begin(), inputs.end()});
    }

    /// In the shape that it takes, which the first utterance shows.
    c10::IValue runForeign(const at::Tensor& x)
    {
        std::string reasons;
        const auto shapes = shapesOf(x);
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            if (shape && *shape != i)
                continue;
            try {
                auto result = run({shapes[i]});
                shape = i;
                return result;
            } catch (const std::exception& error) {
                reasons += fmt::format(" {}: {}", shapeText(shapes[i]), scriptReason(error.what()));
            }
        }
        refuse(fmt::format("The encoder does not take {}.{}",
                           input == EncoderInput::Waveform ? "a waveform" : "log-mel frames", reasons));
    }

    c10::IValue runOurs(const std::vector<at::Tensor>& inputs)
    {
        try {
            return run(inputs);
        } catch (const std::exception& error) {
            refuse("The encoder does not take this input: " + scriptReason(error.what()));
        }
    }

    /// The vector of what forward() gave: of a tuple, its first part.
    at::Tensor vectorOf(c10::IValue value) const
    {
        if (value.isTuple() && !value.toTupleRef().elements().empty())
            value = value.toTupleRef().elements()[0];
        if (!value.isTensor() || !value.toTensor().is_floating_point())
            refuse("The encoder gives " + value.tagKind() + " where a tensor of numbers is expected.");
        auto vectors = value.toTensor().detach().to(at::kCPU, at::kFloat);
        if (vectors.dim() == 3 && vectors.size(0) == 1)
            vectors = vectors.squeeze(0);
        if (vectors.dim() == 2 && vectors.size(0) > 0)
            vectors = vectors.mean(0);
        if (vectors.dim() != 1 || vectors.numel() == 0)
            refuse("The encoder gives " + shapeText(value.toTensor()) +
                   " numbers where a vector, or frames x vector, is expected.");
        return vectors.contiguous();
    }

    void check(const at::Tensor& vector)
    {
        if (size == 0)
            size = vector.numel();
        if (vector.numel() != size)
            refuse(fmt::format("The encoder gives {} numbers for one utterance and {} for another.", size,
                               vector.numel()));
        if (!at::isfinite(vector).all().item<bool>())
            throw Error(ErrorCode::Numerical, "The encoder gives a number that is not finite.", file,
                        "Look at the utterance: silence, or one that is very short, is more than some "
                        "encoders can take.");
    }
};

ScriptedEncoder::ScriptedEncoder(const std::filesystem::path& file, EncoderInput input)
    : m_impl(std::make_unique<Impl>(Impl{file.string(), loadModule(file), input, {}, {}, 0}))
{
    auto& impl = *m_impl;
    if (!impl.module.find_method("forward"))
        impl.refuse("The TorchScript module has no forward().");
    impl.description = describe(impl.module, impl.file);
    const auto wanted = impl.description ? impl.description->inputs.size() : 1;
    if (const auto inputs = requiredInputs(impl.module); inputs != wanted)
        impl.refuse(fmt::format("The encoder takes {} inputs where {} is expected.", inputs, wanted));
}

ScriptedEncoder::~ScriptedEncoder() = default;

const std::optional<EncoderDescription>& ScriptedEncoder::description() const
{
    return m_impl->description;
}

at::Tensor ScriptedEncoder::encode(const std::vector<at::Tensor>& inputs)
{
    const auto result = m_impl->description || inputs.size() != 1 ? m_impl->runOurs(inputs)
                                                                  : m_impl->runForeign(inputs.front());
    const auto vector = m_impl->vectorOf(result);
    m_impl->check(vector);
    return vector;
}

} // namespace undertone::representation
