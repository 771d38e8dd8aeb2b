#pragma once

#include "core/representation/EncoderModel.h"

#include <ATen/ATen.h>

namespace undertone::tests {

/// The embedding of one row, slowly and obviously: convolutions and pooling by loops, frame by frame,
/// LibTorch's GRU module, a mean over what is there; no padding and no neighbours. In float64.
at::Tensor referenceEmbedding(const representation::RepresentationSpec& spec,
                              const representation::InputTable& table, const at::Tensor& weights,
                              std::int64_t row);

} // namespace undertone::tests
