#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/Rules.h"

namespace undertone::experiment {

/// Refuses a representation that makes no sense, with the reason. @throws Error InvalidSpecification.
void checkRepresentationRules(const Rules& rules, const ExperimentSpec& spec);

} // namespace undertone::experiment
