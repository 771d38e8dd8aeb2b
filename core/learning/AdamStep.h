#pragma once

#include "core/learning/LocalTrainer.h"

namespace undertone::learning {

/// LocalTrainer::descend() for any model: on the CPU one fused pass, elsewhere LibTorch's operators.
void adamStep(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
              AdamState& state, at::Tensor& target);

/// By LibTorch's operators on any device.
void adamStepByOperators(const at::Tensor& weights, const at::Tensor& gradient, const AdamSettings& adam,
                         AdamState& state, at::Tensor& target);

} // namespace undertone::learning
