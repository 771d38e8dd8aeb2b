#pragma once

#include "core/experiment/PlannedEncoder.h"
#include "core/experiment/Sweep.h"
#include "core/representation/EncoderTraining.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace undertone::experiment {

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
struct RepresentationPlan : PlannedEncoder
{
    std::string title; ///< in words, for progress
    RowSplit split;
    base::SeedTree seed; ///< of the encoder

    /// Of the encoder; `machine`: machineIdentity().
    std::string key(const std::string& machine) const;
    /// Of the rows without an encoder.
    std::string inputKey(const std::string& machine) const;
    representation::EncoderRequest request(const representation::InputTable& table,
                                           const std::string& device) const;
    /// Rough cost of an epoch on one core.
    double secondsPerEpoch() const;
};

/// Of the speakers whom attackers learn from, those of the validation: one in five, at least one.
/// @throws Error InvalidRequest when there are fewer than two.
std::set<std::string> validationSpeakers(const std::vector<corpus::Speaker>& speakers,
                                         const std::vector<corpus::Corpus>& corpora,
                                         const base::SeedTree& seed);

/// Before anything is trained: whether attackers have something to tell apart.
/// @throws Error InvalidRequest when the speakers whom they learn from have one value of an attribute (names
/// fold and seed).
void requireAttackable(const RepresentationPlan& plan, const TrialSpec& trial);

/// The plan of a trial; what a reader of its results must know goes into `warnings`.
/// @throws Error InvalidRequest when the speakers do not carry it: no attribute of this name, fewer than two
/// values with two speakers, a speaker with two values, fewer than two classes of the target, a row without
/// a number where activation or valence is recognised, too few speakers for the folds; what
/// requireAttackable() throws.
RepresentationPlan representationPlan(const TrialSpec& trial, std::shared_ptr<const UtteranceInputs> inputs,
                                      const std::vector<corpus::Corpus>& corpora,
                                      std::vector<std::string>& warnings);

} // namespace undertone::experiment
