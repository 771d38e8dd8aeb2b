#include "core/figure/CorpusFigures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace undertone::figure {

using corpus::Corpus;

namespace {

constexpr std::size_t mostValues = 12; ///< of an attribute that speakers are counted by
constexpr double fewestBins = 8, mostBins = 40;

Point countAt(double x, std::size_t count, const std::string& detail)
{
    Point point;
    point.x = x;
    point.y = static_cast<double>(count);
    point.detail = detail;
    return point;
}

Axis countAxis(const std::string& label)
{
    Axis axis;
    axis.label = label;
    axis.low = 0;
    return axis;
}

/// Each value of an attribute and its speakers; a speaker with several values is counted at each.
std::map<std::string, std::set<std::string>> speakersBy(const Corpus& corpus, const std::string& attribute)
{
    std::map<std::string, std::set<std::string>> speakers;
    for (const auto& utterance : corpus.utterances)
        if (const auto& value = utterance.attribute(attribute); !value.empty())
            speakers[value].insert(utterance.speaker);
    return speakers;
}

FigureSpec speakersFigure(const Corpus& corpus)
{
    FigureSpec figure;
    figure.id = "speakers";
    figure.title = "Speakers";
    figure.x.scale = AxisScale::Category;
    figure.x.label = "attribute and value";
    figure.left = countAxis("speakers");
    std::string caption = "Speakers of " + corpus.name + " by attribute.";
    for (const auto& attribute : corpus.attributeNames()) {
        const auto values = speakersBy(corpus, attribute);
        if (values.size() < 2 || values.size() > mostValues)
            continue;
        Series series;
        series.name = attribute;
        series.style = static_cast<int>(figure.series.size());
        series.markers = false;
        series.pattern = LinePattern::Bars;
        for (const auto& [value, speakers] : values) {
            series.points.push_back(
                countAt(static_cast<double>(figure.x.categories.size()), speakers.size(),
                        fmt::format("{} {}: {} speakers", attribute, value, speakers.size())));
            figure.x.categories.push_back(value);
            caption += fmt::format(" {} {}: {}.", attribute, value, speakers.size());
        }
        figure.series.push_back(std::move(series));
    }
    figure.caption = caption;
    return figure;
}

std::vector<std::string> distinct(const Corpus& corpus, std::string corpus::Utterance::*field)
{
    std::set<std::string> values;
    for (const auto& utterance : corpus.utterances)
        values.insert(utterance.*field);
    return {values.begin(), values.end()};
}

std::size_t placeOf(const std::vector<std::string>& names, const std::string& name)
{
    return static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), name) - names.begin());
}

FigureSpec emotionsFigure(const Corpus& corpus)
{
    FigureSpec figure;
    figure.id = "emotions";
    figure.title = "Emotions by speaker";
    figure.x.scale = figure.left.scale = AxisScale::Category;
    figure.x.label = "emotion";
    figure.left.label = "speaker";
    figure.x.categories = distinct(corpus, &corpus::Utterance::emotion);
    figure.left.categories = distinct(corpus, &corpus::Utterance::speaker);
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> counts;
    for (const auto& utterance : corpus.utterances)
        ++counts[{placeOf(figure.left.categories, utterance.speaker),
                  placeOf(figure.x.categories, utterance.emotion)}];
    Heatmap heatmap;
    heatmap.centre = 0;
    heatmap.reach = 1;
    heatmap.valueLabel = "clips";
    heatmap.isSigned = false;
    for (std::size_t row = 0; row < figure.left.categories.size(); ++row)
        for (std::size_t column = 0; column < figure.x.categories.size(); ++column) {
            HeatmapCell cell;
            cell.row = row;
            cell.column = column;
            const auto count = counts[{row, column}];
            cell.value = static_cast<double>(count);
            cell.text = std::to_string(count);
            cell.detail = fmt::format("{}, {}: {} clips", figure.left.categories[row],
                                      figure.x.categories[column], count);
            heatmap.reach = std::max(heatmap.reach, cell.value);
            heatmap.cells.push_back(std::move(cell));
        }
    figure.heatmap = std::move(heatmap);
    figure.caption = fmt::format("Clips of {} by speaker and emotion: {} clips, {} speakers.", corpus.name,
                                 corpus.utterances.size(), figure.left.categories.size());
    return figure;
}

FigureSpec durationsFigure(const Corpus& corpus)
{
    FigureSpec figure;
    figure.id = "durations";
    figure.title = "Durations";
    figure.x.label = "seconds";
    figure.left = countAxis("clips");
    std::vector<double> seconds;
    for (const auto& utterance : corpus.utterances)
        seconds.push_back(utterance.seconds);
    std::sort(seconds.begin(), seconds.end());
    if (seconds.empty() || seconds.back() <= 0)
        return figure;
    const double bins =
        std::clamp(std::ceil(std::sqrt(static_cast<double>(seconds.size()))), fewestBins, mostBins);
    const double width = seconds.back() / bins;
    std::vector<std::size_t> counts(static_cast<std::size_t>(bins), 0);
    for (const double one : seconds)
        ++counts[std::min(static_cast<std::size_t>(one / width), counts.size() - 1)];
    Series series;
    series.name = "clips";
    series.markers = false;
    series.pattern = LinePattern::Bars;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double from = static_cast<double>(i) * width;
        series.points.push_back(
            countAt(from + width / 2, counts[i],
                    fmt::format("{:.2f} to {:.2f} s: {} clips", from, from + width, counts[i])));
    }
    figure.series.push_back(std::move(series));
    figure.caption =
        fmt::format("Durations of the {} clips of {}: {:.2f} to {:.2f} s, median {:.2f} s.", seconds.size(),
                    corpus.name, seconds.front(), seconds.back(), seconds[seconds.size() / 2]);
    return figure;
}

} // namespace

std::vector<FigureSpec> corpusFigures(const Corpus& corpus)
{
    return {speakersFigure(corpus), emotionsFigure(corpus), durationsFigure(corpus)};
}

} // namespace undertone::figure
