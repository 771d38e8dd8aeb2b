#include "core/attack/UpdateTrace.h"

#include "core/base/Error.h"
#include "core/learning/TensorArchive.h"

namespace undertone::attack {

namespace {

constexpr auto traceFormat = "UTTRACE2";

} // namespace

std::string layerAlias(std::size_t index, std::size_t layers)
{
    if (index == 0)
        return "first";
    if (index + 1 == layers)
        return "last";
    return index == 1 ? "second" : "";
}

void UpdateTrace::append(const UpdateTrace& later)
{
    if (later.origins.empty())
        return;
    if (origins.empty()) {
        *this = later;
        return;
    }
    bool same = layers.size() == later.layers.size();
    for (std::size_t i = 0; same && i < layers.size(); ++i)
        same = layers[i].name == later.layers[i].name &&
               layers[i].probed.sizes().slice(1) == later.layers[i].probed.sizes().slice(1) &&
               layers[i].bias.size(1) == later.layers[i].bias.size(1);
    if (!same)
        throw Error(ErrorCode::Internal, "Traces of two different models were joined.", "UpdateTrace", "");
    for (std::size_t i = 0; i < layers.size(); ++i) {
        layers[i].probed = at::cat({layers[i].probed, later.layers[i].probed});
        layers[i].bias = at::cat({layers[i].bias, later.layers[i].bias});
    }
    origins.insert(origins.end(), later.origins.begin(), later.origins.end());
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
