#pragma once

#include "core/attack/AttackSpec.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace undertone::attack {

/// What several kinds of attack ask of their request in the same way.
inline constexpr auto fusionName = "fusion";

/// Does the specification ask for cells of this layer (or of the fusion)?
bool wants(const AttackSpec& spec, const std::string& layer);
inline bool wantsFusion(const AttackSpec& spec)
{
    return wants(spec, fusionName);
}
/// Is a layer of the model to be fitted: it is asked for, or all are because they are to be fused.
bool isFitted(const AttackSpec& spec, const std::string& layer);

/// The shadow speakers of each value of the attribute.
using ValueSpeakers = std::map<std::size_t, std::set<std::string>>;

/// @throws Error InvalidRequest when fewer than two values have speakers.
void requireTwoValues(const ValueSpeakers& speakers);

/// Says which values an attack cannot learn, or only without held-out speakers.
std::vector<std::string> valueWarnings(const std::vector<std::string>& values, const ValueSpeakers& speakers);

/// Says which layers are asked for that the model (its layers' names) does not have.
std::vector<std::string> layerWarnings(const AttackSpec& spec, const std::vector<std::string>& model);

} // namespace undertone::attack
