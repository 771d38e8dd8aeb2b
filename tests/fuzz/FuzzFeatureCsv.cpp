#include "core/base/Error.h"
#include "core/features/FeatureCsv.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

/// What is accepted is sound.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    features::FeatureTable table;
    try {
        table = features::parseFeatureCsv(fuzz::textOf(data, size), "input");
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidFeatures && !error.remedy().empty());
        return 0;
    }
    fuzz::requireSound(table);
    return 0;
}
