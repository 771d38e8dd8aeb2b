#pragma once

#include "core/features/Normalizer.h"
#include "core/representation/EncoderTraining.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::representation {

/// What the exported encoder does with an input before its first layer: (x - mean) / deviation, by column.
/// Speaker: nothing, since what it gets was normalised with the statistics of the speaker's own recordings.
struct InputNormalizer
{
    features::Normalization kind = features::Normalization::None;
    at::Tensor mean; ///< Global: d, float32
    at::Tensor deviation;
};

/// What an exported encoder says of itself: attributes of the TorchScript module, of the same names in
/// snake_case, inputs and normalisations by name.
struct EncoderDescription
{
    std::vector<Input> inputs; ///< the order of forward()'s arguments
    std::size_t embeddingSize = 0;
    std::size_t bands = 0;    ///< columns of the frames; 0 without them
    std::size_t features = 0; ///< columns of the features; 0 without them
    features::Normalization framesNormalization = features::Normalization::None;
    features::Normalization featuresNormalization = features::Normalization::None;
    std::vector<std::string> vocabulary;
};

/// The trained encoder, without its classifiers, as the bytes of a TorchScript module that needs nothing but
/// LibTorch or PyTorch 1.10 or later. forward() takes one utterance: `frames` (T x bands, float32), `words`
/// (int64 indices into the vocabulary) and `features` (d, float32), those that are inputs, in the order of
/// the specification, and gives its embedding (embeddingSize): what embed() gives, within 1e-5 relative.
std::string exportEncoder(const EncoderRequest& request, const EncoderState& state,
                          const InputNormalizer& frames, const InputNormalizer& features);

} // namespace undertone::representation
