#pragma once

#include "core/experiment/ExperimentResult.h"

#include <string>

namespace undertone::figure {

/// What protects the speakers at a point of a study's sweep, as its specification says.
struct Defence
{
    std::string family;  ///< "udp", "dropout", "adversary (gender)", "udp, adversary (gender)", "no defence"
    std::string setting; ///< its swept values: "epsilon 10, lambda 0.5"; "" without a sweep
};

/// The mechanism of privacy there: "udp", "none".
std::string mechanismAt(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point);

Defence defenceAt(const experiment::ExperimentRecord& record, const experiment::SweepPoint& point);

} // namespace undertone::figure
