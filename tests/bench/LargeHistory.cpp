#include "tests/bench/LargeHistory.h"

#include "core/experiment/ExperimentSpec.h"
#include "core/store/RunStore.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace undertone::bench {

/// Plain SQL: how the rows came there is no matter.
void makeHistory(const std::filesystem::path& file, int studies)
{
    store::RunStore(file).revision(); // makes the tables
    const auto document = experiment::writeSpec(experiment::parseSpec(
        R"({"format": 1, "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]}})", "bench"));
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    SQLite::Transaction transaction(database);
    const auto numbers = [](int count) {
        return fmt::format(
            "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < "
            "{}) SELECT value FROM n)",
            count);
    };
    const int each = trialsOfHistory / studies;
    SQLite::Statement experiments(database,
                                  "INSERT INTO experiment (id, name, specification, state, created, trials, "
                                  "synthetic) SELECT printf('%012x', 7919 * value), 'Study ' || value, ?, "
                                  "'succeeded', '2026-01-01T00:00:00Z', ?, 0 FROM " +
                                      numbers(studies));
    experiments.bind(1, document);
    experiments.bind(2, each);
    experiments.exec();
    database.exec(
        "INSERT INTO trial (experiment, id, point, point_index, fold, seed, finished) SELECT e.number, "
        "'t' || n.value, '{}', 0, n.value, 8, 1 FROM experiment e JOIN " +
        numbers(each) + " n");
    const int rows = each == 1 ? 8 : 80;
    database.exec(
        "INSERT INTO leakage (experiment, position, point, federation, attribute, attack, adversary, layer, "
        "part, leaked_updates, attack_uar, ser_uar, clients, speakers, speakers_per_class, epsilon_nominal) "
        "SELECT e.number, n.value, '{\"model.dropout\":0.1}', 'fedavg', 'gender', 'second-moment', 'clean', "
        "'first', 'both', n.value % 4, 0.5 + abs(random() % 500) / 1000.0, 0.4, 20, 20, '[10,10]', "
        "n.value % 20 FROM experiment e JOIN " +
        numbers(rows) + " n");
    database.exec("UPDATE experiment SET attack_uar = 0.7, ser_uar = 0.4, starred = number % 10 = 0");
    database.exec("INSERT INTO tag SELECT number, 'tag ' || (number % 7) FROM experiment");
    database.exec(
        "INSERT INTO note SELECT number, 'a remark of some words on study ' || number FROM experiment");
    transaction.commit();
    database.exec("ANALYZE");
}

} // namespace undertone::bench
