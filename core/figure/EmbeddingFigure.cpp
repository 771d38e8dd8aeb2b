#include "core/figure/EmbeddingFigure.h"

#include "core/figure/ReferenceSpec.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace undertone::figure {

using experiment::EmbeddedUtterance;
using experiment::TrialMap;

namespace {

std::string valueOf(const EmbeddedUtterance& utterance, const std::string& colouring)
{
    if (colouring == "emotion")
        return utterance.emotion;
    if (colouring == "speaker")
        return utterance.speaker;
    const auto found = utterance.attributes.find(colouring);
    return found == utterance.attributes.end() ? std::string() : found->second;
}

Point pointOfUtterance(const EmbeddedUtterance& utterance)
{
    Point point;
    point.x = utterance.x;
    point.y = utterance.y;
    point.detail = fmt::format("{}\n{}\nemotion {}", utterance.path, utterance.speaker, utterance.emotion);
    for (const auto& [name, value] : utterance.attributes)
        point.detail += fmt::format("\n{} {}", name, value);
    point.reference = referenceToClip({utterance.corpus, utterance.path});
    return point;
}

/// Of the variance; the caption says so.
std::string componentLabel(int number, double share)
{
    return fmt::format("component {} ({:.0f} %)", number, 100 * share);
}

std::string captionOf(const FigureSpec& figure, const TrialMap& trial, const std::string& colouring)
{
    std::set<std::string> speakers;
    for (const auto& utterance : trial.map.utterances)
        speakers.insert(utterance.speaker);
    std::string caption = fmt::format(
        "Embeddings of {} utterances of {} test speakers ({}) in the plane of the first two principal "
        "components of the training speakers' embeddings ({:.0f} and {:.0f} % of their variance), by {}:",
        trial.map.utterances.size(), speakers.size(), trialTitle(trial), 100 * trial.map.xShare,
        100 * trial.map.yShare, colouring);
    for (const auto& series : figure.series)
        caption += fmt::format(" {} ({}),", series.name, series.points.size());
    caption.back() = '.';
    return caption;
}

} // namespace

std::string trialTitle(const TrialMap& trial)
{
    std::string words;
    for (const auto& [path, value] : trial.sweep)
        words += fmt::format("{} {}, ", pathWords(path), valueWords(value));
    return fmt::format("{}fold {}, seed {}", words, trial.fold + 1, trial.seed);
}

std::vector<std::string> colouringsOf(const TrialMap& trial)
{
    std::set<std::string> attributes;
    for (const auto& utterance : trial.map.utterances)
        for (const auto& [name, value] : utterance.attributes)
            if (name != "speaker" && name != "emotion")
                attributes.insert(name);
    std::vector<std::string> colourings = {"emotion"};
    colourings.insert(colourings.end(), attributes.begin(), attributes.end());
    colourings.emplace_back("speaker");
    return colourings;
}

FigureSpec embeddingFigure(const experiment::ExperimentRecord& record, const TrialMap& trial,
                           const std::string& colouring)
{
    FigureSpec figure;
    figure.id = "embedding";
    figure.title = "Embedding";
    figure.x.label = componentLabel(1, trial.map.xShare);
    figure.left.label = componentLabel(2, trial.map.yShare);
    figure.warnings = briefWarningsOf(record);
    std::map<std::string, std::vector<Point>> points;
    for (const auto& utterance : trial.map.utterances)
        if (const auto value = valueOf(utterance, colouring); !value.empty())
            points[value].push_back(pointOfUtterance(utterance));
    for (auto& [value, dots] : points) {
        std::stable_sort(dots.begin(), dots.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
        Series series;
        series.name = value;
        series.style = static_cast<int>(figure.series.size());
        series.pattern = LinePattern::None;
        series.points = std::move(dots);
        figure.series.push_back(std::move(series));
    }
    if (!figure.series.empty())
        figure.caption = captionOf(figure, trial, colouring);
    return figure;
}

} // namespace undertone::figure
