// A history of 100,000 trials: opening the workspace, listing, filtering, searching. Prints one JSON
// document; seconds of this thread's CPU time, after one call that is not counted.
#include "core/experiment/ExperimentSpec.h"
#include "core/store/RunStore.h"
#include "tests/bench/Stopwatch.h"
#include "tests/support/TemporaryFolder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <string>
using namespace undertone;

namespace {

constexpr int trials = 100'000;

/// Studies of as many trials each, ten points of two layers and four numbers of leaked updates where it is a
/// sweep; written as plain SQL, since how they came there is no matter.
void fill(const std::filesystem::path& file, int studies)
{
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
    const int each = trials / studies;
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

std::string measured(int studies)
{
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "undertone.db";
    store::RunStore(file).revision();
    fill(file, studies);
    const double opening = bench::leastCpuSeconds(3, [&] { store::RunStore(file).experiments(); });
    const store::RunStore store(file);
    std::string text = fmt::format("{{\"studies\": {}, \"open_and_list\": {:.4f}", studies, opening);
    const auto add = [&](const char* name, const store::HistoryQuery& query) {
        std::size_t found = 0;
        const double seconds = bench::leastCpuSeconds(5, [&] { found = store.experiments(query).size(); });
        text += fmt::format(", \"{}\": {:.4f}, \"{}_found\": {}", name, seconds, name, found);
    };
    add("list", {});
    add("filter_study", {.filter = "starred and tag = 'tag 3' and corpus = one"});
    add("filter_rows", {.filter = "attack_uar < 0.505 and epsilon <= 2 and starred"});
    add("filter_all_rows", {.filter = "attack_uar < 0.4"});
    add("filter_key", {.filter = "model.dropout > 0.3"});
    add("search", {.search = "remark 77"});
    add("sort_by_corpus", {.filter = "starred", .sort = store::HistoryColumn::Corpus});
    return text + "}";
}

} // namespace

int main()
{
    fmt::print("{{\"trials\": {}, \"histories\": [\n{},\n{}]}}\n", trials, measured(2'000), measured(20'000));
    return 0;
}
