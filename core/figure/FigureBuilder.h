#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/FigureSpec.h"
#include "core/figure/TableSpec.h"
#include "core/figure/TradeoffSpec.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

/// tradeoff: a swept value against SER UAR (left) and attack UAR (right), a line for each number of leaked
/// updates, layer "first" (or the only one). leaks: attack UAR against n, a line for each point of the sweep.
/// layers: heatmap layer x swept value (or n without a sweep). features: the same by family of features, of a
/// study with attack.families. training: loss and validation UAR by round, mean and band over folds and
/// seeds. audit: of each point of the sweep the lower bounds of its membership game, up to the accounted
/// epsilon, and the nominal one. representation: the adversary's strength against emotion UAR (left) and the
/// UAR of the strongest attackers of frozen embeddings (right). frontier: utility against the strongest
/// attack of every setting, those marked that no other dominates.
std::vector<std::string> figureNames();
/// @throws Error InvalidRequest for an unknown name; a study without results yet gives a figure without
/// series.
FigureSpec buildFigure(const std::string& name, const experiment::ExperimentRecord& record);
/// The trade-off over another axis than the swept one; with settings marked that meet the reader's bounds,
/// and with the lines of other studies beside. @throws Error InvalidRequest when the study has no such
/// numbers.
FigureSpec buildTradeoff(const experiment::ExperimentRecord& record, BudgetAxis axis,
                         const std::optional<Bounds>& bounds = {},
                         const std::vector<experiment::ExperimentRecord>& beside = {});
/// The settings of one or several studies on the same axes. At least one.
FigureSpec buildFrontier(const std::vector<experiment::ExperimentRecord>& records);
/// The axes that the study has numbers for, `Swept` first.
std::vector<BudgetAxis> budgetAxesOf(const experiment::ExperimentRecord& record);

/// leakage (every row), tradeoff (one row per point of the sweep), audit (one row per point that has one).
std::vector<std::string> tableNames();
TableSpec buildTable(const std::string& name, const experiment::ExperimentRecord& record);

/// The rows of the result, as `run --json` ends with: a JSON array.
std::string rowsAsJson(const experiment::ExperimentRecord& record);

} // namespace undertone::figure
