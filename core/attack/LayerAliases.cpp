#include "core/attack/LayerAliases.h"

#include "core/attack/UpdateTrace.h"

#include <algorithm>

namespace undertone::attack {

std::vector<std::string> layerAliases(const std::vector<std::string>& names)
{
    std::vector<std::string> aliases;
    for (std::size_t i = 0; i < names.size(); ++i)
        aliases.push_back(layerAlias(i, names.size()));
    const auto head = std::find_if(names.begin(), names.end(), [](const std::string& name) {
        return name.starts_with("adversary.") && name.ends_with(".output");
    });
    if (head != names.end())
        aliases[static_cast<std::size_t>(head - names.begin())] = adversaryLayer;
    return aliases;
}

} // namespace undertone::attack
