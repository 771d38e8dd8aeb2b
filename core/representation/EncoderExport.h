#pragma once

#include "core/features/Normalizer.h"
#include "core/representation/EncoderTraining.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
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

/// How what an encoder reads was prepared, beyond its bytes.
struct InputPreparation
{
    InputNormalizer frames;
    InputNormalizer features;
    std::string featureSet;            ///< "functionals"; "" where no features are read
    std::vector<std::string> emotions; ///< whose utterances the statistics of a speaker are of
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
    std::vector<std::string> vocabulary; ///< the words as such: an export shows what was said
    std::string featureSet;              ///< as in InputPreparation
    std::vector<std::string> emotions;
};

/// The trained encoder, without its classifiers, as the bytes of a TorchScript module that needs nothing but
/// LibTorch or PyTorch 1.10 or later. forward() takes one utterance: `frames` (T x bands, float32), `words`
/// (int64 indices into the vocabulary) and `features` (d, float32), those that are inputs, in the order of
/// the specification, and gives its embedding (embeddingSize): what embed() gives, within 1e-5 relative.
std::string exportEncoder(const EncoderRequest& request, const EncoderState& state,
                          const InputPreparation& preparation);

/// Of the module's attribute undertone_encoder.
inline constexpr std::int64_t encoderFormat = 2;

} // namespace undertone::representation
