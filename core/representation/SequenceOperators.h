#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace undertone::representation {

using Lengths = std::vector<std::int64_t>;

/// Differentiable operators on batches of sequences of different lengths, float32 or float64.

/// max(0, max(x[2i], x[2i + 1])) of x (batch x channels x 2n), of which what lies at or behind a sequence's
/// length counts as 0: batch x channels x n, each with pooledLength() frames that are not padding.
at::Tensor pooledRelu(const at::Tensor& x, const Lengths& lengths);
inline std::int64_t pooledLength(std::int64_t length)
{
    return (length + 1) / 2;
}

/// Of one layer of gated recurrent units, gates in the order reset, update, new, as in LibTorch.
struct GruWeights
{
    at::Tensor input;     ///< 3 units x inputs
    at::Tensor inputBias; ///< 3 units
    at::Tensor recurrent; ///< 3 units x units
    at::Tensor recurrentBias;
};

/// All states of the layer (Cho et al. 2014, the reset gate behind the recurrent product as in LibTorch) from
/// zeros on: time x batch x units, for x (time x batch x inputs). The input's products are one for all times.
at::Tensor gruStates(const at::Tensor& x, const GruWeights& weights);

/// Mean over each sequence's own times of x (time x batch x units): batch x units; 0 for an empty sequence.
at::Tensor meanOverTime(const at::Tensor& x, const Lengths& lengths);

/// x, whose gradient comes back times -lambda (Ganin and Lempitsky 2015); not at all when lambda is 0.
at::Tensor reversedGradient(const at::Tensor& x, double lambda);

} // namespace undertone::representation
