#pragma once

#include "core/base/Progress.h"
#include "core/base/SeedTree.h"
#include "core/representation/InputTable.h"
#include "core/representation/RepresentationSpec.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::representation {

/// One epoch of an encoder's training.
struct EpochRecord
{
    double trainingLoss = 0;  ///< mean negative log-likelihood of the target
    double adversaryLoss = 0; ///< mean over the adversaries; 0 without one
    double validationUar = 0; ///< of the target
};

struct EncoderRequest
{
    const InputTable& table;
    RepresentationSpec spec;
    std::vector<std::int64_t> training;   ///< rows
    std::vector<std::int64_t> validation; ///< rows of speakers who are not among `training`
    base::SeedTree seed;
    std::string device = "cpu";
};

/// A training, unfinished or finished: serialises to the last bit.
struct EncoderState
{
    at::Tensor weights; ///< flat float32: encoder, emotion classifier, adversaries
    at::Tensor mean;    ///< Adam's moments
    at::Tensor variance;
    std::int64_t steps = 0;
    at::Tensor bestWeights; ///< of the epoch with the best validation UAR
    std::vector<EpochRecord> epochs;
    bool isFinished = false;

    std::string serialize() const;
    static std::optional<EncoderState> deserialize(std::string_view bytes); ///< nullopt: damaged
};

/// The epoch whose weights are kept, from 0: of those behind the warm-up the first with the best validation
/// UAR; the last one where nothing is validated.
std::size_t keptEpoch(const std::vector<EpochRecord>& epochs, std::size_t warmup, bool isValidated);

using EpochListener = std::function<void(const EncoderState&)>;

/// Trains encoder, classifier and adversaries together with Adam; the adversaries' gradients reach the
/// encoder times -lambda. With lambda = 0 the encoder and the classifier are those of a training without
/// adversaries, bit for bit. Stops early on the validation UAR; epochs of the warm-up are not chosen, and
/// without validation rows the last epoch is. `listener` is told after every epoch. Bit-identical on the CPU,
/// resumed or not. Progress: one unit an epoch, added to the total here.
/// @throws Cancelled between mini-batches; Error Numerical when a loss is not finite (names the epoch).
EncoderState trainEncoder(const EncoderRequest& request, const EpochListener& listener,
                          base::Progress& progress, std::optional<EncoderState> from = {});

/// Embeddings of rows under the best weights, dropout off: rows x encoder.denseUnits, float32. The same
/// whatever the order of the rows and their neighbours, within 1e-5 relative. @throws Cancelled.
at::Tensor embed(const EncoderRequest& request, const EncoderState& state,
                 const std::vector<std::int64_t>& rows, const base::Progress& progress);

/// Predicted class of the target for each of the rows, under the best weights. @throws Cancelled.
std::vector<std::size_t> predictTargets(const EncoderRequest& request, const EncoderState& state,
                                        const std::vector<std::int64_t>& rows,
                                        const base::Progress& progress);

} // namespace undertone::representation
