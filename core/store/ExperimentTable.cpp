#include "core/store/ExperimentTable.h"

#include "core/base/ContentHash.h"
#include "core/store/Clock.h"
#include "core/store/JsonText.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>

namespace undertone::store {

namespace {

using experiment::ExperimentState;

constexpr ExperimentState states[] = {ExperimentState::Queued,     ExperimentState::Running,
                                      ExperimentState::Paused,     ExperimentState::Succeeded,
                                      ExperimentState::Failed,     ExperimentState::Cancelled,
                                      ExperimentState::Interrupted};
constexpr std::size_t idDigits = 12;

std::string newId(const std::string& specification, const ProcessIdentity& holder)
{
    static std::atomic<unsigned> counter{0};
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return base::sha256(fmt::format("{} {} {} {} {}", now, counter++, holder.pid, holder.boot, specification))
        .substr(0, idDigits);
}

void execute(SQLite::Database& connection, const char* text, std::int64_t number)
{
    SQLite::Statement statement(connection, text);
    statement.bind(1, number);
    statement.exec();
}

void execute(SQLite::Database& connection, const char* text, std::int64_t number, const std::string& value)
{
    SQLite::Statement statement(connection, text);
    statement.bind(1, number);
    statement.bind(2, value);
    statement.exec();
}

std::optional<ProcessIdentity> holderIn(SQLite::Statement& query, int column)
{
    if (query.getColumn(column).isNull())
        return std::nullopt;
    return ProcessIdentity{query.getColumn(column).getInt64(), query.getColumn(column + 1).getInt64(),
                           query.getColumn(column + 2).getString()};
}

std::optional<ProcessIdentity> livingHolder(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(
        connection, "SELECT holder_pid, holder_started, holder_boot FROM experiment WHERE number = ?");
    query.bind(1, number);
    query.executeStep();
    const auto holder = holderIn(query, 0);
    return holder && isAlive(*holder) ? holder : std::nullopt;
}

std::string idOf(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT id FROM experiment WHERE number = ?");
    query.bind(1, number);
    query.executeStep();
    return query.getColumn(0).getString();
}

} // namespace

std::string insertExperiment(SQLite::Database& connection, const std::string& name,
                             const std::string& specification, const ProcessIdentity& holder)
{
    SQLite::Statement insert(connection,
                             "INSERT INTO experiment (id, name, specification, state, created, synthetic, "
                             "holder_pid, holder_started, holder_boot, place) VALUES (?, ?, ?, ?, ?, 0, ?, "
                             "?, ?, (SELECT COALESCE(MAX(place), 0) + 1 FROM experiment))");
    const std::string id = newId(specification, holder);
    insert.bind(1, id);
    insert.bind(2, name);
    insert.bind(3, specification);
    insert.bind(4, experiment::stateName(ExperimentState::Queued));
    insert.bind(5, utcNow());
    insert.bind(6, holder.pid);
    insert.bind(7, holder.started);
    insert.bind(8, holder.boot);
    insert.exec();
    return id;
}

std::string selectSpecification(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT specification FROM experiment WHERE number = ?");
    query.bind(1, number);
    query.executeStep();
    return query.getColumn(0).getString();
}

std::int64_t numberOf(SQLite::Database& connection, const std::string& id)
{
    SQLite::Statement query(connection, "SELECT number, id FROM experiment "
                                        "WHERE substr(id, 1, length(?1)) = ?1 AND ?1 <> '' LIMIT 2");
    query.bind(1, id);
    if (!query.executeStep())
        throw Error(ErrorCode::NotFound, "There is no study \"" + id + "\" in the workspace.", id,
                    "The history lists the studies there are.");
    const std::int64_t number = query.getColumn(0).getInt64();
    if (query.executeStep())
        throw Error(ErrorCode::NotFound, "Several studies' ids begin with \"" + id + "\".", id,
                    "Give more digits of the id.");
    return number;
}

std::string fullId(SQLite::Database& connection, const std::string& id)
{
    return idOf(connection, numberOf(connection, id));
}

void deleteExperiment(SQLite::Database& connection, std::int64_t number)
{
    execute(connection, "DELETE FROM experiment WHERE number = ?", number);
}

ExperimentState stateFromName(const std::string& name)
{
    for (const auto state : states)
        if (name == experiment::stateName(state))
            return state;
    throw Error(ErrorCode::DamagedStore, "A study has an unknown state: \"" + name + "\".", "experiment",
                "Restore a copy of the database, or choose another workspace.");
}

ExperimentState selectState(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT state FROM experiment WHERE number = ?");
    query.bind(1, number);
    query.executeStep();
    return stateFromName(query.getColumn(0).getString());
}

void updateState(SQLite::Database& connection, std::int64_t number, ExperimentState state, const Error* error)
{
    // What has ended has no place in the queue; what comes back stands last.
    SQLite::Statement update(
        connection,
        "UPDATE experiment SET state = ?1, error = ?2, place = CASE WHEN ?1 IN ('queued', 'running', "
        "'paused') THEN COALESCE(place, (SELECT COALESCE(MAX(place), 0) + 1 FROM experiment)) END "
        "WHERE number = ?3");
    update.bind(1, experiment::stateName(state));
    if (error)
        update.bind(2, toJson(*error));
    update.bind(3, number);
    update.exec();
}

std::optional<Error> selectFailure(SQLite::Database& connection, std::int64_t number)
{
    SQLite::Statement query(connection, "SELECT error FROM experiment WHERE number = ?");
    query.bind(1, number);
    if (!query.executeStep() || query.getColumn(0).isNull())
        return std::nullopt;
    return errorFromJson(query.getColumn(0).getString());
}

void updateExtent(SQLite::Database& connection, std::int64_t number, std::size_t trials, bool synthetic)
{
    SQLite::Statement update(connection, "UPDATE experiment SET trials = ?, synthetic = ? WHERE number = ?");
    update.bind(1, static_cast<std::int64_t>(trials));
    update.bind(2, synthetic ? 1 : 0);
    update.bind(3, number);
    update.exec();
}

void checkNotHeld(SQLite::Database& connection, std::int64_t number)
{
    if (livingHolder(connection, number))
        throw Error(ErrorCode::Conflict, "The study is running.", idOf(connection, number),
                    "Wait until it has finished, or cancel it.");
}

void takeHold(SQLite::Database& connection, std::int64_t number, const ProcessIdentity& holder)
{
    const auto other = livingHolder(connection, number);
    if (other && *other != holder)
        throw Error(ErrorCode::Conflict,
                    fmt::format("Another program (process {}) is running the study.", other->pid),
                    idOf(connection, number), "Wait until it has finished, or cancel it there.");
    SQLite::Statement update(connection, "UPDATE experiment SET holder_pid = ?, holder_started = ?, "
                                         "holder_boot = ? WHERE number = ?");
    update.bind(1, holder.pid);
    update.bind(2, holder.started);
    update.bind(3, holder.boot);
    update.bind(4, number);
    update.exec();
}

void dropHold(SQLite::Database& connection, std::int64_t number, const ProcessIdentity& holder)
{
    SQLite::Statement update(connection,
                             "UPDATE experiment SET holder_pid = NULL, holder_started = NULL, holder_boot = "
                             "NULL WHERE number = ? AND holder_pid = ? AND holder_started = ?");
    update.bind(1, number);
    update.bind(2, holder.pid);
    update.bind(3, holder.started);
    update.exec();
}

std::vector<std::string> interruptOrphans(SQLite::Database& connection)
{
    std::vector<std::string> ids;
    SQLite::Statement query(
        connection, "SELECT id, holder_pid, holder_started, holder_boot FROM experiment WHERE state = "
                    "'running' OR (state = 'queued' AND place IS NULL) ORDER BY number");
    while (query.executeStep()) {
        const auto holder = holderIn(query, 1);
        if (!holder || !isAlive(*holder))
            ids.push_back(query.getColumn(0).getString());
    }
    SQLite::Statement update(connection,
                             "UPDATE experiment SET state = 'interrupted', place = NULL, holder_pid = NULL, "
                             "holder_started = NULL, holder_boot = NULL WHERE id = ?");
    for (const auto& id : ids) {
        update.bind(1, id);
        update.exec();
        update.reset();
    }
    return ids;
}

void insertTag(SQLite::Database& connection, std::int64_t number, const std::string& tag)
{
    execute(connection, "INSERT OR IGNORE INTO tag VALUES (?, ?)", number, tag);
}

void replaceNote(SQLite::Database& connection, std::int64_t number, const std::string& text)
{
    if (text.empty())
        execute(connection, "DELETE FROM note WHERE experiment = ?", number);
    else
        execute(connection, "INSERT OR REPLACE INTO note VALUES (?, ?)", number, text);
}

void updateDeleted(SQLite::Database& connection, std::int64_t number, bool deleted)
{
    SQLite::Statement update(
        connection, "UPDATE experiment SET deleted = ?1, state = CASE WHEN ?1 AND state IN ('queued', "
                    "'paused') THEN 'cancelled' ELSE state END, place = CASE WHEN ?1 THEN NULL ELSE "
                    "place END WHERE number = ?2");
    update.bind(1, deleted ? 1 : 0);
    update.bind(2, number);
    update.exec();
}

} // namespace undertone::store
