#include "core/figure/Tables.h"

#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::Interval;
using experiment::ResultRow;
using Json = nlohmann::ordered_json;

namespace {

Json sweepJson(const experiment::SweepPoint& point)
{
    Json object = Json::object();
    for (const auto& [path, value] : point)
        object[path] = Json::parse(value, nullptr, false);
    return object;
}

Json leakedJson(attack::LeakedUpdates n)
{
    return n == attack::allUpdates ? Json("all") : Json(n);
}

/// A row of a study without an attack, or of a point whose attack has not ended, tells of utility alone.
bool hasAttack(const ResultRow& row)
{
    return !row.attack.empty();
}

Json ofAttack(const ResultRow& row, const Json& value)
{
    return hasAttack(row) ? value : Json();
}

/// Interface names of a row's values, in order. What does not apply is null: the attack's values in a row
/// without one, the accounted budgets while no mechanism adds noise.
Json rowJson(const ResultRow& row)
{
    return {{"sweep", sweepJson(row.sweep)},
            {"federation", row.federation},
            {"attribute", row.attribute},
            {"attack", ofAttack(row, row.attack)},
            {"adversary", ofAttack(row, row.adversary)},
            {"layer", ofAttack(row, row.layer)},
            {"part", ofAttack(row, row.part)},
            {"leaked_updates", ofAttack(row, leakedJson(row.leakedUpdates))},
            {"attack_uar", row.attackUar.value},
            {"attack_uar_low", row.attackUar.low},
            {"attack_uar_high", row.attackUar.high},
            {"attack_auc", row.attackAuc.value},
            {"attack_auc_low", row.attackAuc.low},
            {"attack_auc_high", row.attackAuc.high},
            {"attack_accuracy", row.attackAccuracy.value},
            {"attack_accuracy_low", row.attackAccuracy.low},
            {"attack_accuracy_high", row.attackAccuracy.high},
            {"attack_p", row.attackP ? Json(*row.attackP) : Json()},
            {"clients", ofAttack(row, row.clients)},
            {"ser_uar", row.serUar.value},
            {"ser_uar_low", row.serUar.low},
            {"ser_uar_high", row.serUar.high},
            {"ser_accuracy", row.serAccuracy.value},
            {"ser_accuracy_low", row.serAccuracy.low},
            {"ser_accuracy_high", row.serAccuracy.high},
            {"epsilon_nominal", nullptr},
            {"epsilon_one_update", nullptr},
            {"epsilon_leaked", nullptr},
            {"epsilon_all_rounds", nullptr},
            {"guarantee", "none"},
            {"delta", nullptr},
            {"sigma", nullptr}};
}

void addRecord(TableSpec& table, const Json& object)
{
    std::vector<std::string> values;
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
        values.push_back(value.dump());
    }
    table.keys = keys;
    table.records.push_back(values);
}

std::string bracketed(const Interval& interval)
{
    if (std::isnan(interval.value))
        return {};
    return fmt::format("{:.3f} [{:.3f}, {:.3f}]", interval.value, interval.low, interval.high);
}

std::string attackCell(const ResultRow& row, const std::string& text)
{
    return hasAttack(row) ? text : std::string();
}

std::vector<std::string> sweepCells(const std::vector<SweptAxis>& axes, const ResultRow& row)
{
    std::vector<std::string> cells;
    for (const auto& axis : axes)
        cells.push_back(valueWords(valueAt(row.sweep, axis.path)));
    return cells;
}

std::vector<std::string> sweepColumns(const std::vector<SweptAxis>& axes)
{
    std::vector<std::string> columns;
    for (const auto& axis : axes)
        columns.push_back(pathWords(axis.path));
    return columns;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

bool sameSetting(const ResultRow& a, const ResultRow& b)
{
    return a.sweep == b.sweep && a.federation == b.federation && a.attribute == b.attribute &&
           a.attack == b.attack && a.adversary == b.adversary;
}

} // namespace

TableSpec leakageTable(const ExperimentRecord& record)
{
    TableSpec table;
    table.id = "leakage";
    table.title = "Leakage of " + record.summary.name;
    table.warnings = warningsOf(record);
    const auto axes = sweptAxes(record);
    table.columns = sweepColumns(axes);
    table.sweptColumns = axes.size();
    append(table.columns, {"federation", "attribute", "attack", "adversary", "layer", "part", "n",
                           "attack UAR [95 %]", "AUC [95 %]", "p", "clients", "speakers", "SER UAR [95 %]"});
    for (const auto& row : record.rows) {
        auto cells = sweepCells(axes, row);
        append(cells, {row.federation, row.attribute, row.attack, row.adversary, row.layer, row.part,
                       attackCell(row, leakedWords(row.leakedUpdates)), bracketed(row.attackUar),
                       bracketed(row.attackAuc), row.attackP ? fmt::format("{:.3f}", *row.attackP) : "",
                       attackCell(row, std::to_string(row.clients)),
                       attackCell(row, std::to_string(row.speakers)), bracketed(row.serUar)});
        table.rows.push_back(cells);
        addRecord(table, rowJson(row));
    }
    return table;
}

TableSpec tradeoffTable(const ExperimentRecord& record)
{
    TableSpec table;
    table.id = "tradeoff";
    table.title = "Trade-off of " + record.summary.name;
    table.warnings = warningsOf(record);
    const auto axes = sweptAxes(record);
    const auto rows = leadingRows(record);
    std::vector<ResultRow> attacked;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(attacked), hasAttack);
    const auto counts = leakedUpdates(attacked);
    table.columns = sweepColumns(axes);
    table.sweptColumns = axes.size();
    append(table.columns, {"federation", "attack", "adversary", "SER UAR [95 %]"});
    for (const auto n : counts)
        table.columns.push_back("attack UAR, n = " + leakedWords(n) + " [95 %]");
    std::vector<ResultRow> settings;
    for (const auto& row : rows)
        if (std::none_of(settings.begin(), settings.end(),
                         [&](const auto& s) { return sameSetting(s, row); }))
            settings.push_back(row);
    for (const auto& setting : settings) {
        auto cells = sweepCells(axes, setting);
        append(cells, {setting.federation, setting.attack, setting.adversary, bracketed(setting.serUar)});
        Json object = {{"sweep", sweepJson(setting.sweep)},
                       {"federation", setting.federation},
                       {"attribute", setting.attribute},
                       {"attack", ofAttack(setting, setting.attack)},
                       {"adversary", ofAttack(setting, setting.adversary)},
                       {"ser_uar", setting.serUar.value},
                       {"ser_uar_low", setting.serUar.low},
                       {"ser_uar_high", setting.serUar.high},
                       {"ser_accuracy", setting.serAccuracy.value}};
        for (const auto n : counts) {
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) {
                return r.leakedUpdates == n && sameSetting(r, setting);
            });
            const bool known = row != rows.end();
            const auto key = "attack_uar_" + leakedWords(n);
            cells.push_back(known ? bracketed(row->attackUar) : "");
            object[key] = known ? Json(row->attackUar.value) : Json();
            object[key + "_low"] = known ? Json(row->attackUar.low) : Json();
            object[key + "_high"] = known ? Json(row->attackUar.high) : Json();
        }
        table.rows.push_back(cells);
        addRecord(table, object);
    }
    return table;
}

} // namespace undertone::figure
