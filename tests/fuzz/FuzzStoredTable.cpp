#include "core/base/Error.h"
#include "core/features/StoredTable.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

/// A damaged table is refused; what is accepted reads back unchanged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    features::FeatureTable table;
    try {
        table = features::parseStoredTable(fuzz::textOf(data, size), "input");
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidFeatures && !error.remedy().empty());
        return 0;
    }
    fuzz::requireSound(table);
    fuzz::require(table.matrix.values.size() * sizeof(float) < size);
    const auto again = features::parseStoredTable(features::storedTableBytes(table), "again");
    fuzz::require(again.keys == table.keys && again.matrix.names == table.matrix.names &&
                  again.matrix.values == table.matrix.values);
    return 0;
}
