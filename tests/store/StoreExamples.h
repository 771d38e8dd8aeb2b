#pragma once

#include "core/corpus/Corpus.h"
#include "core/corpus/ImportReport.h"
#include "core/experiment/ExperimentResult.h"
#include "core/experiment/ExperimentSpec.h"

namespace undertone::tests {

corpus::Corpus exampleCorpus(const std::string& name);
corpus::ImportReport exampleReport();
experiment::ExperimentSpec exampleSpec();

/// Values that no rounding survives: thirds, and seeds beyond 2^63.
experiment::TrialSpec exampleTrial(const std::string& id, std::size_t fold);
federation::RoundRecord exampleRound(std::size_t round);
/// With numbers that must survive exactly, an infinite epsilon among them.
experiment::RoundPrivacy exampleRoundPrivacy(std::size_t round);
experiment::MembershipAudit exampleAudit();
experiment::UtilityResult exampleUtility();
attack::LeakageCell exampleCell(const std::string& layer, attack::LeakedUpdates leaked);
experiment::ResultRow exampleRow(const std::string& layer, attack::LeakedUpdates leaked, double uar);

} // namespace undertone::tests
