#pragma once

#include "core/attack/AttackSpec.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

/// What the attack said of one client in one cell, over the repeats.
struct ClientScore
{
    std::string speaker;
    std::size_t client = 0;
    std::size_t label = 0;   ///< index of the attribute's true value
    std::size_t updates = 0; ///< updates that the client gave (fewer than n when it sent fewer)
    std::vector<std::vector<double>> scores; ///< a repeat, per class, threshold at 0; two classes: {-s, s}
    std::vector<std::size_t> decisions;      ///< how many repeats decided for each class
};

/// One cell: layer x part x number of leaked updates. A representation's: embedding or input x attribute x
/// attacker x number of utterances; its clients are speakers.
struct LeakageCell
{
    std::string layer; ///< one of AttackSpec::layers; empty for the `data` ceiling, which has none
    Part part = Part::Both;
    LeakedUpdates leakedUpdates = 1;
    std::vector<ClientScore> clients;
    std::string attribute = {}; ///< empty: the study's
    std::string attack = {};    ///< empty: the study's
};

/// Everything an attack found in one private federation.
struct LeakageReport
{
    std::vector<std::string> attributeValues;
    std::vector<LeakageCell> cells;
    std::vector<std::string> warnings;
};

} // namespace undertone::attack
