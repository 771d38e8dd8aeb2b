#include "core/attack/ShadowExamples.h"

#include "core/attack/AttackTargets.h"
#include "core/attack/FamilyLayers.h"
#include "core/attack/LeakDraws.h"
#include "core/attack/UnitRows.h"
#include "core/base/Error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace undertone::attack {

namespace {

at::Tensor groupRows(const UpdateTrace::Layer& layer, Part part, const std::vector<std::size_t>& updates)
{
    at::Tensor sum = partRows(layer, part, static_cast<std::int64_t>(updates.front()), 1)[0];
    if (updates.size() == 1)
        return sum;
    for (std::size_t i = 1; i < updates.size(); ++i)
        sum = sum + partRows(layer, part, static_cast<std::int64_t>(updates[i]), 1)[0];
    return unitRows(sum);
}

std::vector<ExampleTarget> targetsOf(const AttackSpec& spec, const UpdateTrace& trace)
{
    std::vector<ExampleTarget> targets;
    if (spec.kind == AttackKind::Data)
        return {{trace.layers.front().name, Part::Both}};
    for (const auto part : spec.parts)
        for (const auto& layer : trace.layers)
            if (isFitted(spec, layer.name))
                targets.push_back({layer.name, part});
    for (const auto& layer : trace.layers)
        if (isFamilyLayer(layer.name))
            targets.push_back({layer.name, Part::Weights});
    return targets;
}

/// Joins blocks of examples, those of fewer rows filled up with zeros.
at::Tensor joined(std::vector<at::Tensor> blocks)
{
    std::int64_t high = 0;
    for (const auto& block : blocks)
        high = std::max(high, block.size(1));
    for (auto& block : blocks)
        block = at::constant_pad_nd(block, {0, 0, 0, high - block.size(1)});
    return at::cat(blocks);
}

/// One pass over the shadow federations with groups of one size.
class Collection
{
public:
    Collection(const AttackSpec& spec, std::size_t size, std::size_t most)
        : m_spec(spec), m_size(size), m_most(most)
    {
    }

    void add(const ObservedFederation& observed)
    {
        const auto groups = groupsOf(observed);
        for (const auto& client :
             updatesByClient(observed.trace.origins, observed.cohorts, observed.clients.size()))
            m_updates.push_back(client.with.size());
        for (const auto& group : groups) {
            m_examples.speakers.push_back(observed.clients[group.client].speaker);
            m_examples.labels.push_back(observed.clients[group.client].label);
        }
        if (groups.empty() || isTooLarge())
            return;
        if (m_examples.layers.empty()) {
            for (const auto& layer : observed.trace.layers)
                m_examples.layers.push_back(layer.name);
            m_examples.targets = targetsOf(m_spec, observed.trace);
            m_blocks.resize(m_examples.targets.size());
        }
        for (std::size_t t = 0; t < m_blocks.size(); ++t)
            m_blocks[t].push_back(rowsOf(observed.trace, groups, m_examples.targets[t]));
    }

    bool isTooLarge() const { return m_examples.labels.size() > most(); }

    /// The smallest size above this one that gives few enough examples, or the largest that there can be.
    std::size_t largerSize() const
    {
        const auto largest = largestSize();
        for (std::size_t size = m_size + 1; size < largest; ++size) {
            std::size_t examples = 0;
            for (const auto dealt : dealtOut())
                examples += (dealt + size - 1) / size;
            if (examples <= most())
                return size;
        }
        return largest;
    }

    bool canGrow() const { return largestSize() > m_size; }

    ShadowExamples finish()
    {
        for (auto& blocks : m_blocks)
            m_examples.rows.push_back(joined(std::exchange(blocks, {})));
        return std::move(m_examples);
    }

private:
    bool isCeiling() const { return m_spec.kind == AttackKind::Data; }

    std::vector<UpdateGroup> groupsOf(const ObservedFederation& observed)
    {
        if (!isCeiling())
            return groupUpdates(observed, m_size);
        if (observed.trace.layers.empty())
            return {};
        m_height = std::max(m_height, static_cast<std::size_t>(observed.trace.layers.front().probed.size(1)));
        std::vector<UpdateGroup> groups;
        for (auto& group : groupUpdates(observed, 1))
            if (m_clients[observed.clients[group.client].label]++ % m_size == 0)
                groups.push_back(std::move(group));
        return groups;
    }

