#include "core/figure/Defence.h"
#include "core/figure/Figures.h"
#include "core/figure/RepresentationView.h"
#include "core/figure/ResultView.h"
#include "core/figure/TradeoffBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::ResultRow;

namespace {

/// A setting of a defence: what it costs and what it still gives away.
struct Setting
{
    std::string line;   ///< the series that it belongs to
    std::string words;  ///< the setting in full
    std::string target; ///< what is attacked, where that differs: no other observer is compared with it
    Point point;        ///< x: UAR of the strongest attack on it, y: utility
    double leak = 0;    ///< x, but not below chance: there nothing is left to protect
    bool isDominated = false;
};

Point pointOfSetting(const ExperimentRecord& record, const ResultRow& row, const std::string& words)
{
    auto point =
        pointOf(row.attackUar.value, row.serUar,
                words + "\n" + utilityDetail(row) + "\n" + attackDetail(row) + trialWords(record, row.sweep),
                referenceTo(record.summary.id, row));
    point.xLow = row.attackUar.low;
    point.xHigh = row.attackUar.high;
    return point;
}

/// Of each setting the attack with the highest UAR, whatever its adversary and the number of leaked updates.
void addSettings(std::vector<Setting>& settings, const ExperimentRecord& record, const std::string& study,
                 const std::string& target)
{
    for (const auto& judged : judge(leadingRows(record), {}).settings) {
        const auto& row =
            *std::max_element(judged.rows.begin(), judged.rows.end(), [](const auto& a, const auto& b) {
                return a.attackUar.value < b.attackUar.value;
            });
        const auto defence = defenceAt(record, row.sweep);
        Setting setting;
        setting.target = target;
        for (const auto& part : {defence.family, target, study})
            setting.line += (setting.line.empty() || part.empty() ? "" : ", ") + part;
        setting.words = setting.line + (defence.setting.empty() ? "" : ": " + defence.setting);
        setting.point = pointOfSetting(record, row, setting.words);
        setting.leak = std::max(row.attackUar.value, chanceOf(row, record));
        settings.push_back(std::move(setting));
    }
}

ExperimentRecord restricted(const ExperimentRecord& record, const std::string& attribute, bool toEmbeddings)
{
    auto result = record;
    std::erase_if(result.rows, [&](const auto& row) {
        return !hasAttack(row) || row.attribute != attribute || isOnRepresentation(row) != toEmbeddings;
    });
    return result;
}

/// Settings of all studies; what is attacked is named where it differs.
std::vector<Setting> settingsOf(const std::vector<ExperimentRecord>& records, const std::string& attribute)
{
    std::set<bool> targets;
    for (const auto& record : records)
        for (const auto& row : record.rows)
            if (hasAttack(row) && row.attribute == attribute)
                targets.insert(isOnRepresentation(row));
    std::vector<Setting> settings;
    for (const auto& record : records)
        for (const bool toEmbeddings : targets)
            addSettings(settings, restricted(record, attribute, toEmbeddings),
                        records.size() > 1 ? record.summary.name : "",
                        targets.size() < 2 ? ""
                        : toEmbeddings     ? "embeddings"
                                           : "updates");
    return settings;
}

void findDominated(std::vector<Setting>& settings)
{
    for (auto& setting : settings)
        setting.isDominated = std::any_of(settings.begin(), settings.end(), [&](const Setting& other) {
            const double utility = other.point.y - setting.point.y;
            const double protection = setting.leak - other.leak;
            return other.target == setting.target && utility >= 0 && protection >= 0 &&
                   utility + protection > 0;
        });
}

void sortByLeak(Series& series)
{
    std::stable_sort(series.points.begin(), series.points.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
}

/// Rings on the settings that nothing dominates, for each observer.
void addFrontiers(FigureSpec& figure, const std::vector<Setting>& settings)
{
    std::map<std::string, Series> frontiers;
    for (const auto& setting : settings) {
        auto& frontier = frontiers[setting.target];
        frontier.name = setting.target.empty() ? "not dominated" : "not dominated, " + setting.target;
        frontier.role = SeriesRole::Frontier;
        if (!setting.isDominated)
            frontier.points.push_back(setting.point);
    }
    for (auto& [target, frontier] : frontiers)
        figure.series.push_back(std::move(frontier));
}

/// Markers of each line's settings, and the frontiers.
void addSeries(FigureSpec& figure, const std::vector<Setting>& settings)
{
    for (const auto& setting : settings) {
        auto line = std::find_if(figure.series.begin(), figure.series.end(),
                                 [&](const Series& series) { return series.name == setting.line; });
        if (line == figure.series.end()) {
            line = figure.series.insert(line, Series{});
            line->name = setting.line;
            line->style = static_cast<int>(figure.series.size()) - 1;
            line->pattern = LinePattern::None;
        }
        line->points.push_back(setting.point);
    }
    addFrontiers(figure, settings);
    for (auto& series : figure.series)
        sortByLeak(series);
}

void addUprightChance(FigureSpec& figure, double chance)
{
    addChance(figure, "chance, attack", SeriesAxis::Left, chance);
    figure.series.back().isUpright = true;
    figure.series.back().points.front().x = chance;
}

/// What makes settings of several studies hard to compare.
std::vector<std::string> notesOn(const std::vector<ExperimentRecord>& records)
{
    std::vector<std::string> notes = {
        "Ringed: no other setting has as much utility and leaks as little, by the "
        "estimates; below chance counts as chance."};
    std::set<std::vector<std::string>> corpora;
    std::set<double> chances;
    for (const auto& record : records) {
        corpora.insert(record.summary.corpora);
        chances.insert(record.chanceUtility);
    }
    if (corpora.size() > 1)
        notes.emplace_back("The studies are of different corpora: compare their settings with care.");
    if (chances.size() > 1)
        notes.emplace_back(
            "The studies recognise different numbers of classes: their utility is not the same.");
    return notes;
}

std::string captionOf(std::vector<Setting> settings, const std::string& attribute)
{
    std::stable_sort(settings.begin(), settings.end(),
                     [](const Setting& a, const Setting& b) { return a.point.x < b.point.x; });
    std::string caption = fmt::format(
        "Utility against the UAR of the strongest attack on {}, of {} settings; 95 % intervals over "
        "speakers both ways. Not dominated:",
        attribute, settings.size());
    for (const auto& setting : settings)
        if (!setting.isDominated)
            caption += fmt::format(" {} (utility {:.3f}, {:.3f} to {:.3f}; attack {:.3f}, {:.3f} to {:.3f});",
                                   setting.words, setting.point.y, *setting.point.low, *setting.point.high,
                                   setting.point.x, *setting.point.xLow, *setting.point.xHigh);
    caption.back() = '.';
    return caption;
}

void addWarnings(FigureSpec& figure, const ExperimentRecord& record)
{
    for (const auto& warning : briefWarningsOf(record))
        if (std::find(figure.warnings.begin(), figure.warnings.end(), warning) == figure.warnings.end())
            figure.warnings.push_back(warning);
}

} // namespace

FigureSpec frontierFigure(const std::vector<ExperimentRecord>& records)
{
    FigureSpec figure;
    figure.id = "frontier";
    figure.title = "Frontier";
    figure.x.label = "attack UAR (strongest)";
    figure.left.label = "UAR of emotion recognition";
    for (const auto& record : records)
        addWarnings(figure, record);
    const auto attacked = attackedRows(records.front().rows);
    if (attacked.empty())
        return figure;
    const auto& attribute = attacked.front().attribute;
    auto settings = settingsOf(records, attribute);
    findDominated(settings);
    addSeries(figure, settings);
    figure.x.label = fmt::format("UAR of the strongest attack on {}", attribute);
    addChance(figure, "chance, emotion", SeriesAxis::Left, records.front().chanceUtility);
    addUprightChance(figure, chanceOf(attacked.front(), records.front()));
    figure.notes = notesOn(records);
    figure.caption = captionOf(settings, attribute);
    return figure;
}

} // namespace undertone::figure
