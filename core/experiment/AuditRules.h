#pragma once

#include "core/experiment/ExperimentSpec.h"
#include "core/experiment/Rules.h"

namespace undertone::experiment {

/// Refuses audits that make no sense. @throws Error InvalidSpecification.
void checkAuditRules(const Rules& rules, const ExperimentSpec& spec);

} // namespace undertone::experiment
