#pragma once

#include "core/experiment/ExperimentResult.h"

#include <string>
#include <vector>

namespace undertone::figure {

/// Whether a row attacks stored representations (layer "embedding", or "input" for the raw input beside them)
/// rather than what clients send.
bool isOnRepresentation(const experiment::ResultRow& row);
/// The strongest of several attackers of embeddings; of speakers, who are linked, there is one.
bool isLeadingAttacker(const experiment::ResultRow& row);
/// The record with the rows on representations alone, of the least number of utterances.
experiment::ExperimentRecord representationsOf(const experiment::ExperimentRecord& record);

/// How figures call utility and leakage, and what n counts.
struct Terms
{
    std::string utility, leakage, leaked;
};
Terms termsOf(const std::vector<experiment::ResultRow>& rows);

/// The UAR of guessing a row's attribute.
double chanceOf(const experiment::ResultRow& row, const experiment::ExperimentRecord& record);
/// "0.5"; "0.5 (gender), 0.333 (age)" where they differ.
std::string chanceWords(const std::vector<experiment::ResultRow>& rows,
                        const experiment::ExperimentRecord& record);

} // namespace undertone::figure
