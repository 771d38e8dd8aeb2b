#pragma once

#include "core/features/FeatureTable.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// The entry point of libFuzzer. Returns 0; ends the process on any defect.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace undertone::fuzz {

inline std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process when what must hold does not.
inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// What every reader of tables promises of what it accepts.
inline void requireSound(const features::FeatureTable& table)
{
    require(table.matrix.rows > 0 && table.keys.size() == table.matrix.rows);
    require(table.matrix.values.size() == table.matrix.rows * table.matrix.columns());
    for (const float value : table.matrix.values)
        require(std::isfinite(value));
}

} // namespace undertone::fuzz
