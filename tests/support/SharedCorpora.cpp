#include "tests/support/SharedCorpora.h"

#include <cstdlib>

namespace undertone::tests {

std::optional<std::filesystem::path> sharedCorpus(const std::string& name)
{
    const char* chosen = std::getenv("UNDERTONE_TEST_CORPORA");
    const std::filesystem::path folder =
        (chosen ? std::filesystem::path(chosen)
                : std::filesystem::path(UNDERTONE_SOURCE_DIR) / ".." / "shared" / "corpora") /
        name;
    if (!std::filesystem::exists(folder))
        return std::nullopt;
    return folder;
}

} // namespace undertone::tests
