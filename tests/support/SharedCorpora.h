#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace undertone::tests {

/// The folder of a real corpus beside the project (../shared/corpora/NAME, or $UNDERTONE_TEST_CORPORA/NAME),
/// if it is there: the tests that need it say "skipped" where it is not.
std::optional<std::filesystem::path> sharedCorpus(const std::string& name);

} // namespace undertone::tests
