#pragma once

#include "core/attack/LeakageReport.h"
#include "core/experiment/ExperimentResult.h"
#include "core/figure/FigureSpec.h"

#include <vector>

namespace undertone::figure {

/// The clients behind one result row: the attack's score of each, as a strip, with the threshold. `reports`
/// are those of the row's point of the sweep. A row that they have no cell of gives a figure without series.
FigureSpec clientsFigure(const experiment::ExperimentRecord& record, const experiment::ResultRow& row,
                         const std::vector<const attack::LeakageReport*>& reports);

} // namespace undertone::figure
