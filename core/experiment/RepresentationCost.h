#pragma once

#include "core/corpus/Corpus.h"
#include "core/experiment/Sweep.h"
#include "core/representation/RepresentationSpec.h"

#include <vector>

namespace undertone::experiment {

/// Expected seconds of one core for an epoch over utterances with so many log-mel frames.
double epochSeconds(const representation::RepresentationSpec& spec, double frames, double utterances);
/// For the attackers of one attribute on the vectors of so many utterances.
double vectorAttackSeconds(const representation::RepresentationSpec& spec, double utterances);
/// For an epoch over the private corpora, and for the attackers of all attributes on their embeddings, from
/// the specification and the size of the corpora alone.
double roughEpochSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora);
double embeddingAttackSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora);
/// For a whole trial, from its specification and the size of its corpora alone.
double roughTrialSeconds(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora);

/// Bytes of the log-mel frames of the corpora, which a global normalisation copies for each trial; 0 where
/// none are read.
double frameBytes(const ExperimentSpec& spec, const std::vector<corpus::Corpus>& corpora, unsigned workers);

} // namespace undertone::experiment
