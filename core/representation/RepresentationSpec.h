#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace undertone::representation {

/// What the encoder reads of an utterance. Several are joined behind their own encoders (multimodal).
enum class Input {
    Acoustic, ///< log-mel frames
    Text,     ///< the transcript
    Features, ///< the row of features.set: functionals, eGeMAPS, an imported table, an encoder's vectors
};

/// What is recognised: the study's emotions, or activation or valence (manifest columns) in three bins.
enum class Target { Emotion, Activation, Valence };

/// The published search space (Jaiswal and Mower Provost 2020) as parameters.
struct EncoderSpec
{
    std::size_t convolutions = 3; ///< each with ReLU and a pooling of 2
    std::size_t kernelWidth = 3;  ///< frames
    std::size_t kernels = 64;
    std::size_t gruLayers = 2;
    std::size_t gruUnits = 32;
    std::size_t denseLayers = 1; ///< the last one's output is the embedding
    std::size_t denseUnits = 64;
    double dropout = 0.5;
    std::string wordVectors;         ///< a word2vec or GloVe file; empty: learned from the corpus
    std::size_t wordDimensions = 50; ///< of learned word vectors
    bool operator==(const EncoderSpec&) const = default;
};

/// A private attribute (a categorical column) that the encoder unlearns behind a gradient-reversal layer;
/// with lambda 0 it is attacked but not unlearned.
struct AdversarySpec
{
    std::string attribute = "gender";
    double lambda = 0.5;
    bool operator==(const AdversarySpec&) const = default;
};

/// Who tries to read an attribute off frozen embeddings, having seen nothing of the training.
enum class Attacker {
    Linear,   ///< logistic regression
    Shallow,  ///< one hidden layer
    Deep,     ///< three hidden layers
    Kernel,   ///< kernel machine on second moments
    Centroid, ///< nearest class mean
};

/// An adversarially trained representation and what is done to attack it (protocols.md section 6).
struct RepresentationSpec
{
    std::vector<Input> inputs = {Input::Acoustic};
    Target target = Target::Emotion;
    EncoderSpec encoder;
    std::vector<AdversarySpec> adversary = {{}};
    std::size_t warmup = 0; ///< epochs in which lambda rises linearly to its value
    std::size_t epochs = 40;
    std::size_t patience = 10; ///< epochs without a better validation UAR of the emotion
    std::size_t batchSize = 16;
    double learningRate = 2e-3; ///< Adam
    std::vector<Attacker> attackers = {Attacker::Linear, Attacker::Shallow, Attacker::Deep, Attacker::Kernel,
                                       Attacker::Centroid};
    bool operator==(const RepresentationSpec&) const = default;
};

} // namespace undertone::representation
