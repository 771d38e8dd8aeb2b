#pragma once

#include "core/learning/LocalTrainer.h"
#include "core/representation/InputTable.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace undertone::representation {

/// Rows of an InputTable side by side, padded with zeros. An input that the table has not is undefined.
struct InputBatch
{
    at::Tensor frames; ///< batch x bands x time; the time is a multiple of `timeStep`
    std::vector<std::int64_t> frameCounts;
    at::Tensor words; ///< time x batch, int64
    std::vector<std::int64_t> wordCounts;
    at::Tensor features; ///< batch x d

    /// Rows on a device, as float32 or float64.
    InputBatch to(at::Device device, at::ScalarType type = at::kFloat) const;
};

/// The padded time is rounded up: to be halved four times, and since LibTorch prepares a convolution anew for
/// each shape.
inline constexpr std::int64_t timeStep = 16;

InputBatch makeBatch(const InputTable& table, learning::Rows rows);

/// Length of a row, for batches of like lengths: its frames, or its words.
std::int64_t rowLength(const InputTable& table, std::int64_t row);

/// Deals `rows`, which are in random order, to batches of `size` (one may be smaller): those of a few batches
/// in a row are sorted by length, so that padding is short and batches stay random.
std::vector<std::vector<std::int64_t>> bucketedBatches(const InputTable& table, learning::Rows rows,
                                                       std::size_t size);

} // namespace undertone::representation