    std::size_t most() const
    {
        return isCeiling() ? m_most * probeCount / std::max(m_height, probeCount) : m_most;
    }

    /// What is dealt out in portions of the size: the updates of each client, or the clients of each value.
    std::vector<std::size_t> dealtOut() const
    {
        if (!isCeiling())
            return m_updates;
        std::vector<std::size_t> clients;
        for (const auto& [label, count] : m_clients)
            clients.push_back(count);
        return clients;
    }

    std::size_t largestSize() const
    {
        const auto dealt = dealtOut();
        return dealt.empty() ? 0 : *std::max_element(dealt.begin(), dealt.end());
    }

    static at::Tensor rowsOf(const UpdateTrace& trace, const std::vector<UpdateGroup>& groups,
                             const ExampleTarget& target)
    {
        const auto& layer = traceLayer(trace, target.layer);
        std::vector<at::Tensor> rows;
        for (const auto& group : groups)
            rows.push_back(groupRows(layer, target.part, group.updates));
        return at::stack(rows);
    }

    const AttackSpec& m_spec;
    std::size_t m_size;
    std::size_t m_most;
    ShadowExamples m_examples;
    std::vector<std::vector<at::Tensor>> m_blocks; ///< per target, per federation
    std::vector<std::size_t> m_updates;            ///< of every client of every federation
    std::map<std::size_t, std::size_t> m_clients;  ///< ceiling: of each value of the attribute
    std::size_t m_height = 0;                      ///< ceiling: rows of the client that has most
};

} // namespace

std::vector<UpdateGroup> groupUpdates(const ObservedFederation& observed, std::size_t size)
{
    std::vector<UpdateGroup> groups;
    const auto clients = updatesByClient(observed.trace.origins, observed.cohorts, observed.clients.size());
    for (std::size_t c = 0; c < clients.size(); ++c) {
        const auto& updates = clients[c].with;
        for (std::size_t begin = 0; begin < updates.size(); begin += size) {
            const auto end = std::min(begin + size, updates.size());
            groups.push_back({c,
                              {updates.begin() + static_cast<std::ptrdiff_t>(begin),
                               updates.begin() + static_cast<std::ptrdiff_t>(end)}});
        }
    }
    return groups;
}

ShadowExamples collectExamples(const ShadowSource& shadows, const AttackSpec& spec,
                               const base::Progress& progress, std::size_t most)
{
    std::size_t size = spec.kind == AttackKind::Data ? 1 : updatesPerGroup;
    for (;;) {
        Collection collection(spec, size, most);
        for (std::size_t f = 0; f < shadows.federations; ++f) {
            progress.checkCancelled();
            collection.add(seenBy(spec.kind, shadows.load(f)));
        }
        if (!collection.isTooLarge())
            return collection.finish();
        if (!collection.canGrow())
            throw Error(ErrorCode::InvalidRequest,
                        "The shadow federations have more clients than the attack can learn from: " +
                            std::to_string(most) + " at most.",
                        "shadow", "Use fewer shadow federations, or fewer speakers or shards a speaker.");
        size = collection.largerSize();
    }
}

ObservedFederation seenBy(AttackKind kind, ObservedFederation observed)
{
    if (kind == AttackKind::Data)
        observed.trace = inputTrace(observed.clients);
    return observed;
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
        const auto scaled =
            unitRows(inputs) / std::sqrt(static_cast<double>(std::max<std::int64_t>(1, inputs.size(0))));
        rows.push_back(at::constant_pad_nd(scaled, {0, 0, 0, most - inputs.size(0)}));
        trace.origins.push_back({0, c});
    }
    if (!rows.empty())
        trace.layers.push_back({"", at::stack(rows), at::zeros({static_cast<std::int64_t>(rows.size()), 0})});
    return trace;
}

const UpdateTrace::Layer& traceLayer(const UpdateTrace& trace, const std::string& name)
{
    for (const auto& layer : trace.layers)
        if (layer.name == name)
            return layer;
    throw Error(ErrorCode::InvalidRequest, "The attack needs a layer that the model does not have.",
                "layer \"" + name + "\"", "Use the same model for the private and the shadow federations.");
}

} // namespace undertone::attack
