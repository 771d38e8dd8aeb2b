#pragma once

#include <string>
#include <vector>

namespace undertone::attack {

/// The layer by which an encoder's first adversary tells the attribute; a client trains it with its own.
inline constexpr auto adversaryLayer = "adversary";

/// The aliases of a model's layers by their names: layerAlias() of their positions, and "adversary" of the
/// first adversary.ATTRIBUTE.output. Empty of those that are not kept.
std::vector<std::string> layerAliases(const std::vector<std::string>& names);

} // namespace undertone::attack
