#pragma once

#include "core/attack/LeakageReport.h"
#include "core/experiment/RepresentationPlan.h"
#include "core/experiment/VectorAttackStage.h"

#include <string>
#include <vector>

namespace undertone::experiment {

/// The cells of one attribute on one layer ("embedding" or "input"): one for the strongest attacker, each
/// attacker and each number n of utterances. A test speaker is scored by the mean over n of its utterances,
/// drawn `spec.repeats` times; the same draws for every attacker and layer. `rows`: of the scores.
std::vector<attack::LeakageCell> attackCells(const std::string& layer, const VectorAttackResult& result,
                                             const AttackedAttribute& attribute,
                                             const std::vector<std::int64_t>& rows,
                                             const UtteranceInputs& inputs, const attack::AttackSpec& spec,
                                             const base::SeedTree& draws);

/// The cell of linked speakers: pairs are decided at the threshold of equal errors, so that 1 - UAR is the
/// equal error rate. A speaker's pairs with itself are of the class "same", those with others "different".
attack::LeakageCell linkabilityCell(const std::string& layer, const VectorAttackResult& result,
                                    const UtteranceInputs& inputs);
std::vector<std::string> linkabilityValues();

/// The plane of the first two principal components of the training rows' vectors, and the test rows in it.
/// A component's sign is that which makes its largest coefficient positive.
EmbeddingMap embeddingMap(const RepresentationPlan& plan, const at::Tensor& vectors);

/// How the encoder tells the target, for each test speaker.
UtilityResult encoderUtility(const RepresentationPlan& plan, const std::vector<std::size_t>& predicted,
                             std::size_t selectedEpoch);

} // namespace undertone::experiment
