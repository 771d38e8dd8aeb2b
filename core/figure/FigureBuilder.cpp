#include "core/figure/FigureBuilder.h"

#include "core/base/Error.h"
#include "core/figure/FigureText.h"
#include "core/figure/Figures.h"
#include "core/figure/ResultView.h"
#include "core/figure/Tables.h"
#include "core/figure/TradeoffAxis.h"

#include <fmt/format.h>

#include <array>

namespace undertone::figure {

namespace {

template <typename Spec>
struct Builder
{
    const char* name;
    Spec (*build)(const experiment::ExperimentRecord&);
};

FigureSpec ownFrontier(const experiment::ExperimentRecord& record)
{
    return frontierFigure({record});
}

FigureSpec sweptTradeoff(const experiment::ExperimentRecord& record)
{
    return tradeoffFigure(record, {});
}

constexpr std::array figures = {Builder<FigureSpec>{"tradeoff", sweptTradeoff},
                                Builder<FigureSpec>{"leaks", leaksFigure},
                                Builder<FigureSpec>{"layers", layersFigure},
                                Builder<FigureSpec>{"features", featuresFigure},
                                Builder<FigureSpec>{"training", trainingFigure},
                                Builder<FigureSpec>{"audit", auditFigure},
                                Builder<FigureSpec>{"representation", representationFigure},
                                Builder<FigureSpec>{"frontier", ownFrontier}};
constexpr std::array tables = {Builder<TableSpec>{"leakage", leakageTable},
                               Builder<TableSpec>{"tradeoff", tradeoffTable},
                               Builder<TableSpec>{"audit", auditTable}};

template <typename Builders>
std::vector<std::string> namesOf(const Builders& builders)
{
    std::vector<std::string> names;
    for (const auto& builder : builders)
        names.emplace_back(builder.name);
    return names;
}

template <typename Builders>
auto build(const Builders& builders, const char* kind, const std::string& name,
           const experiment::ExperimentRecord& record)
{
    for (const auto& builder : builders)
        if (builder.name == name)
            return builder.build(inSweepOrder(record));
    throw Error(ErrorCode::InvalidRequest, fmt::format("There is no {} called \"{}\".", kind, name), "",
                fmt::format("Choose one of: {}.", fmt::join(namesOf(builders), ", ")));
}

} // namespace

std::vector<std::string> figureNames()
{
    return namesOf(figures);
}

FigureSpec buildFigure(const std::string& name, const experiment::ExperimentRecord& record)
{
    return build(figures, "figure", name, record);
}

FigureSpec buildTradeoff(const experiment::ExperimentRecord& record, BudgetAxis axis,
                         const std::optional<Bounds>& bounds,
                         const std::vector<experiment::ExperimentRecord>& beside)
{
    if (!record.rows.empty() && !hasBudgets(axis, record.rows))
        throw Error(ErrorCode::InvalidRequest,
                    fmt::format("The study has no numbers for the axis \"{}\".", budgetAxisName(axis)),
                    record.summary.id,
                    "A study whose defence adds noise has; choose the axis \"swept\" here.");
    TradeoffOptions options;
    options.axis = axis;
    options.bounds = bounds;
    if (beside.empty())
        return tradeoffFigure(inSweepOrder(record), options);
    std::vector<experiment::ExperimentRecord> others;
    for (const auto& other : beside)
        others.push_back(inSweepOrder(other));
    return overlaidTradeoff(inSweepOrder(record), others, options);
}

FigureSpec buildFrontier(const std::vector<experiment::ExperimentRecord>& records)
{
    std::vector<experiment::ExperimentRecord> ordered;
    for (const auto& record : records)
        ordered.push_back(inSweepOrder(record));
    return frontierFigure(ordered);
}

std::vector<BudgetAxis> budgetAxesOf(const experiment::ExperimentRecord& record)
{
    std::vector<BudgetAxis> axes;
    for (const auto axis : budgetAxes())
        if (hasBudgets(axis, record.rows))
            axes.push_back(axis);
    return axes;
}

std::vector<std::string> tableNames()
{
    return namesOf(tables);
}

TableSpec buildTable(const std::string& name, const experiment::ExperimentRecord& record)
{
    return build(tables, "table", name, record);
}

std::string rowsAsJson(const experiment::ExperimentRecord& record)
{
    return tableAsJson(buildTable("leakage", record));
}

} // namespace undertone::figure
