#include "core/figure/ClientsFigure.h"

#include "core/base/Error.h"
#include "core/figure/Figures.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace undertone::figure {

using attack::ClientScore;
using attack::LeakageCell;
using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

/// What was said of one client over repeats, folds and seeds.
struct Strip
{
    std::string speaker;
    std::size_t ordinal = 0; ///< among the clients of the speaker
    std::size_t label = 0;
    std::vector<double> scores;
    std::size_t right = 0;
    std::size_t decisions = 0;

    double mean() const
    {
        double sum = 0;
        for (const double score : scores)
            sum += score;
        return sum / static_cast<double>(scores.size());
    }
};

/// Of two values the score of the second; of more, how far the client's own value is above the best other.
double scoreOf(const std::vector<double>& classes, std::size_t label)
{
    if (classes.size() == 2)
        return classes[1];
    double best = -1e300;
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (i != label)
            best = std::max(best, classes[i]);
    return classes[label] - best;
}

using Strips = std::map<std::pair<std::string, std::size_t>, Strip>;

void add(Strips& strips, std::size_t ordinal, const ClientScore& client)
{
    auto& strip = strips[{client.speaker, ordinal}];
    strip.speaker = client.speaker;
    strip.ordinal = ordinal;
    strip.label = client.label;
    for (const auto& repeat : client.scores)
        strip.scores.push_back(scoreOf(repeat, client.label));
    for (std::size_t i = 0; i < client.decisions.size(); ++i) {
        strip.decisions += client.decisions[i];
        strip.right += i == client.label ? client.decisions[i] : 0;
    }
}

/// A speaker's clients have other numbers in other trials: they are told apart by their order.
void add(Strips& strips, const LeakageCell& cell)
{
    std::map<std::string, std::size_t> seen;
    for (const auto& client : cell.clients)
        if (const auto ordinal = seen[client.speaker]++; !client.scores.empty())
            add(strips, ordinal, client);
}

bool isOf(const LeakageCell& cell, const ResultRow& row)
{
    constexpr const char* parts[] = {"weights", "bias", "both"};
    return cell.layer == row.layer && cell.leakedUpdates == row.leakedUpdates &&
           parts[static_cast<std::size_t>(cell.part)] == row.part;
}

/// By the true value, then by the score.
std::vector<Strip> stripsOf(const std::vector<const attack::LeakageReport*>& reports, const ResultRow& row)
{
    Strips strips;
    for (const auto* report : reports)
        for (const auto& cell : report->cells)
            if (isOf(cell, row))
                add(strips, cell);
    std::vector<Strip> ordered;
    for (auto& [key, strip] : strips)
        ordered.push_back(std::move(strip));
    std::stable_sort(ordered.begin(), ordered.end(), [](const Strip& a, const Strip& b) {
        return a.label != b.label ? a.label < b.label : a.mean() < b.mean();
    });
    return ordered;
}

/// As the corpus calls the speaker, with the client's number where a speaker has several.
std::vector<std::string> namesOf(const std::vector<Strip>& strips)
{
    std::vector<std::string> names;
    for (const auto& strip : strips) {
        const auto clients = std::count_if(
            strips.begin(), strips.end(), [&](const Strip& other) { return other.speaker == strip.speaker; });
        names.push_back(clients > 1 ? fmt::format("{} #{}", strip.speaker, strip.ordinal + 1)
                                    : strip.speaker);
    }
    return names;
}

Point pointOfStrip(const Strip& strip, double place, const std::string& name, const std::string& value,
                   const std::string& reference)
{
    const auto [low, high] = std::minmax_element(strip.scores.begin(), strip.scores.end());
    return pointOf(
        place, {strip.mean(), *low, *high},
        fmt::format("{} ({})\nscore {:.3g}\nrange {:.3g} to {:.3g} over {} draws, folds and seeds\n{} of {} "
                    "decisions are right",
                    name, value, strip.mean(), *low, *high, strip.scores.size(), strip.right,
                    strip.decisions),
        reference);
}

/// A line without line for each value of the attribute.
void addStrips(FigureSpec& figure, const std::vector<Strip>& strips, const std::vector<std::string>& values,
               const std::string& reference)
{
    for (std::size_t label = 0; label < values.size(); ++label) {
        Series series;
        series.name = values[label];
        series.style = static_cast<int>(label);
        series.pattern = LinePattern::None;
        for (std::size_t i = 0; i < strips.size(); ++i)
            if (strips[i].label == label)
                series.points.push_back(pointOfStrip(strips[i], static_cast<double>(i),
                                                     figure.x.categories[i], values[label], reference));
        if (!series.points.empty())
            figure.series.push_back(std::move(series));
    }
}

std::string labelOf(const std::vector<std::string>& values)
{
    if (values.size() == 2)
        return fmt::format("score ({} above 0, {} below)", values[1], values[0]);
    return "score of the true value less the best other";
}

std::string captionOf(const std::vector<Strip>& strips, const ResultRow& row,
                      const std::vector<std::string>& values)
{
    std::string caption =
        fmt::format("What the attack says of each client ({}, layer {}, {}, n = {}), in deviations from its "
                    "threshold: mean and range over draws, folds and seeds.",
                    row.attack, row.layer, row.part, leakedWords(row.leakedUpdates));
    for (std::size_t label = 0; label < values.size(); ++label) {
        std::size_t clients = 0;
        double share = 0;
        for (const auto& strip : strips)
            if (strip.label == label && strip.decisions > 0) {
                ++clients;
                share += static_cast<double>(strip.right) / static_cast<double>(strip.decisions);
            }
        if (clients > 0)
            caption += fmt::format(" {}: {} clients, {:.3f} of the decisions are right.", values[label],
                                   clients, share / static_cast<double>(clients));
    }
    return caption + fmt::format(" Attack UAR over speakers: {}.", intervalWords(row.attackUar));
}

} // namespace

FigureSpec clientsFigure(const ExperimentRecord& record, const ResultRow& row,
                         const std::vector<const attack::LeakageReport*>& reports)
{
    FigureSpec figure;
    figure.id = "clients";
    figure.title = "Clients";
    figure.x.scale = AxisScale::Category;
    figure.x.label = "client, by its speaker";
    figure.warnings = briefWarningsOf(record);
    const auto strips = stripsOf(reports, row);
    if (strips.empty())
        return figure;
    const auto& values = reports.front()->attributeValues;
    figure.left.label = labelOf(values);
    figure.x.categories = namesOf(strips);
    addStrips(figure, strips, values, referenceTo(record.summary.id, row));
    Series threshold;
    threshold.name = "threshold";
    threshold.role = SeriesRole::Chance;
    threshold.points.emplace_back();
    figure.series.push_back(std::move(threshold));
    figure.caption = captionOf(strips, row, values);
    return figure;
}

} // namespace undertone::figure
