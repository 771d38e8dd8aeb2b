#pragma once

#include "core/attack/MembershipAuditor.h"
#include "core/experiment/AuditSpec.h"
#include "core/experiment/FederationPlan.h"
#include "core/experiment/StageKey.h"

#include <optional>
#include <vector>

namespace undertone::experiment {

/// A trial's federation with canaries among its clients, for a membership game. It runs beside the one that
/// is studied, from the same initial weights and under the same mechanism, with random streams of its own
/// ("audit" below the federation's seed: "coins", "canaries" and everything of the rounds), so that no other
/// number of the study depends on it.
///
/// A canary has as many training rows as the clients have on average, all the same one: a random direction
/// (each feature drawn with the mean and deviation of the clients' training rows) with a random label. One
/// that is in trains on it; one that is out sends a zero in its place, noised as any update, so that who took
/// part says nothing. When the auditor gets n updates of a canary, they are its first ones (where cohorts are
/// secret, those of the first n rounds) and it sends zeros from then on: nothing else of the run depends on
/// more of them, and n releases are what is accounted.
struct AuditPlan
{
    FederationPlan federation;            ///< its last clients are the canaries
    std::vector<bool> isIn;               ///< the coins
    std::vector<attack::Canary> canaries; ///< what the auditor knows
    std::optional<double> secretRate; ///< chance of being in a cohort, where the auditor does not know them
};

AuditPlan auditPlan(const FederationPlan& attacked, const AuditSpec& spec);

/// Adds what is in a plan for the sake of its canaries.
void addCanaries(StageKey& key, const FederationPlan& plan);
/// Adds the canaries' rows behind those of `data`.
void addCanaryUtterances(federation::FederationData& data, const FederationPlan& plan);

} // namespace undertone::experiment
