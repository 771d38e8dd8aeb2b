#include "core/figure/ComparisonTables.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace undertone::figure {

using Json = nlohmann::ordered_json;
using experiment::ComparedCell;
using experiment::ComparedResult;
using experiment::Interval;
using experiment::PairedDifference;
using experiment::StudyComparison;

namespace {

constexpr std::size_t longestLabel = 24; ///< characters: columns are named by studies

std::string shortened(const std::string& name)
{
    std::size_t characters = 0, end = 0;
    for (std::size_t i = 0; i < name.size(); ++i)
        if ((name[i] & 0xC0) != 0x80 && ++characters == longestLabel - 2)
            end = i;
    return characters <= longestLabel ? name
                                      : name.substr(0, name.find_last_not_of(' ', end - 1) + 1) + "...";
}

/// Names, shortened; those that several studies have with the beginning of the id.
std::vector<std::string> labelsOf(const StudyComparison& comparison)
{
    std::vector<std::string> labels;
    for (const auto& study : comparison.studies) {
        const auto label = shortened(study.name);
        const auto same = std::count_if(comparison.studies.begin(), comparison.studies.end(),
                                        [&](const auto& other) { return shortened(other.name) == label; });
        labels.push_back(same > 1 ? fmt::format("{} {}", label, study.id.substr(0, 6)) : label);
    }
    return labels;
}

std::string valueText(const Interval& value)
{
    return std::isnan(value.value) ? std::string("-") : fmt::format("{:.3f}", value.value);
}

std::string differenceText(const std::optional<PairedDifference>& found)
{
    if (!found)
        return "-";
    const auto& difference = found->difference;
    return fmt::format("{:+.3f} ({:+.3f} to {:+.3f})", difference.value, difference.low, difference.high);
}

std::string pairingText(const ComparedResult& result)
{
    const auto words = [](const PairedDifference& difference) {
        return difference.speakers > 0 ? fmt::format("{} speakers", difference.speakers)
                                       : std::string("not paired");
    };
    if (result.attackDifference && result.serDifference &&
        result.attackDifference->speakers != result.serDifference->speakers)
        return fmt::format("attack {}, SER {}", words(*result.attackDifference),
                           words(*result.serDifference));
    if (result.attackDifference)
        return words(*result.attackDifference);
    return result.serDifference ? words(*result.serDifference) : std::string("-");
}

Json number(double value)
{
    return std::isnan(value) ? Json() : Json(value);
}

void addInterval(Json& object, const std::string& name, const Interval& value)
{
    object[name] = number(value.value);
    object[name + "_low"] = number(value.low);
    object[name + "_high"] = number(value.high);
}

void addDifference(Json& object, const std::string& name, const std::optional<PairedDifference>& found)
{
    constexpr double none = NAN;
    addInterval(object, name + "_difference", found ? found->difference : Interval{none, none, none});
    object[name + "_paired_speakers"] = found ? Json(found->speakers) : Json();
}

Json resultRecord(const std::string& id, const std::optional<ComparedResult>& result)
{
    if (!result)
        return nullptr;
    Json object = {{"study", id}};
    addInterval(object, "attack_uar", result->attackUar);
    addDifference(object, "attack_uar", result->attackDifference);
    addInterval(object, "ser_uar", result->serUar);
    addDifference(object, "ser_uar", result->serDifference);
    return object;
}

std::vector<std::string> columnsOf(const StudyComparison& comparison)
{
    std::vector<std::string> columns;
    if (!comparison.cells.empty())
        for (const auto& [path, value] : comparison.cells.front().point)
            columns.push_back(path);
    columns.insert(columns.end(), {"layer", "part", "n"});
    const auto labels = labelsOf(comparison);
    for (const auto& label : labels)
        columns.push_back("attack UAR, " + label);
    for (std::size_t i = 1; i < labels.size(); ++i)
        columns.push_back("difference, " + labels[i]);
    for (const auto& label : labels)
        columns.push_back("SER UAR, " + label);
    for (std::size_t i = 1; i < labels.size(); ++i)
        columns.push_back("SER difference, " + labels[i]);
    for (std::size_t i = 1; i < labels.size(); ++i)
        columns.push_back(labels.size() == 2 ? std::string("paired over") : "paired over, " + labels[i]);
    return columns;
}

template <typename Text>
void addTexts(std::vector<std::string>& row, const ComparedCell& cell, std::size_t first, Text text)
{
    for (std::size_t i = first; i < cell.results.size(); ++i)
        row.push_back(cell.results[i] ? text(*cell.results[i]) : std::string("-"));
}

std::vector<std::string> rowOf(const ComparedCell& cell)
{
    std::vector<std::string> row;
    for (const auto& [path, value] : cell.point) {
        const auto parsed = Json::parse(value);
        row.push_back(parsed.is_string() ? parsed.get<std::string>() : value);
    }
    row.push_back(cell.isCeiling        ? "data, no federation"
                  : cell.attack.empty() ? cell.layer
                                        : fmt::format("{}: {}, {}", cell.layer, cell.attribute, cell.attack));
    row.push_back(cell.part);
    row.push_back(cell.leakedUpdates == attack::allUpdates ? "all" : std::to_string(cell.leakedUpdates));
    addTexts(row, cell, 0, [](const auto& result) { return valueText(result.attackUar); });
    addTexts(row, cell, 1, [](const auto& result) { return differenceText(result.attackDifference); });
    addTexts(row, cell, 0, [](const auto& result) { return valueText(result.serUar); });
    addTexts(row, cell, 1, [](const auto& result) { return differenceText(result.serDifference); });
    addTexts(row, cell, 1, pairingText);
    return row;
}

std::vector<std::string> recordOf(const ComparedCell& cell, const StudyComparison& comparison)
{
    Json point = Json::object();
    for (const auto& [path, value] : cell.point)
        point[path] = Json::parse(value);
    Json results = Json::array();
    for (std::size_t i = 0; i < cell.results.size(); ++i)
        results.push_back(resultRecord(comparison.studies[i].id, cell.results[i]));
    const Json leaked = cell.leakedUpdates == attack::allUpdates ? Json("all") : Json(cell.leakedUpdates);
    return {point.dump(),
            Json(cell.isCeiling).dump(),
            Json(cell.layer).dump(),
            Json(cell.part).dump(),
            cell.attack.empty() ? "null" : Json(cell.attribute).dump(),
            cell.attack.empty() ? "null" : Json(cell.attack).dump(),
            leaked.dump(),
            results.dump()};
}

} // namespace

