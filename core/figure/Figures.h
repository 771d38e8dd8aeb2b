#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/FigureSpec.h"
#include "core/figure/PublishedResults.h"
#include "core/figure/ReferenceSpec.h"
#include "core/figure/TradeoffSpec.h"

#include <optional>

namespace undertone::figure {

/// The figures of FigureBuilder.h, one function each.
struct TradeoffOptions
{
    BudgetAxis axis = BudgetAxis::Swept;
    std::optional<Bounds> bounds;
    std::optional<attack::LeakedUpdates> onlyLeaked; ///< attacks at this number of leaked updates alone
    std::string study;                               ///< named in every line, where several studies are drawn
};

FigureSpec tradeoffFigure(const experiment::ExperimentRecord& record, const TradeoffOptions& options);
/// The first study's with the lines of others beside it, at the most leaked updates that all of them have.
FigureSpec overlaidTradeoff(const experiment::ExperimentRecord& own,
                            const std::vector<experiment::ExperimentRecord>& others, TradeoffOptions options);
FigureSpec leaksFigure(const experiment::ExperimentRecord& record);
FigureSpec layersFigure(const experiment::ExperimentRecord& record);
FigureSpec featuresFigure(const experiment::ExperimentRecord& record);
FigureSpec trainingFigure(const experiment::ExperimentRecord& record);
FigureSpec auditFigure(const experiment::ExperimentRecord& record);
/// The trade-off of the embeddings: what attackers read off one utterance's.
FigureSpec representationFigure(const experiment::ExperimentRecord& record);
/// Of one study or several; of the attribute of the first.
FigureSpec frontierFigure(const std::vector<experiment::ExperimentRecord>& records);

/// An axis of numbers (logarithmic over wide ranges and where one is infinite) or, when a value is none, of
/// categories; and the place of each value on it.
Axis axisOf(const std::string& label, const std::vector<std::string>& values, bool numeric);
double placeOn(const Axis& axis, const std::vector<std::string>& values, const std::string& value);

/// On an axis of categories, which have no order, lines are not joined: the points at one of them stand side
/// by side.
void standApart(FigureSpec& figure);

/// UAR from 0 to 1, so that figures can be compared.
Axis uarAxis(const std::string& label);
/// A dashed line, left out while chance is not known (0).
void addChance(FigureSpec& figure, const std::string& name, SeriesAxis axis, double chance);
/// One for each chance level of the attributes of the rows with an attack.
void addAttackChances(FigureSpec& figure, const std::string& name, SeriesAxis axis,
                      const std::vector<experiment::ResultRow>& rows,
                      const experiment::ExperimentRecord& record);
/// A line for each of the `data` ceilings that stand beside the attacks.
void addCeilings(FigureSpec& figure, SeriesAxis axis, const experiment::ExperimentRecord& record);
/// Legend entry of the grey lines; a point of a grey line; and what a caption says of the grey lines that a
/// figure has.
std::string publishedWords(const PublishedResult& result);
Point publishedPoint(double x, const PublishedResult& result);
std::string publishedCaption(const FigureSpec& figure, const std::vector<PublishedResult>& published);
Point pointOf(double x, const experiment::Interval& interval, const std::string& detail,
              const std::string& reference);

} // namespace undertone::figure
