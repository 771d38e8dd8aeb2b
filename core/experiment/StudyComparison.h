#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/experiment/PairedStatistics.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace undertone::experiment {

/// A finished trial and its place in the study.
struct TrialEvidence
{
    SweepPoint point;
    std::size_t fold = 0;
    std::uint64_t seed = 0;
    TrialResult result;
};

/// A study with all that comparing it needs.
struct StudyEvidence
{
    ExperimentRecord record;
    std::vector<TrialEvidence> trials;
};

/// A key of the specification that the studies do not agree on.
struct SpecificationDifference
{
    std::string path;                               ///< as --set takes it, "model.dropout"
    std::vector<std::optional<std::string>> values; ///< of each study, JSON text; none: it has no such key
};

/// What a study found in a cell, and how it differs from the first one.
struct ComparedResult
{
    Interval attackUar; ///< not a number where there is none
    Interval serUar;
    std::optional<PairedDifference> attackDifference; ///< this - first; none without both values
    std::optional<PairedDifference> serDifference;
};

/// A cell that the first study and at least one other have.
struct ComparedCell
{
    SweepPoint point; ///< every path that one of the studies sweeps
    bool isCeiling = false;
    std::string layer;
    std::string part;
    attack::LeakedUpdates leakedUpdates = 1;
    std::string attribute; ///< of a representation: which one, and who attacks it
    std::string attack;
    std::vector<std::optional<ComparedResult>> results; ///< of each study
};

struct StudyComparison
{
    std::vector<ExperimentSummary> studies;
    std::vector<SpecificationDifference> specification;
    std::vector<ComparedCell> cells;
    std::vector<std::string> warnings;
};

/// Compares studies with the first of them. Cells are the same when they agree in every path that one of the
/// studies sweeps (where another one does not, its specification's value counts), layer, part and number of
/// leaked updates; attack, adversary and whatever else differs is what is compared.
///
/// Differences are paired where both have the same private corpora, on the speakers of the trials with the
/// same fold and seed; else the intervals are joined as of independent estimates, which is wider, and said so
/// by PairedDifference::speakers = 0. There is no attack difference between different attributes.
/// @throws Error InvalidRequest for fewer than two studies, or one twice.
StudyComparison compareStudies(const std::vector<StudyEvidence>& studies);

} // namespace undertone::experiment
