#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/TableSpec.h"

namespace undertone::figure {

/// The tables of FigureBuilder.h, one function each.
TableSpec leakageTable(const experiment::ExperimentRecord& record);
TableSpec tradeoffTable(const experiment::ExperimentRecord& record);
TableSpec auditTable(const experiment::ExperimentRecord& record);

} // namespace undertone::figure
