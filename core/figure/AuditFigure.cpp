#include "core/figure/Figures.h"
#include "core/figure/ReferenceSpec.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace undertone::figure {

using experiment::AuditRow;
using experiment::ExperimentRecord;
using experiment::MembershipAudit;

namespace {

/// What stands beside the first marker of a setting, in widths of a setting.
constexpr double besideFirst = 0.13;

std::string settingOf(const AuditRow& row, const std::vector<SweptAxis>& axes)
{
    if (axes.size() == 1)
        return valueWords(valueAt(row.sweep, axes.front().path));
    std::string name;
    for (const auto& axis : axes)
        name += fmt::format("{}{} {}", name.empty() ? "" : ", ", pathWords(axis.path),
                            valueWords(valueAt(row.sweep, axis.path)));
    return name.empty() ? row.audit.mechanism : name;
}

/// Of an axis whose values all audits share nothing is told.
std::vector<SweptAxis> differingAxes(const ExperimentRecord& record)
{
    auto axes = sweptAxes(record);
    std::erase_if(axes, [&](const SweptAxis& axis) {
        return std::all_of(record.audits.begin(), record.audits.end(), [&](const AuditRow& row) {
            return valueAt(row.sweep, axis.path) == valueAt(record.audits.front().sweep, axis.path);
        });
    });
    return axes;
}

Series marks(const std::string& name, int style)
{
    Series series;
    series.name = name;
    series.style = style;
    series.pattern = LinePattern::None;
    return series;
}

Point markAt(double x, double epsilon, const AuditRow& row, const std::string& experiment)
{
    Point point;
    point.x = x;
    point.y = epsilon;
    point.detail = auditWords(row.audit);
    point.reference = referenceTo(experiment, row.sweep);
    return point;
}

void addMarks(FigureSpec& figure, const ExperimentRecord& record)
{
    const bool anyAccounted =
        std::any_of(record.audits.begin(), record.audits.end(),
                    [](const AuditRow& row) { return row.audit.accounted.has_value(); });
    auto oneRun =
        marks(anyAccounted ? "lower bound, one run; up to the accounted epsilon" : "lower bound, one run", 0);
    auto trials = marks("lower bound, Clopper-Pearson", 1);
    auto accounted = marks("accounted epsilon", 4);
    auto nominal = marks("nominal epsilon", 5);
    for (std::size_t i = 0; i < record.audits.size(); ++i) {
        const auto& row = record.audits[i];
        const auto& audit = row.audit;
        const auto x = static_cast<double>(i);
        const auto mark = [&](double place, double epsilon) {
            return markAt(place, epsilon, row, record.summary.id);
        };
        oneRun.points.push_back(mark(x, audit.oneRun));
        if (audit.accounted && *audit.accounted >= audit.oneRun) {
            oneRun.points.back().low = audit.oneRun;
            oneRun.points.back().high = *audit.accounted;
        }
        if (audit.clopperPearson)
            trials.points.push_back(mark(x + besideFirst, *audit.clopperPearson));
        if (audit.accounted)
            accounted.points.push_back(mark(x, *audit.accounted));
        if (audit.nominal && std::isfinite(*audit.nominal))
            nominal.points.push_back(mark(x + 2 * besideFirst, *audit.nominal));
    }
    for (auto* series : {&oneRun, &trials, &accounted, &nominal})
        if (!series->points.empty())
            figure.series.push_back(std::move(*series));
}

std::string captionOf(const FigureSpec& figure, const ExperimentRecord& record)
{
    const auto& first = record.audits.front().audit;
    std::string caption = fmt::format(
        "Membership game with canary clients against {}: what they show of epsilon (lower bounds at {:g} % "
        "confidence, delta = {:g}), and what the accountant proves for the same observer and relation ({}).",
        figure.x.label, 100 * first.confidence, first.delta, privacy::relationName(first.relation));
    for (std::size_t i = 0; i < record.audits.size(); ++i) {
        const auto& audit = record.audits[i].audit;
        caption +=
            fmt::format(" {}: {} of {} guesses right, {} canaries, at least {:.2f}, ", figure.x.categories[i],
                        audit.guesses.correct, audit.guesses.guesses, audit.guesses.canaries, audit.oneRun);
        caption += audit.accounted ? fmt::format("at most {:.2f}.", *audit.accounted) : "no upper bound.";
    }
    return caption;
}

} // namespace

FigureSpec auditFigure(const ExperimentRecord& record)
{
    FigureSpec figure;
    figure.id = "audit";
    figure.title = "Audit";
    figure.x.scale = AxisScale::Category;
    figure.left.label = "epsilon of membership";
    figure.left.scale = AxisScale::Log;
    figure.warnings = warningsOf(record);
    if (record.audits.empty())
        return figure;
    const auto axes = differingAxes(record);
    figure.x.label = axes.size() == 1 ? pathWords(axes.front().path) : "setting";
    for (const auto& row : record.audits)
        figure.x.categories.push_back(settingOf(row, axes));
    addMarks(figure, record);
    figure.caption = captionOf(figure, record);
    return figure;
}

} // namespace undertone::figure
