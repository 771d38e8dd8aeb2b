#include "core/attack/ShadowExamples.h"

#include "core/attack/LeakDraws.h"
#include "core/attack/UnitRows.h"
#include "core/base/Error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace undertone::attack {

namespace {

using ClientUpdates = std::vector<std::vector<std::size_t>>;

std::size_t groupsOf(const std::vector<ClientUpdates>& updates, std::size_t size)
{
    std::size_t groups = 0;
    for (const auto& federation : updates)
        for (const auto& client : federation)
            groups += (client.size() + size - 1) / size;
    return groups;
}

std::map<std::string, std::size_t> numberSpeakers(const std::vector<ObservedFederation>& shadows)
{
    std::map<std::string, std::size_t> numbers;
    for (const auto& shadow : shadows)
        for (const auto& client : shadow.clients)
            numbers.emplace(client.speaker, 0);
    std::size_t next = 0;
    for (auto& [speaker, number] : numbers)
        number = next++;
    return numbers;
}

at::Tensor groupRows(const UpdateTrace::Layer& layer, Part part, const std::vector<std::size_t>& updates)
{
    at::Tensor sum = partRows(layer, part, static_cast<std::int64_t>(updates.front()), 1)[0];
    if (updates.size() == 1)
        return sum;
    for (std::size_t i = 1; i < updates.size(); ++i)
        sum = sum + partRows(layer, part, static_cast<std::int64_t>(updates[i]), 1)[0];
    return unitRows(sum);
}

} // namespace

ShadowExamples groupUpdates(const std::vector<ObservedFederation>& shadows, std::size_t most)
{
    std::vector<ClientUpdates> updates;
    std::size_t longest = updatesPerGroup;
    for (const auto& shadow : shadows) {
        updates.push_back(updatesByClient(shadow.trace.origins, shadow.clients.size()));
        for (const auto& client : updates.back())
            longest = std::max(longest, client.size());
    }
    std::size_t size = updatesPerGroup;
    while (size < longest && groupsOf(updates, size) > most)
        ++size;
    const auto numbers = numberSpeakers(shadows);
    ShadowExamples examples;
    for (std::size_t f = 0; f < shadows.size(); ++f)
        for (std::size_t c = 0; c < updates[f].size(); ++c) {
            const auto& own = updates[f][c];
            for (std::size_t begin = 0; begin < own.size(); begin += size) {
                const auto end = std::min(begin + size, own.size());
                examples.groups.push_back({f,
                                           {own.begin() + static_cast<std::ptrdiff_t>(begin),
                                            own.begin() + static_cast<std::ptrdiff_t>(end)}});
                examples.speakers.push_back(numbers.at(shadows[f].clients[c].speaker));
                examples.labels.push_back(shadows[f].clients[c].label);
            }
        }
    return examples;
}

at::Tensor exampleRows(const std::vector<ObservedFederation>& shadows, const ShadowExamples& examples,
                       const std::string& layer, Part part)
{
    std::int64_t high = 0;
    std::int64_t wide = 0;
    for (const auto& group : examples.groups) {
        const auto one = partRows(traceLayer(shadows[group.federation].trace, layer), part, 0, 1);
        high = std::max(high, one.size(1));
        wide = one.size(2);
    }
    auto rows = at::zeros({static_cast<std::int64_t>(examples.groups.size()), high, wide});
    for (std::size_t i = 0; i < examples.groups.size(); ++i) {
        const auto& group = examples.groups[i];
        const auto one = groupRows(traceLayer(shadows[group.federation].trace, layer), part, group.updates);
        rows[static_cast<std::int64_t>(i)].narrow(0, 0, one.size(0)).copy_(one);
    }
    return rows;
}

const UpdateTrace::Layer& traceLayer(const UpdateTrace& trace, const std::string& name)
{
    for (const auto& layer : trace.layers)
        if (layer.name == name)
            return layer;
    throw Error(ErrorCode::InvalidRequest, "The attack needs a layer that the model does not have.",
                "layer \"" + name + "\"", "Attack layers of the model: a model of two layers has no second.");
}

UpdateTrace inputTrace(const std::vector<ClientIdentity>& clients)
{
    std::int64_t most = 1;
    for (const auto& client : clients)
        most = std::max(most, client.inputs.size(0));
    UpdateTrace trace;
    std::vector<at::Tensor> rows;
    for (std::size_t c = 0; c < clients.size(); ++c) {
        const auto inputs = clients[c].inputs.cpu().to(at::kFloat);
        auto padded = at::zeros({most, inputs.size(1)});
        if (inputs.size(0) > 0)
            padded.narrow(0, 0, inputs.size(0))
                .copy_(unitRows(inputs) / std::sqrt(static_cast<double>(inputs.size(0))));
        rows.push_back(padded);
        trace.origins.push_back({0, c});
    }
    if (!rows.empty())
        trace.layers.push_back({"", at::stack(rows), at::zeros({static_cast<std::int64_t>(rows.size()), 0})});
    return trace;
}

} // namespace undertone::attack
