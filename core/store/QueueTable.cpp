#include "core/store/QueueTable.h"

#include "core/store/ExperimentTable.h"

#include <algorithm>

namespace undertone::store {

namespace {

constexpr const char* speedOfNewest =
    "SELECT TOTAL(work_expected), TOTAL(work_seconds) FROM (SELECT work_expected, work_seconds FROM "
    "experiment WHERE work_seconds > 0 AND (?1 = '' OR (json_valid(specification) AND "
    "json_extract(specification, '$.attack.kind') = ?1)) ORDER BY number DESC LIMIT 20)";

WorkSpeed speedOf(SQLite::Database& connection, const std::string& attackKind)
{
    SQLite::Statement query(connection, speedOfNewest);
    query.bind(1, attackKind);
    query.executeStep();
    return {query.getColumn(0).getDouble(), query.getColumn(1).getDouble()};
}

QueueHolder holderOf(SQLite::Statement& query, int column, const ProcessIdentity& self)
{
    if (query.getColumn(column).isNull())
        return QueueHolder::Nobody;
    const ProcessIdentity holder{query.getColumn(column).getInt64(), query.getColumn(column + 1).getInt64(),
                                 query.getColumn(column + 2).getString()};
    if (holder == self)
        return QueueHolder::ThisProgram;
    return isAlive(holder) ? QueueHolder::AnotherProgram : QueueHolder::Nobody;
}

std::vector<std::int64_t> numbersInOrder(SQLite::Database& connection, const char* condition)
{
    SQLite::Statement query(connection, std::string("SELECT number FROM experiment WHERE place IS NOT NULL "
                                                    "AND ") +
                                            condition + " ORDER BY place, number");
    std::vector<std::int64_t> numbers;
    while (query.executeStep())
        numbers.push_back(query.getColumn(0).getInt64());
    return numbers;
}

void number(SQLite::Database& connection, const std::vector<std::int64_t>& numbers, std::int64_t first)
{
    SQLite::Statement update(connection, "UPDATE experiment SET place = ? WHERE number = ?");
    for (const auto one : numbers) {
        update.bind(1, first++);
        update.bind(2, one);
        update.exec();
        update.reset();
    }
}

} // namespace

std::vector<QueueEntry> selectQueue(SQLite::Database& connection, const ProcessIdentity& self)
{
    SQLite::Statement query(connection, "SELECT id, name, state, holder_pid, holder_started, holder_boot "
                                        "FROM experiment WHERE place IS NOT NULL AND deleted = 0 "
                                        "ORDER BY state <> 'running', place, number");
    std::vector<QueueEntry> entries;
    while (query.executeStep())
        entries.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                           stateFromName(query.getColumn(2).getString()), holderOf(query, 3, self)});
    return entries;
}

void moveInQueue(SQLite::Database& connection, std::int64_t moved, QueueMove move)
{
    const auto running = numbersInOrder(connection, "state = 'running'");
    auto waiting = numbersInOrder(connection, "state <> 'running'");
    const auto found = std::find(waiting.begin(), waiting.end(), moved);
    if (found == waiting.end())
        return;
    if (move == QueueMove::ToFront)
        std::rotate(waiting.begin(), found, found + 1);
    else if (move == QueueMove::Up && found != waiting.begin())
        std::iter_swap(found, found - 1);
    else if (move == QueueMove::Down && found + 1 != waiting.end())
        std::iter_swap(found, found + 1);
    number(connection, running, 1);
    number(connection, waiting, 1 + static_cast<std::int64_t>(running.size()));
}

void addWork(SQLite::Database& connection, std::int64_t worked, const WorkSpeed& work)
{
    SQLite::Statement update(connection, "UPDATE experiment SET work_expected = work_expected + ?, "
                                         "work_seconds = work_seconds + ? WHERE number = ?");
    update.bind(1, work.expected);
    update.bind(2, work.seconds);
    update.bind(3, worked);
    update.exec();
}

WorkSpeed selectSpeed(SQLite::Database& connection, const std::string& attackKind)
{
    const auto ofKind = speedOf(connection, attackKind);
    return ofKind.seconds > 0 ? ofKind : speedOf(connection, {});
}

} // namespace undertone::store
