#pragma once

#include "core/attack/LeakageReport.h"
#include "core/base/SeedTree.h"
#include "core/federation/ModelUpdate.h"

#include <cstddef>
#include <vector>

namespace undertone::attack {

/// The updates of each client, by index into `origins`, in order of rounds.
std::vector<std::vector<std::size_t>> updatesByClient(const std::vector<federation::UpdateOrigin>& origins,
                                                      std::size_t clients);

/// Which of a client's updates leak in each repeat: n at random without replacement, or all that there are
/// when n is `allUpdates` or not fewer. The same for every layer; the draw for a smaller n is the beginning
/// of the one for a larger n.
std::vector<std::vector<std::size_t>> leakDraws(const base::SeedTree& seed, std::size_t client,
                                                const std::vector<std::size_t>& updates, LeakedUpdates n,
                                                std::size_t repeats);

/// Adds one repeat's scores (threshold at 0) and its decision, the class of the highest score.
/// @throws Error Numerical for a score that is not finite.
void addRepeat(ClientScore& score, const std::vector<double>& perClass);

} // namespace undertone::attack
