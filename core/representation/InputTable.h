#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

namespace undertone::representation {

/// Rows of the encoder's inputs, normalised: shared by the trainings of a study and never written. An input
/// that is not used is empty. All tensors are on the CPU.
struct InputTable
{
    std::vector<at::Tensor> frames;                ///< a row's log-mel frames: T x bands, float32, T >= 1
    std::vector<std::vector<std::int64_t>> tokens; ///< a row's words: indices into the vocabulary
    std::vector<std::string> vocabulary;           ///< [0] stands for a word that is not known
    at::Tensor wordVectors;                        ///< vocabulary x d, float32, fixed; undefined: learned
    at::Tensor features;                           ///< rows x d, float32

    std::vector<std::int64_t> targets; ///< class of each row
    std::size_t targetClasses = 0;
    /// Of each adversary of the specification, in its order: the row's class; -1 where it has none.
    std::vector<std::vector<std::int64_t>> attributes;
    std::vector<std::size_t> attributeClasses;
};

} // namespace undertone::representation
