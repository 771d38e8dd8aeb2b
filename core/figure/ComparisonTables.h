#pragma once

#include "core/experiment/StudyComparison.h"
#include "core/figure/TableSpec.h"

namespace undertone::figure {

/// What the studies' specifications differ in: a row for each key, a column for each study.
TableSpec specificationComparison(const experiment::StudyComparison& comparison);

/// What they found in the cells that they share: UARs of attack and SER of each, and their differences from
/// the first study's with 95 % intervals and the number of speakers over which they were paired.
TableSpec resultComparison(const experiment::StudyComparison& comparison);

} // namespace undertone::figure
