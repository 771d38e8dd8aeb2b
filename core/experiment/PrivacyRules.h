#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/Rules.h"

namespace undertone::experiment {

/// Refuses defences and observers that make no sense together, with the reason.
/// @throws Error InvalidSpecification.
void checkPrivacyRules(const Rules& rules, const ExperimentSpec& spec);

} // namespace undertone::experiment
