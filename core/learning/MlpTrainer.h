#pragma once

#include "core/learning/EmotionClassifier.h"
#include "core/learning/LocalTrainer.h"

#include <memory>
#include <string>

namespace undertone::learning {

/// The samples of a study: shared by its trainers and never written.
struct SampleTable
{
    at::Tensor features;                  ///< rows x d, float32, contiguous, on the CPU
    std::span<const std::int64_t> labels; ///< class of each row
};

/// The emotion classifier's trainer: on the CPU a manual forward and backward with no allocation in a step,
/// on any other device LibTorch's operators. `device` is "cpu" or "cuda".
std::unique_ptr<LocalTrainer> makeMlpTrainer(const EmotionClassifier& classifier, const SampleTable& samples,
                                             const std::string& device);

/// LibTorch's operators on any device: what makeMlpTrainer() gives for "cuda".
std::unique_ptr<LocalTrainer> makeTensorTrainer(const EmotionClassifier& classifier,
                                                const SampleTable& samples, at::Device device);

} // namespace undertone::learning
