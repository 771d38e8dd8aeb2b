#include "core/attack/ShadowExamples.h"

#include "core/attack/AttackTargets.h"
#include "core/attack/LeakDraws.h"
#include "core/attack/UnitRows.h"
#include "core/base/Error.h"

#include <algorithm>
#include <cmath>

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
        const auto groups = groupUpdates(observed, m_size);
        for (const auto& updates : updatesByClient(observed.trace.origins, observed.clients.size()))
            m_updates.push_back(updates.size());
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

    bool isTooLarge() const { return m_examples.labels.size() > m_most; }

    /// The smallest size above this one that gives few enough groups, or a single one a client.
    std::size_t largerSize() const
    {
        const auto longest = *std::max_element(m_updates.begin(), m_updates.end());
        for (std::size_t size = m_size + 1; size < longest; ++size) {
            std::size_t groups = 0;
            for (const auto updates : m_updates)
                groups += (updates + size - 1) / size;
            if (groups <= m_most)
                return size;
        }
        return longest;
    }

    bool canGrow() const
    {
        return !m_updates.empty() && *std::max_element(m_updates.begin(), m_updates.end()) > m_size;
    }

    ShadowExamples finish()
    {
        for (auto& blocks : m_blocks)
            m_examples.rows.push_back(joined(std::exchange(blocks, {})));
        return std::move(m_examples);
    }

private:
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
};

} // namespace

std::vector<UpdateGroup> groupUpdates(const ObservedFederation& observed, std::size_t size)
{
    std::vector<UpdateGroup> groups;
    const auto updates = updatesByClient(observed.trace.origins, observed.clients.size());
    for (std::size_t c = 0; c < updates.size(); ++c)
        for (std::size_t begin = 0; begin < updates[c].size(); begin += size) {
            const auto end = std::min(begin + size, updates[c].size());
            groups.push_back({c,
                              {updates[c].begin() + static_cast<std::ptrdiff_t>(begin),
                               updates[c].begin() + static_cast<std::ptrdiff_t>(end)}});
        }
    return groups;
}

ShadowExamples collectExamples(const ShadowSource& shadows, const AttackSpec& spec,
                               const base::Progress& progress, std::size_t most)
{
    std::size_t size = updatesPerGroup;
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
