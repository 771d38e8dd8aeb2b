#include "core/base/Error.h"
#include "core/features/ArffTable.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        fuzz::requireSound(features::parseArff(fuzz::textOf(data, size), "input"));
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidFeatures && !error.remedy().empty());
    }
    return 0;
}
