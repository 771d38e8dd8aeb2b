#pragma once

#include "core/attack/AttributeInferenceAttack.h"
#include "core/base/SeedTree.h"
#include "core/federation/ModelUpdate.h"

#include <string>
#include <vector>

namespace undertone::tests {

/// Updates as a federation would send them, drawn at random: the first layer's weights are sums of delta x^T
/// whose inputs x vary together differently in each class, the other layers' tell nothing.
struct Plant
{
    std::string corpus = "shadow"; ///< names the speakers, and seeds them
    std::vector<std::size_t> speakersPerClass = {6, 6};
    std::size_t updates = 10; ///< of every client
    std::size_t inputs = 24;
    std::vector<std::size_t> outputs = {40, 20, 4};
    std::uint64_t seed = 1;
};

/// What a client of the class sends in a round.
federation::ModelUpdate plantedUpdate(const Plant& plant, std::size_t label, std::size_t client,
                                      std::size_t round);
/// The clients, one a speaker, with inputs for the `data` ceiling.
std::vector<attack::ClientIdentity> plantedClients(const Plant& plant);
/// The federation as a ProbingObserver with random probes sees it.
attack::ObservedFederation plantedFederation(const Plant& plant);

} // namespace undertone::tests
