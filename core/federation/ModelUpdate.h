#pragma once

#include "core/learning/LayerGroup.h"

#include <cstddef>
#include <vector>

namespace undertone::federation {

using learning::LayerGroup;

/// What a client sends, in the model's order: its gradient (FedSGD) or pseudo-gradient (FedAvg).
using ModelUpdate = std::vector<LayerGroup>;

/// Who sent an update, and when.
struct UpdateOrigin
{
    std::size_t round = 0;
    std::size_t client = 0; ///< index into the federation's clients
};

/// The observer's point of the threat model: sees each update as it leaves the client. The tensors are reused
/// by the next client: an observer copies what it keeps.
class UpdateObserver
{
public:
    virtual ~UpdateObserver() = default;
    virtual void observe(const UpdateOrigin& origin, const ModelUpdate& update) = 0;
};

} // namespace undertone::federation
