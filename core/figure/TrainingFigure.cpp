#include "core/figure/Figures.h"
#include "core/figure/ResultView.h"
#include "core/figure/TradeoffBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::RoundCurve;
using federation::RoundRecord;

namespace {

using Group = std::vector<const RoundCurve*>;

std::vector<Group> groupsOf(const ExperimentRecord& record)
{
    std::vector<Group> groups;
    for (const auto& curve : record.curves) {
        const auto same = [&](const Group& group) {
            return defenceOf(group.front()->sweep) == defenceOf(curve.sweep);
        };
        const auto found = std::find_if(groups.begin(), groups.end(), same);
        if (found == groups.end())
            groups.push_back({&curve});
        else if (std::none_of(found->begin(), found->end(), [&](const auto* other) {
                     return other->fold == curve.fold && other->seed == curve.seed;
                 })) // the same training, for another attack
            found->push_back(&curve);
    }
    return groups;
}

std::string nameOf(const RoundCurve& curve)
{
    std::vector<std::string> words;
    for (const auto& [path, value] : defenceOf(curve.sweep))
        words.push_back(settingWords(path, value));
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string runWords(std::size_t runs)
{
    return runs == 1 ? "1 run" : fmt::format("{} runs", runs);
}

/// Mean of the value over the runs that have reached a round and have one there (nobody may have trained in
/// it); the band is their lowest and highest.
template <typename Value>
std::vector<Point> meanAndBand(const Group& group, const std::string& name, Value value)
{
    std::map<std::size_t, std::vector<double>> byRound;
    for (const auto* curve : group)
        for (const auto& record : curve->rounds)
            if (const double one = value(record); std::isfinite(one))
                byRound[record.round].push_back(one);
    std::vector<Point> points;
    for (const auto& [round, values] : byRound) {
        double sum = 0;
        for (const double one : values)
            sum += one;
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        const experiment::Interval band{sum / static_cast<double>(values.size()), *low, *high};
        points.push_back(
            pointOf(static_cast<double>(round + 1), band,
                    fmt::format("{}\nround {}: {:.3f}\nover {}: {:.3f} to {:.3f}", name, round + 1,
                                band.value, runWords(values.size()), band.low, band.high),
                    {}));
    }
    return points;
}

Series curveSeries(const std::string& quantity, const std::string& group, SeriesAxis axis, int style,
                   std::vector<Point> points)
{
    Series series;
    series.name = group.empty() ? quantity : quantity + ", " + group;
    series.axis = axis;
    series.style = style;
    series.markers = false;
    series.pattern = axis == SeriesAxis::Left ? LinePattern::Dotted : LinePattern::Solid;
    series.points = std::move(points);
    return series;
}

std::string captionOf(const FigureSpec& figure, std::size_t runs)
{
    std::string caption = "Training loss (dotted, left) and validation UAR (solid, right) by round.";
    for (const auto& series : figure.series)
        if (series.role == SeriesRole::Measured && !series.points.empty())
            caption += fmt::format(" {}: {:.3f} after round {:.0f}.", series.name, series.points.back().y,
                                   series.points.back().x);
    return caption + fmt::format(" Mean and range over folds and seeds ({}).", runWords(runs));
}

} // namespace

FigureSpec trainingFigure(const ExperimentRecord& record)
{
    FigureSpec figure;
    figure.id = "training";
    figure.title = "Training";
    figure.x.label = "round";
    figure.left.label = "training loss";
    figure.left.low = 0;
    figure.right = uarAxis("validation UAR");
    figure.warnings = briefWarningsOf(record);
    int style = 0;
    for (const auto& group : groupsOf(record)) {
        const auto name = nameOf(*group.front());
        const auto loss =
            meanAndBand(group, "training loss", [](const RoundRecord& r) { return r.trainingLoss; });
        const auto uar =
            meanAndBand(group, "validation UAR", [](const RoundRecord& r) { return r.validationUar; });
        if (loss.empty())
            continue;
        figure.series.push_back(curveSeries("loss", name, SeriesAxis::Left, style, loss));
        figure.series.push_back(curveSeries("UAR", name, SeriesAxis::Right, style, uar));
        ++style;
    }
    if (figure.series.empty())
        return figure;
    addChance(figure, "chance", SeriesAxis::Right, record.chanceUtility);
    figure.caption = captionOf(figure, record.curves.size());
    return figure;
}

} // namespace undertone::figure
