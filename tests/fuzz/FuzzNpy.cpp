#include "core/base/Error.h"
#include "core/features/NpyArray.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

/// What is accepted is finite, of the size it claims, and reads back from our own .npy unchanged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    features::NpyArray array;
    try {
        array = features::parseNpy(fuzz::textOf(data, size), "input");
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidFeatures && !error.remedy().empty());
        return 0;
    }
    fuzz::require(array.rows > 0 && array.columns > 0 && array.values.size() == array.rows * array.columns);
    constexpr std::size_t shortestHeader = 61; // {'descr':'<f4','fortran_order':False,'shape':(1,1)}
    fuzz::require(array.values.size() * sizeof(float) + shortestHeader <= size);
    for (const float value : array.values)
        fuzz::require(std::isfinite(value));
    const auto again =
        features::parseNpy(features::npyBytes(array.rows, array.columns, array.values), "again");
    fuzz::require(again.rows == array.rows && again.columns == array.columns && again.values == array.values);
    return 0;
}
