#include "core/base/Error.h"
#include "core/experiment/Sweep.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

/// What is accepted round-trips, and every one of its trials is valid.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string canonical;
    try {
        canonical =
            experiment::writeSpec(experiment::parseSpec(std::string(fuzz::textOf(data, size)), "input"));
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidSpecification && !error.remedy().empty());
        return 0;
    }
    const auto spec = experiment::parseSpec(canonical, "canonical");
    fuzz::require(experiment::writeSpec(spec) == canonical);
    fuzz::require(!experiment::expandTrials(spec).empty());
    return 0;
}
