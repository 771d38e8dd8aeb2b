#include "core/experiment/AuditRules.h"

#include "core/experiment/SpecNames.h"

#include <fmt/format.h>

namespace undertone::experiment {

void checkAuditRules(const Rules& rules, const ExperimentSpec& spec)
{
    using federation::Algorithm;
    if (!spec.audit)
        return;
    const auto algorithm = spec.federation.algorithm;
    rules.refuse(algorithm == Algorithm::Centralised || algorithm == Algorithm::Local, "/audit",
                 fmt::format("With the algorithm \"{}\" no update leaves a client: there is no observer whom "
                             "membership could be hidden from.",
                             algorithmName(algorithm)),
                 "Use \"audit\": null, or another algorithm.");
    rules.refuse(spec.audit->guesses.value_or(1) > spec.audit->canaries, "/audit/guesses",
                 fmt::format("There are {} guesses, but only {} canaries.", spec.audit->guesses.value_or(1),
                             spec.audit->canaries),
                 "Guess at most once about each canary.");
}

} // namespace undertone::experiment
