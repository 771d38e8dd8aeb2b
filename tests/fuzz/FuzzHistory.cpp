#include "core/base/Error.h"
#include "core/experiment/ExperimentSpec.h"
#include "core/store/RunStore.h"
#include "tests/fuzz/FuzzTarget.h"
#include "tests/support/TemporaryFolder.h"

using namespace undertone;

namespace {

/// A store with a study that has a result.
struct Fixture
{
    Fixture()
    {
        const auto id = store.createExperiment(experiment::parseSpec(
            R"({"format": 1, "private": {"corpora": ["one"]}, "shadow": {"corpora": ["two"]}})", "fuzz"));
        experiment::ResultRow row;
        row.sweep = {{"privacy.epsilon", "\"inf\""}};
        store.sink(id)->rowsAggregated({row});
    }

    tests::TemporaryFolder folder;
    store::RunStore store{folder.path() / "undertone.db"};
};

} // namespace

/// Whatever is typed is a filter that the database takes, or an error with its place; and words to search
/// for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Fixture fixture;
    const std::string text(fuzz::textOf(data, size));
    fixture.store.experiments({.search = text});
    try {
        fixture.store.experiments({.filter = text});
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidRequest && error.parameters().contains("position"));
    }
    return 0;
}
