#include "core/figure/Tables.h"

#include "core/experiment/SpecNames.h"
#include "core/figure/ReferenceSpec.h"
#include "core/figure/ResultView.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::figure {

using experiment::ExperimentRecord;
using experiment::Interval;
using experiment::ResultRow;
using experiment::RowPrivacy;
using Json = nlohmann::ordered_json;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

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

Json ofAttack(const ResultRow& row, const Json& value)
{
    return hasAttack(row) ? value : Json();
}

/// What tells settings apart. What does not apply is null: the attack's values in a row without one.
Json settingJson(const ResultRow& row)
{
    return {{"sweep", sweepJson(row.sweep)},
            {"federation", row.federation.empty() ? Json() : Json(row.federation)},
            {"attribute", row.attribute},
            {"attack", ofAttack(row, row.attack)},
            {"adversary", ofAttack(row, row.adversary)}};
}

/// The interval as three values, KEY, KEY_low and KEY_high; what is not known is null.
void addInterval(Json& object, const std::string& key, const Interval& interval)
{
    object[key] = interval.value;
    object[key + "_low"] = interval.low;
    object[key + "_high"] = interval.high;
}

/// null where no budget applies.
Json budgetJson(const std::optional<double>& value)
{
    if (!value)
        return {};
    return std::isinf(*value) ? Json("inf") : Json(*value);
}

/// `leaked`: "epsilon_leaked", of a row with one number of leaked updates.
void addBudget(Json& object, const RowPrivacy& privacy, const std::optional<Json>& leaked = std::nullopt)
{
    object.update({{"epsilon_nominal", budgetJson(privacy.epsilonNominal)},
                   {"epsilon_one_update", budgetJson(privacy.epsilonOneUpdate)}});
    if (leaked)
        object["epsilon_leaked"] = *leaked;
    object.update({{"epsilon_all_rounds", budgetJson(privacy.epsilonAllRounds)},
                   {"guarantee", nameOf(experiment::guaranteeNames(), privacy.guarantee)},
                   {"delta", budgetJson(privacy.delta)},
                   {"sigma", budgetJson(privacy.sigma)}});
}

/// Interface names of a row's values, in order.
Json rowJson(const ResultRow& row)
{
    Json object = settingJson(row);
    const bool hasLayer = !row.layer.empty(); // the ceiling from the data has none
    object["layer"] = hasLayer ? Json(row.layer) : Json();
    object["part"] = hasLayer ? Json(row.part) : Json();
    object["leaked_updates"] = ofAttack(row, leakedJson(row.leakedUpdates));
    addInterval(object, "attack_uar", row.attackUar);
    addInterval(object, "attack_auc", row.attackAuc);
    addInterval(object, "attack_accuracy", row.attackAccuracy);
    object["attack_p"] = row.attackP ? Json(*row.attackP) : Json();
    object["clients"] = ofAttack(row, row.clients);
    addInterval(object, "ser_uar", row.serUar);
    addInterval(object, "ser_accuracy", row.serAccuracy);
    addBudget(object, row.privacy, budgetJson(row.privacy.epsilonLeaked));
    return object;
}

std::string budgetWords(const std::optional<double>& value)
{
    return value ? fmt::format("{:.4g}", *value) : "";
}

bool hasBudget(const std::vector<ResultRow>& rows)
{
    return std::ranges::any_of(rows, [](const ResultRow& row) { return row.privacy.delta.has_value(); });
}

