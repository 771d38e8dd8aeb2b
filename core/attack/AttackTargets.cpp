#include "core/attack/AttackTargets.h"

#include "core/attack/FamilyLayers.h"
#include "core/base/Error.h"

#include <algorithm>

namespace undertone::attack {

bool wants(const AttackSpec& spec, const std::string& layer)
{
    return std::find(spec.layers.begin(), spec.layers.end(), layer) != spec.layers.end();
}

bool isFitted(const AttackSpec& spec, const std::string& layer)
{
    return !layer.empty() && !isFamilyLayer(layer) && (wantsFusion(spec) || wants(spec, layer));
}

void requireTwoValues(const ValueSpeakers& speakers)
{
    if (speakers.size() >= 2)
        return;
    throw Error(
        ErrorCode::InvalidRequest,
        "The shadow clients that were seen share one value of the attribute, or there are none: there "
        "is nothing to tell apart.",
        "shadow federations",
        "Choose shadow corpora with speakers of at least two values, or another attribute.");
}

std::vector<std::string> valueWarnings(const std::vector<std::string>& values, const ValueSpeakers& speakers)
{
    std::vector<std::string> warnings;
    for (std::size_t c = 0; c < values.size(); ++c) {
        const auto found = speakers.find(c);
        if (found == speakers.end())
            warnings.push_back("No shadow speaker has the value \"" + values[c] +
                               "\": the attack never answers it.");
        else if (found->second.size() == 1)
            warnings.push_back("Only one shadow speaker has the value \"" + values[c] +
                               "\": nothing could be tested on held-out speakers of that value.");
    }
    return warnings;
}

std::vector<std::string> layerWarnings(const AttackSpec& spec, const std::vector<std::string>& model)
{
    std::vector<std::string> warnings;
    for (const auto& layer : spec.layers)
        if (layer != fusionName && std::find(model.begin(), model.end(), layer) == model.end())
            warnings.push_back("The model has no layer \"" + layer + "\": nothing of it is reported.");
    return warnings;
}

} // namespace undertone::attack
