#pragma once

#include <ATen/ATen.h>

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::federation {

/// One layer's part of an update: weight (out x in) and bias (out), float32.
struct LayerGroup
{
    std::string name; ///< such as "dense1"
    at::Tensor weight;
    at::Tensor bias;
};

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
