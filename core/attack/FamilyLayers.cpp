#include "core/attack/FamilyLayers.h"

#include "core/attack/ShadowExamples.h"
#include "core/attack/UnitRows.h"
#include "core/base/Error.h"

#include <algorithm>

namespace undertone::attack {

namespace {

constexpr auto firstLayer = "first";
constexpr auto opening = "first[";

UpdateTrace::Layer restricted(const UpdateTrace::Layer& layer, const ColumnFamily& family)
{
    const auto bias = layer.probed.size(2) - 1;
    std::vector<std::int64_t> kept(family.columns.begin(), family.columns.end());
    if (std::any_of(kept.begin(), kept.end(), [bias](auto column) { return column >= bias; }))
        throw Error(ErrorCode::InvalidRequest,
                    "The feature family \"" + family.name +
                        "\" has columns that the model's first layer has not.",
                    "attack.families", "Use the same features for the private and the shadow federations.");
    kept.push_back(bias);
    return {familyLayer(family.name), unitRows(layer.probed.index_select(2, at::tensor(kept, at::kLong))),
            layer.bias};
}

} // namespace

std::string familyLayer(const std::string& family)
{
    return opening + family + "]";
}

bool isFamilyLayer(const std::string& layer)
{
    return layer.starts_with(opening);
}

ObservedFederation withFamilies(ObservedFederation observed, const std::vector<ColumnFamily>& families)
{
    if (families.empty() || observed.trace.layers.empty())
        return observed;
    const auto first = traceLayer(observed.trace, firstLayer);
    for (const auto& family : families)
        observed.trace.layers.push_back(restricted(first, family));
    return observed;
}

} // namespace undertone::attack
