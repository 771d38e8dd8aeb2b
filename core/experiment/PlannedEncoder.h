#pragma once

#include "core/attack/SpoolFile.h"
#include "core/base/Progress.h"
#include "core/experiment/StageKey.h"
#include "core/experiment/UtteranceInputs.h"
#include "core/representation/RepresentationSpec.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A private attribute of the rows.
struct AttackedAttribute
{
    std::string name;
    std::vector<std::string> values;  ///< sorted; none of "speaker", which is attacked by linking pairs
    std::vector<std::int64_t> labels; ///< of each row: index of its value, -1 without one
    /// What an adversary is trained on: the labels, or of "speaker" the number of each training speaker.
    std::vector<std::int64_t> adversaryLabels;
    std::size_t adversaryClasses = 0;

    bool isLinkability() const { return name == "speaker"; }
};

/// An encoder and its adversaries, wherever they are trained: in one place, or in the clients of a
/// federation.
struct PlannedEncoder
{
    std::shared_ptr<const UtteranceInputs> inputs;
    representation::RepresentationSpec spec;
    std::vector<AttackedAttribute> attributes; ///< in the order of the adversaries
    std::vector<std::int64_t> targets;         ///< class of each row
    std::size_t targetClasses = 0;

    /// The inputs with their labels; what is fitted is fitted on `fitRows`.
    representation::InputTable table(const std::vector<std::int64_t>& fitRows) const;
    /// Layers of the model, in its order. Not where a vocabulary is learned.
    std::vector<attack::LayerShape> layers() const;
    /// Embeddings of all rows under weights of the model: rows x units, on the CPU. @throws Cancelled.
    at::Tensor embeddings(const at::Tensor& weights, const std::vector<std::int64_t>& fitRows,
                          const std::string& device, const base::Progress& progress) const;
    /// Rough cost of a pass forward and backward over so many of the rows, on one core.
    double secondsFor(double rows) const;
};

/// Adds the encoder's shape.
void addEncoder(StageKey& key, const representation::EncoderSpec& encoder);

} // namespace undertone::experiment
