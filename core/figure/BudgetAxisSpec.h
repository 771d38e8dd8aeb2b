#pragma once

#include <span>
#include <string_view>

namespace undertone::figure {

/// What the horizontal axis of the trade-off shows.
enum class BudgetAxis {
    Swept,         ///< what the study sweeps: its epsilon as the specification gives it, else other numbers
    Nominal,       ///< the epsilon that the budget is named by
    OneUpdate,     ///< accounted epsilon of one update
    LeakedUpdates, ///< accounted epsilon of each row's number of leaked updates
    AllRounds,     ///< accounted epsilon of all rounds
    Sigma,         ///< deviation of the noise, from much to little
};

std::span<const BudgetAxis> budgetAxes();
/// "swept", "nominal", "one-update", "leaked-updates", "all-rounds", "sigma".
const char* budgetAxisName(BudgetAxis axis);
/// @throws Error InvalidRequest that names those there are.
BudgetAxis budgetAxisNamed(std::string_view name);

} // namespace undertone::figure
