#pragma once

#include "core/experiment/FederationStage.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace undertone::experiment {

inline constexpr std::size_t mostSpeakerFolds = 6;

/// The shadow speakers by folds, in which every value of the attribute is held out: max(2, min(6, speakers of
/// the rarest value)). None when a value has a single speaker.
std::vector<std::set<std::string>> speakerFolds(const std::vector<std::shared_ptr<FederationStage>>& shadows);

enum class Speakers { These, AllOthers };

/// The updates of these speakers, or of all others, and all clients. Of sums: all of them, with these
/// speakers alone as members; for all others those that none of the speakers is in, so that nothing of them
/// is there. Where that leaves less than a quarter of the sums, all are kept, with the others as members.
attack::ObservedFederation updatesOf(attack::ObservedFederation observed, Speakers which,
                                     const std::set<std::string>& speakers);

} // namespace undertone::experiment
