#include "core/attack/UpdateTrace.h"

#include "core/base/Error.h"
#include "core/learning/TensorArchive.h"

#include <utility>

namespace undertone::attack {

namespace {

constexpr auto traceFormat = "UTTRACE2";

void requireSameLayers(const std::vector<UpdateTrace::Layer>& some,
                       const std::vector<UpdateTrace::Layer>& others)
{
    bool same = some.size() == others.size();
    for (std::size_t i = 0; same && i < some.size(); ++i)
        same = some[i].name == others[i].name &&
               some[i].probed.sizes().slice(1) == others[i].probed.sizes().slice(1) &&
               some[i].bias.size(1) == others[i].bias.size(1);
    if (!same)
        throw Error(ErrorCode::Internal, "Traces of two different models were joined.", "UpdateTrace", "");
}

} // namespace

std::string layerAlias(std::size_t index, std::size_t layers)
{
    if (index == 0)
        return "first";
    if (index + 1 == layers)
        return "last";
    return index == 1 ? "second" : "";
}

UpdateTrace UpdateTrace::joined(const std::vector<UpdateTrace>& parts)
{
    UpdateTrace whole;
    std::vector<std::vector<at::Tensor>> probed;
    std::vector<std::vector<at::Tensor>> bias;
    for (const auto& part : parts) {
        if (part.origins.empty())
            continue;
        if (whole.origins.empty())
            whole.layers = part.layers;
        requireSameLayers(whole.layers, part.layers);
        whole.origins.insert(whole.origins.end(), part.origins.begin(), part.origins.end());
        probed.resize(part.layers.size());
        bias.resize(part.layers.size());
        for (std::size_t i = 0; i < part.layers.size(); ++i) {
            probed[i].push_back(part.layers[i].probed);
            bias[i].push_back(part.layers[i].bias);
        }
    }
    for (std::size_t i = 0; i < whole.layers.size(); ++i) {
        whole.layers[i].probed = at::cat(std::exchange(probed[i], {}));
        whole.layers[i].bias = at::cat(std::exchange(bias[i], {}));
    }
    return whole;
}

std::string UpdateTrace::serialize() const
{
    learning::ArchiveWriter writer(traceFormat);
    writer.integer(origins.size());
    for (const auto& origin : origins)
        writer.integer(origin.round).integer(origin.client);
    writer.integer(layers.size());
    for (const auto& layer : layers)
        writer.text(layer.name).tensor(layer.probed).tensor(layer.bias);
    return writer.finish();
}

std::optional<UpdateTrace> UpdateTrace::deserialize(std::string_view bytes)
{
    return learning::readArchive<std::optional<UpdateTrace>>(
        traceFormat, bytes, [](learning::ArchiveReader& reader) {
            UpdateTrace trace;
            for (auto left = reader.integer(); left > 0; --left) {
                const auto round = reader.integer();
                trace.origins.push_back({round, reader.integer()});
            }
            for (auto left = reader.integer(); left > 0; --left) {
                auto name = reader.text();
                auto probed = reader.tensor();
                trace.layers.push_back({std::move(name), std::move(probed), reader.tensor()});
            }
            return std::optional(std::move(trace));
        });
}

} // namespace undertone::attack