std::string guaranteeCell(const RowPrivacy& privacy)
{
    return privacy.delta ? nameOf(experiment::guaranteeNames(), privacy.guarantee) : "";
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

std::vector<std::string> sweepCells(const std::vector<SweptAxis>& axes, const experiment::SweepPoint& point)
{
    std::vector<std::string> cells;
    for (const auto& axis : axes)
        cells.push_back(valueWords(valueAt(point, axis.path)));
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

/// What is swept has its column already.
void dropRepeatedColumns(TableSpec& table)
{
    for (std::size_t i = table.columns.size(); i-- > table.sweptColumns;) {
        const auto swept = table.columns.begin() + static_cast<std::ptrdiff_t>(table.sweptColumns);
        if (std::find(table.columns.begin(), swept, table.columns[i]) == swept)
            continue;
        const auto place = static_cast<std::ptrdiff_t>(i);
        table.columns.erase(table.columns.begin() + place);
        for (auto& row : table.rows)
            row.erase(row.begin() + place);
    }
}

/// Interface names of an audit's values, in order.
Json auditJson(const experiment::AuditRow& row)
{
    const auto& audit = row.audit;
    const auto known = [](const auto& value) { return value ? Json(*value) : Json(); };
    return {{"sweep", sweepJson(row.sweep)},
            {"mechanism", audit.mechanism},
            {"observer", privacy::observerName(audit.observer)},
            {"sees", nameOf(experiment::seesNames(), audit.sees)},
            {"relation", privacy::relationName(audit.relation)},
            {"leaked_updates", audit.leakedUpdates ? Json(*audit.leakedUpdates) : Json("all")},
            {"rounds", audit.rounds},
            {"games", row.games},
            {"canaries", audit.guesses.canaries},
            {"guesses", audit.guesses.guesses},
            {"correct", audit.guesses.correct},
            {"true_positives", audit.decisions.truePositives},
            {"positives", audit.decisions.positives},
            {"false_positives", audit.decisions.falsePositives},
            {"negatives", audit.decisions.negatives},
            {"confidence", audit.confidence},
            {"delta", audit.delta},
            {"epsilon_one_run", audit.oneRun},
            {"epsilon_clopper_pearson", known(audit.clopperPearson)},
            {"epsilon_accounted", known(audit.accounted)},
            {"epsilon_nominal", budgetJson(audit.nominal)},
            {"verdict", verdictName(verdictOf(audit))},
            {"statement", auditWords(audit)}};
}

/// A lower bound, rounded down.
std::string lowerCell(const std::optional<double>& epsilon)
{
    return epsilon ? fmt::format("{:.3f}", std::floor(*epsilon * 1000) / 1000) : "";
}

std::string epsilonCell(const std::optional<double>& epsilon)
{
    return epsilon ? fmt::format("{:.3f}", *epsilon) : "";
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
    const bool withBudget = hasBudget(record.rows);
    if (withBudget)
        append(table.columns, {"epsilon, n updates", "guarantee"});
    for (const auto& row : record.rows) {
        auto cells = sweepCells(axes, row.sweep);
        append(cells, {row.federation, row.attribute, row.attack, row.adversary, row.layer, row.part,
                       attackCell(row, leakedWords(row.leakedUpdates)), bracketed(row.attackUar),
                       bracketed(row.attackAuc), row.attackP ? fmt::format("{:.3f}", *row.attackP) : "",
                       attackCell(row, std::to_string(row.clients)),
                       attackCell(row, std::to_string(row.speakers)), bracketed(row.serUar)});
        if (withBudget)
            append(cells, {budgetWords(row.privacy.epsilonLeaked), guaranteeCell(row.privacy)});
        table.rows.push_back(cells);
        table.references.push_back(referenceTo(record.summary.id, row));
        addRecord(table, rowJson(row));
    }
    dropRepeatedColumns(table);
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
    const auto counts = leakedUpdates(rows);
    table.columns = sweepColumns(axes);
    table.sweptColumns = axes.size();
    append(table.columns, {"federation", "attack", "adversary", "SER UAR [95 %]"});
    const bool withBudget = hasBudget(rows);
    if (withBudget)
        append(table.columns, {"epsilon, one update", "epsilon, all rounds", "guarantee"});
    for (const auto n : counts)
        append(table.columns,
               {"attack UAR, n = " + leakedWords(n) + " [95 %]", "AUC, n = " + leakedWords(n) + " [95 %]"});
    std::vector<ResultRow> settings;
    for (const auto& row : rows)
        if (std::none_of(settings.begin(), settings.end(),
                         [&](const auto& s) { return sameSetting(s, row); }))
            settings.push_back(row);
    for (const auto& setting : settings) {
        auto cells = sweepCells(axes, setting.sweep);
        append(cells, {setting.federation, setting.attack, setting.adversary, bracketed(setting.serUar)});
        Json object = settingJson(setting);
        addInterval(object, "ser_uar", setting.serUar);
        object["ser_accuracy"] = setting.serAccuracy.value;
        if (withBudget)
            append(cells, {budgetWords(setting.privacy.epsilonOneUpdate),
                           budgetWords(setting.privacy.epsilonAllRounds), guaranteeCell(setting.privacy)});
        for (const auto n : counts) {
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) {
                return r.leakedUpdates == n && sameSetting(r, setting);
            });
            constexpr Interval absent{unknown, unknown, unknown};
            const auto uar = row != rows.end() ? row->attackUar : absent;
            const auto auc = row != rows.end() ? row->attackAuc : absent;
            append(cells, {bracketed(uar), bracketed(auc)});
            addInterval(object, "attack_uar_" + leakedWords(n), uar);
            addInterval(object, "attack_auc_" + leakedWords(n), auc);
        }
        addBudget(object, setting.privacy);
        table.rows.push_back(cells);
        table.references.push_back(referenceTo(record.summary.id, setting.sweep));
        addRecord(table, object);
    }
    dropRepeatedColumns(table);
    return table;
}

TableSpec auditTable(const ExperimentRecord& record)
{
    TableSpec table;
    table.id = "audit";
    table.title = "Audit of " + record.summary.name;
    table.warnings = warningsOf(record);
    const auto axes = sweptAxes(record);
    table.columns = sweepColumns(axes);
    table.sweptColumns = axes.size();
    append(table.columns,
           {"mechanism", "observer", "sees", "updates", "canaries", "right guesses", "epsilon, one run",
            "epsilon, Clopper-Pearson", "epsilon accounted", "epsilon nominal", "delta", "verdict"});
    for (const auto& row : record.audits) {
        const auto& audit = row.audit;
        auto cells = sweepCells(axes, row.sweep);
        append(cells,
               {audit.mechanism, privacy::observerName(audit.observer),
                nameOf(experiment::seesNames(), audit.sees),
                audit.leakedUpdates ? std::to_string(*audit.leakedUpdates) : "all",
                std::to_string(audit.guesses.canaries),
                fmt::format("{} of {}", audit.guesses.correct, audit.guesses.guesses),
                lowerCell(audit.oneRun), lowerCell(audit.clopperPearson), epsilonCell(audit.accounted),
                epsilonCell(audit.nominal), fmt::format("{:g}", audit.delta), verdictName(verdictOf(audit))});
        table.rows.push_back(cells);
        table.references.push_back(referenceTo(record.summary.id, row.sweep));
        addRecord(table, auditJson(row));
    }
    dropRepeatedColumns(table);
    return table;
}

} // namespace undertone::figure
