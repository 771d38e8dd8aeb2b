// A history of 100,000 trials: opening the workspace, listing, filtering, searching. Prints one JSON
// document; seconds of this thread's CPU time, after one call that is not counted.
#include "core/store/RunStore.h"
#include "tests/bench/LargeHistory.h"
#include "tests/bench/Stopwatch.h"
#include "tests/support/TemporaryFolder.h"

#include <fmt/format.h>

#include <string>
using namespace undertone;

namespace {

std::string measured(int studies)
{
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "undertone.db";
    bench::makeHistory(file, studies);
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
    fmt::print("{{\"trials\": {}, \"histories\": [\n{},\n{}]}}\n", bench::trialsOfHistory, measured(2'000),
               measured(20'000));
    return 0;
}
