#pragma once

#include "core/privacy/PrivacySpec.h"
#include "core/privacy/auditing/OneRunBound.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace undertone::experiment {

/// What a membership game showed, and what the accountant proves of the same thing: whether one client is in
/// or sends a noised zero in its place (privacy::Relation::ReplaceWithNull), to the same observer, at the
/// same delta.
struct MembershipAudit
{
    // The game
    std::string mechanism;
    privacy::Observer observer = privacy::Observer::Eavesdropper;
    privacy::Sees sees = privacy::Sees::Update;
    privacy::Relation relation = privacy::Relation::ReplaceWithNull; ///< of the accounted epsilon
    std::optional<std::size_t> leakedUpdates;                        ///< of one canary; nothing: all
    std::size_t rounds = 0;
    privacy::OneRunCounts guesses;   ///< of the most confident
    privacy::AttackCounts decisions; ///< about every canary, by the sign of its score
    double confidence = 0;           ///< of each bound
    double delta = 0;

    // The bounds
    /// privacy::oneRunBound: the verdict's, which needs nothing but the coins.
    double oneRun = 0;
    /// privacy::clopperPearsonBound, beside it, where the observer sees each canary's own updates; taken as
    /// trials of their own, though they share a training.
    std::optional<double> clopperPearson;
    std::optional<double> accounted; ///< upper bound, of the worst canary; nothing where nothing is proved
    std::optional<double> nominal;   ///< what the budget is named (privacy::BudgetReader::nominal)
};

/// Several games under one setting, of other folds and seeds: their canaries are one game's. Not empty.
MembershipAudit pooled(std::span<const MembershipAudit> audits);
/// Sets the lower bounds from the counts.
void setBounds(MembershipAudit& audit);

enum class AuditVerdict {
    Consistent, ///< the one-run bound is not above the accounted epsilon
    Violated,   ///< it is: the mechanism or its analysis is wrong, but for the bound's error probability
    NoUpperBound,
};
AuditVerdict verdictOf(const MembershipAudit& audit);
/// "consistent", "violated", "no-upper-bound".
const char* verdictName(AuditVerdict verdict);
/// The verdict with its numbers, in one or two sentences.
std::string auditWords(const MembershipAudit& audit);
/// "one update of a client", "all updates of a client", "the sums of 3 rounds".
std::string auditedWords(const MembershipAudit& audit);

/// The audit of one point of the sweep, over folds and seeds.
struct AuditRow
{
    std::vector<std::pair<std::string, std::string>> sweep; ///< SweepPoint
    std::size_t games = 0;
    MembershipAudit audit;
};

} // namespace undertone::experiment
