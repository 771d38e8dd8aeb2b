#pragma once

#include "core/learning/LayerGroup.h"

#include <cstddef>
#include <limits>
#include <vector>

namespace undertone::federation {

using learning::LayerGroup;

/// What a client sends, in the model's order: its gradient (FedSGD) or pseudo-gradient (FedAvg). Of a cohort:
/// what the server's mean is, in the same terms.
using ModelUpdate = std::vector<LayerGroup>;

/// Who sent an update, and when.
struct UpdateOrigin
{
    std::size_t round = 0;
    std::size_t client = 0; ///< index into the federation's clients, or wholeCohort
};

/// In the place of a client: the update is the sum (as a mean) over the round's cohort (RoundRecord::cohort).
inline constexpr std::size_t wholeCohort = std::numeric_limits<std::size_t>::max();

/// The observer's point of the threat model: sees each update, or each round's sum, as it is there. The
/// tensors are reused: an observer copies what it keeps.
class UpdateObserver
{
public:
    virtual ~UpdateObserver() = default;
    virtual void observe(const UpdateOrigin& origin, const ModelUpdate& update) = 0;
};

} // namespace undertone::federation
