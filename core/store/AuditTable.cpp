#include "core/store/AuditTable.h"

#include "core/experiment/SpecNames.h"
#include "core/store/JsonText.h"

#include <map>
#include <optional>
#include <span>
#include <string>

namespace undertone::store {

namespace {

using experiment::MembershipAudit;

std::int64_t integer(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

std::uint64_t count(const SQLite::Column& column)
{
    return static_cast<std::uint64_t>(column.getInt64());
}

std::optional<double> known(const SQLite::Column& column)
{
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

void bindKnown(SQLite::Statement& insert, int index, const std::optional<double>& value)
{
    if (value)
        insert.bind(index, *value);
}

/// The value of a name; the first for one that is not known.
template <class Value>
Value named(std::span<const experiment::Named<Value>> names, const std::string& name)
{
    for (const auto& entry : names)
        if (name == entry.name)
            return entry.value;
    return names.front().value;
}

MembershipAudit auditIn(SQLite::Statement& query)
{
    MembershipAudit audit;
    audit.mechanism = query.getColumn(1).getString();
    audit.observer = named(experiment::observerNames(), query.getColumn(2).getString());
    audit.sees = named(experiment::seesNames(), query.getColumn(3).getString());
    audit.relation = named(experiment::relationNames(), query.getColumn(4).getString());
    if (!query.getColumn(5).isNull())
        audit.leakedUpdates = count(query.getColumn(5));
    audit.rounds = count(query.getColumn(6));
    audit.guesses = {count(query.getColumn(7)), count(query.getColumn(8)), count(query.getColumn(9))};
    audit.decisions = {count(query.getColumn(10)), count(query.getColumn(11)), count(query.getColumn(12)),
                       count(query.getColumn(13))};
    audit.confidence = query.getColumn(14).getDouble();
    audit.delta = query.getColumn(15).getDouble();
    audit.oneRun = query.getColumn(16).getDouble();
    audit.clopperPearson = known(query.getColumn(17));
    audit.accounted = known(query.getColumn(18));
    audit.nominal = known(query.getColumn(19));
    return audit;
}

} // namespace

void insertAudit(SQLite::Database& connection, std::int64_t trial, const MembershipAudit& audit)
{
    SQLite::Statement insert(
        connection, "INSERT OR REPLACE INTO membership_audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    "?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, trial);
    insert.bind(2, audit.mechanism);
    insert.bind(3, nameOf(experiment::observerNames(), audit.observer));
    insert.bind(4, nameOf(experiment::seesNames(), audit.sees));
    insert.bind(5, nameOf(experiment::relationNames(), audit.relation));
    if (audit.leakedUpdates)
        insert.bind(6, integer(*audit.leakedUpdates));
    insert.bind(7, integer(audit.rounds));
    insert.bind(8, integer(audit.guesses.canaries));
    insert.bind(9, integer(audit.guesses.guesses));
    insert.bind(10, integer(audit.guesses.correct));
    insert.bind(11, integer(audit.decisions.truePositives));
    insert.bind(12, integer(audit.decisions.positives));
    insert.bind(13, integer(audit.decisions.falsePositives));
    insert.bind(14, integer(audit.decisions.negatives));
    insert.bind(15, audit.confidence);
    insert.bind(16, audit.delta);
    insert.bind(17, audit.oneRun);
    bindKnown(insert, 18, audit.clopperPearson);
    bindKnown(insert, 19, audit.accounted);
    bindKnown(insert, 20, audit.nominal);
    insert.exec();
}

std::vector<experiment::AuditRow> selectAudits(SQLite::Database& connection, std::int64_t experiment)
{
    SQLite::Statement query(
        connection,
        "SELECT t.point, a.mechanism, a.observer, a.sees, a.relation, a.leaked_updates, a.rounds, "
        "a.canaries, "
        "a.guesses, a.correct, a.true_positives, a.positives, a.false_positives, a.negatives, a.confidence, "
        "a.delta, a.epsilon_one_run, a.epsilon_clopper_pearson, a.epsilon_accounted, a.epsilon_nominal, "
        "t.point_index FROM membership_audit a JOIN trial t ON t.number = a.trial WHERE t.experiment = ? "
        "ORDER BY t.point_index, t.fold, t.seed, t.number");
    query.bind(1, experiment);
    std::map<std::int64_t, std::vector<MembershipAudit>> games;
    std::map<std::int64_t, experiment::SweepPoint> points;
    while (query.executeStep()) {
        const auto point = query.getColumn(20).getInt64();
        points.try_emplace(point, pointFromJson(query.getColumn(0).getString()));
        games[point].push_back(auditIn(query));
    }
    std::vector<experiment::AuditRow> rows;
    for (const auto& [point, audits] : games)
        rows.push_back({points.at(point), audits.size(), experiment::pooled(audits)});
    return rows;
}

} // namespace undertone::store
