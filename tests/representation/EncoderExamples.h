#pragma once

#include "core/representation/EncoderTraining.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace undertone::tests {

/// Utterances of different lengths with all three inputs, one of them without words. Each input is noise
/// around means that depend on the target (3 classes), and around others that depend on "gender" (2 classes;
/// the last row has none).
representation::InputTable exampleTable(std::int64_t rows, std::uint64_t seed = 5);

/// A small encoder of these inputs, with an adversary on "gender".
representation::RepresentationSpec exampleSpec(std::vector<representation::Input> inputs);

std::vector<std::int64_t> rowRange(std::int64_t begin, std::int64_t end);

/// The largest difference between the gradient of `value` by autograd and by central differences, on up to 40
/// coordinates of each of the float64 tensors, relative to the largest derivative.
double gradientError(const std::function<at::Tensor(const std::vector<at::Tensor>&)>& value,
                     const std::vector<at::Tensor>& inputs);

/// Largest difference relative to the largest magnitude of `expected`.
double relativeDifference(const at::Tensor& actual, const at::Tensor& expected);

} // namespace undertone::tests
