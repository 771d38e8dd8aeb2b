#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/BudgetPromises.h"
#include "core/figure/FigureSpec.h"
#include "core/figure/PublishedResults.h"
#include "core/figure/ResultView.h"

#include <optional>
#include <string>
#include <vector>

namespace undertone::figure {

/// The horizontal axis of a trade-off, and where rows stand on it.
class TradeoffAxis
{
public:
    TradeoffAxis(BudgetAxis kind, const experiment::ExperimentRecord& record,
                 const std::vector<experiment::ResultRow>& rows);

    const Axis& axis() const { return m_axis; }
    /// Infinite where nothing bounds what is learned.
    double place(const experiment::ResultRow& row) const;
    /// Where a published result stands among a study's rows; nullopt when the axis has no place for it.
    std::optional<double> place(const PublishedResult& result) const;
    /// Whether recognition is drawn at this row: where rows of one setting have several places, at that of
    /// the most leaked updates.
    bool showsUtility(const experiment::ResultRow& row) const;

    /// The swept path that the axis stands for, "" without one; other paths tell lines apart.
    const std::string& path() const { return m_swept.path; }
    /// What the caption says of the axis: what the epsilons are worth, and where recognition stands.
    std::string words() const;

private:
    std::optional<double> budgetOf(const experiment::ResultRow& row) const;
    void makeSweptAxis();
    void makeBudgetAxis();
    std::string guaranteeWords() const;

    BudgetAxis m_kind;
    SweptAxis m_swept;
    std::vector<experiment::ResultRow> m_rows;
    BudgetPromises m_promises;
    Axis m_axis;
};

/// Whether the rows have any number for this axis.
bool hasBudgets(BudgetAxis kind, const std::vector<experiment::ResultRow>& rows);

} // namespace undertone::figure
