#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/FigureSpec.h"

namespace undertone::figure {

/// The figures of FigureBuilder.h, one function each.
FigureSpec tradeoffFigure(const experiment::ExperimentRecord& record);
FigureSpec leaksFigure(const experiment::ExperimentRecord& record);
FigureSpec layersFigure(const experiment::ExperimentRecord& record);
FigureSpec trainingFigure(const experiment::ExperimentRecord& record);

/// An axis of numbers or, when a value is none, of categories; and the place of each value on it.
Axis axisOf(const std::string& label, const std::vector<std::string>& values, bool numeric);
double placeOn(const Axis& axis, const std::vector<std::string>& values, const std::string& value);

/// UAR from 0 to 1, so that figures can be compared.
Axis uarAxis(const std::string& label);
/// A dashed line, left out while chance is not known (0).
void addChance(FigureSpec& figure, const std::string& name, SeriesAxis axis, double chance);
/// A line for each of the `data` ceilings that stand beside the attacks.
void addCeilings(FigureSpec& figure, SeriesAxis axis, const experiment::ExperimentRecord& record);
Point pointOf(double x, const experiment::Interval& interval, const std::string& detail,
              const std::string& reference);

} // namespace undertone::figure