TableSpec specificationComparison(const StudyComparison& comparison)
{
    TableSpec table;
    table.id = "specification-comparison";
    table.title = "Differences of specification";
    table.columns = labelsOf(comparison);
    table.columns.insert(table.columns.begin(), "setting");
    table.keys = {"path", "values"};
    for (const auto& difference : comparison.specification) {
        std::vector<std::string> row = {difference.path};
        Json values = Json::array();
        for (const auto& value : difference.values) {
            const auto parsed = value ? Json::parse(*value) : Json();
            row.push_back(!value ? "-" : parsed.is_string() ? parsed.get<std::string>() : *value);
            values.push_back(parsed);
        }
        table.rows.push_back(std::move(row));
        table.records.push_back({Json(difference.path).dump(), values.dump()});
    }
    return table;
}

TableSpec resultComparison(const StudyComparison& comparison)
{
    TableSpec table;
    table.id = "result-comparison";
    table.title = "Differences of results";
    table.columns = columnsOf(comparison);
    table.sweptColumns = comparison.cells.empty() ? 0 : comparison.cells.front().point.size();
    table.keys = {"sweep", "ceiling", "layer", "part", "attribute", "attack", "leaked_updates", "results"};
    for (const auto& cell : comparison.cells) {
        table.rows.push_back(rowOf(cell));
        table.records.push_back(recordOf(cell, comparison));
    }
    table.warnings = comparison.warnings;
    return table;
}

} // namespace undertone::figure
