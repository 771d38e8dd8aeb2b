#pragma once

#include "core/experiment/ExperimentResult.h"

namespace undertone::tests {

/// A finished study that sweeps dropout over 0, 0.2 and 0.5: second-moment attack on four layers at 1, 5, 10
/// and all leaked updates, 12 + 12 speakers, 20 rounds of two seeds. Values follow simple formulas:
/// attack UAR = 0.95 - 0.15 x layer - 0.1 x dropout + 0.01 x place of n, intervals +- 0.04; SER UAR = 0.6 -
/// 0.2 x dropout, intervals +- 0.03; every interval within [0, 1].
experiment::ExperimentRecord sampleRecord();

/// The same without a sweep (dropout 0.2 alone).
experiment::ExperimentRecord recordWithoutSweep();

/// Budgets of a row at an epsilon (infinite: no noise): one update costs 0.9 of it, n updates n of it, all
/// rounds 20 of it; delta 1e-5, sigma 1 / epsilon.
experiment::RowPrivacy accountedPrivacy(double epsilon, attack::LeakedUpdates n,
                                        privacy::Guarantee guarantee);

/// The record with a `data` ceiling of UAR 0.97 +- 0.02 behind the rows of each point of its sweep.
experiment::ExperimentRecord withCeilings(const experiment::ExperimentRecord& record);

/// The record with a membership game of each of three settings (privacy.epsilon 1, 8 and "inf") in the place
/// of its rows' sweep: bounds 0 of 1, 1.68 of 8 by 100 canaries, and one without an upper bound.
experiment::ExperimentRecord withAudits(experiment::ExperimentRecord record);
/// The same with the attack on three families of features: f0 as the first layer, energy and zero crossings
/// 0.2 and 0.4 below.
experiment::ExperimentRecord withFamilies(const experiment::ExperimentRecord& record);

/// A study of representations: inputs ["text"] and ["acoustic","text"] x lambda 0, 0.5 and 1; gender and age
/// (three groups) attacked at 1 and all utterances by linear, deep and strongest attackers of the embedding
/// and of the input, speakers linked. Strongest: gender 0.9 - 0.3 x lambda (+ 0.05 joined), age 0.2 below,
/// the input 0.95 and 0.75, linked 0.8 - 0.2 x lambda; linear 0.1 below the strongest; all utterances 0.04
/// above one; emotion UAR 0.5 - 0.1 x lambda (+ 0.1 joined); intervals as above.
experiment::ExperimentRecord representationRecord();

} // namespace undertone::tests
