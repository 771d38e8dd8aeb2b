#pragma once

#include <ATen/ATen.h>

#include <string>

namespace undertone::learning {

/// One layer's part of the parameters, of a gradient or of an update: weight (out x in) and bias (out),
/// float32.
struct LayerGroup
{
    std::string name; ///< such as "dense1"
    at::Tensor weight;
    at::Tensor bias;
};

} // namespace undertone::learning
