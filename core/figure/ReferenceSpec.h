#pragma once

#include "core/experiment/ExperimentResult.h"

#include <optional>
#include <string>

namespace undertone::figure {

/// What a point, a cell or a table's row stands for, so that a choice in one place shows in the others: a
/// point of a study's sweep, or one result row at that point.
std::string referenceTo(const std::string& experiment, const experiment::SweepPoint& point);
std::string referenceTo(const std::string& experiment, const experiment::ResultRow& row);
/// A clip of a corpus, which is in no study.
struct ClipPlace
{
    std::string corpus;
    std::string path; ///< in the corpus
    bool operator==(const ClipPlace&) const = default;
};
std::string referenceToClip(const ClipPlace& clip);
std::optional<ClipPlace> clipOfReference(const std::string& reference);
/// The study and the point of its sweep that a reference is in.
std::string pointOfReference(const std::string& reference);
/// Whether both are in the same point of the same study's sweep; an empty reference is in none.
bool isSamePoint(const std::string& a, const std::string& b);

} // namespace undertone::figure
