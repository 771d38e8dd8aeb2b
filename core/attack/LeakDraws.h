#pragma once

#include "core/attack/LeakageReport.h"
#include "core/base/SeedTree.h"
#include "core/federation/ModelUpdate.h"

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::attack {

/// What an observer has of one client, by index into the origins, in order of rounds.
struct ClientUpdates
{
    std::vector<std::size_t> with;    ///< its updates, or the sums that it is in
    std::vector<std::size_t> without; ///< the sums that it is not in
    bool areSums = false;

    /// False of a client that sent nothing, or is in every sum.
    bool canBeScored() const { return !with.empty() && (!areSums || !without.empty()); }
};

/// Of each client. `cohorts`: who is in the sum of each round; not looked at for updates of single clients.
std::vector<ClientUpdates> updatesByClient(const std::vector<federation::UpdateOrigin>& origins,
                                           const std::vector<std::vector<std::size_t>>& cohorts,
                                           std::size_t clients);

/// Names the number of clients that are in every sum, if there are any.
std::vector<std::string> contrastWarnings(const std::vector<ClientUpdates>& clients);

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
