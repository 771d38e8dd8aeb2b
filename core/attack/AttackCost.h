#pragma once

#include "core/attack/AttackSpec.h"
#include "core/attack/SpoolFile.h"

#include <string>
#include <vector>

namespace undertone::attack {

/// How much there is to attack with and to attack.
struct AttackLoad
{
    std::vector<LayerShape> layers; ///< of the model, in its order
    double shadowClients = 0;       ///< of all shadow federations together
    double shadowUpdates = 0;
    double privateClients = 0;
    double privateUpdates = 0;
    double clientRows = 0;                  ///< training rows of a client
    std::vector<std::size_t> familyColumns; ///< of each family of features that is attacked by itself
};

// Expected seconds of one core, for progress alone: right within a factor of about two on the machine on
// which they were measured (2 cores of an AMD EPYC, LibTorch 1.13, OpenBLAS at 95 GFLOP/s).

/// One forward and backward pass of the published network for one example.
double networkSeconds(const std::string& layer, const LayerShape& shape, Part part);
double fitSeconds(const AttackSpec& spec, const AttackLoad& load);
double evaluationSeconds(const AttackSpec& spec, const AttackLoad& load);
/// Memory that fitting takes at the most: the examples of all layers and one kernel.
double memoryBytes(const AttackSpec& spec, const AttackLoad& load);

} // namespace undertone::attack
