#pragma once

#include "core/experiment/Sweep.h"
#include "core/experiment/UtteranceInputs.h"
#include "core/representation/EncoderTraining.h"

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

/// Rows by what their speakers are there for; no speaker is in two of them.
struct RowSplit
{
    std::vector<std::int64_t> training;
    std::vector<std::int64_t> validation; ///< of the encoder's early stopping; attackers learn from them, too
    std::vector<std::int64_t> test;
};

/// Everything that a trial's encoder and the attacks on it depend on. Streams of random numbers below the
/// trial's seed: "private" deals the speakers to folds as in a federated study, "validation" / fold chooses
/// the validation speakers, "encoder" / fold trains. Sweeps over anything but the corpora and emotions have
/// the same speakers on the same sides.
struct RepresentationPlan
{
    std::string title; ///< in words, for progress
    std::shared_ptr<const UtteranceInputs> inputs;
    representation::RepresentationSpec spec;
    RowSplit split;
    std::vector<AttackedAttribute> attributes; ///< in the order of the adversaries
    std::vector<std::int64_t> targets;         ///< class of each row
    std::size_t targetClasses = 0;
    base::SeedTree seed; ///< of the encoder

    /// Of the encoder; `machine`: machineIdentity().
    std::string key(const std::string& machine) const;
    /// Of the rows without an encoder.
    std::string inputKey(const std::string& machine) const;
    representation::InputTable table() const;
    representation::EncoderRequest request(const representation::InputTable& table,
                                           const std::string& device) const;
    /// Rough cost of an epoch on one core.
    double secondsPerEpoch() const;
};

/// The plan of a trial; what a reader of its results must know goes into `warnings`.
/// @throws Error InvalidRequest when the speakers do not carry it: no attribute of this name, fewer than two
/// values with two speakers, a speaker with two values, fewer than two classes of the target, a row without
/// a number where activation or valence is recognised, too few speakers for the folds.
RepresentationPlan representationPlan(const TrialSpec& trial, std::shared_ptr<const UtteranceInputs> inputs,
                                      const std::vector<corpus::Corpus>& corpora,
                                      std::vector<std::string>& warnings);

} // namespace undertone::experiment
