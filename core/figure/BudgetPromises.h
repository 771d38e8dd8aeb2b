#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/BudgetAxisSpec.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace undertone::figure {

/// What the epsilons of studies are worth, mechanism by mechanism: a figure that shows several must not lend
/// the promise of one to another.
class BudgetPromises
{
public:
    /// Of all rows with noise of the records' leading rows.
    explicit BudgetPromises(const std::vector<const experiment::ExperimentRecord*>& records);

    /// Whether an epsilon as it was set is one that holds, for every row with noise.
    bool allHold() const;
    /// Of an axis of epsilons or sigma; with the delta that all share, and the worth where all are alike.
    std::string label(BudgetAxis axis) const;
    /// For a caption; begins with a space. Empty without noise.
    std::string accountedWords() const;

private:
    struct Promise
    {
        privacy::Guarantee guarantee;
        std::string unit; ///< whose contribution the epsilon speaks of: "client", "utterance"
        auto operator<=>(const Promise&) const = default;
    };

    std::string worth() const;

    std::map<Promise, std::set<std::string>> m_mechanisms;
    std::set<double> m_deltas;
};

/// Whether the axis shows what an accountant says.
bool isAccounted(BudgetAxis axis);
/// Whether anything protects the row's updates.
bool hasNoise(const experiment::ResultRow& row);

} // namespace undertone::figure
