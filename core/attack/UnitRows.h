#pragma once

#include "core/attack/AttackSpec.h"
#include "core/attack/UpdateTrace.h"

#include <ATen/ATen.h>

namespace undertone::attack {

/// The vectors along the last dimension, each divided by its Euclidean norm; a vector of zeros stays one.
at::Tensor unitRows(const at::Tensor& rows);

/// The rows that speak of one part of a layer, of unit length: `both` as kept; `weights` without the last
/// column; `bias` = the raw bias as one row (n x 1 x out). n x rows x columns, of updates `begin` to
/// `begin + count`.
at::Tensor partRows(const UpdateTrace::Layer& layer, Part part, std::int64_t begin, std::int64_t count);

} // namespace undertone::attack
