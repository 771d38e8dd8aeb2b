#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::features {

/// A matrix of a NumPy .npy file, row-major.
struct NpyArray
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values;
};

/// Reads format version 1, 2 or 3: two dimensions, little-endian float32 or float64, C order, every value
/// finite as a float. @throws Error InvalidFeatures naming `source` and what is wrong: not an .npy file, a
/// header that cannot be read, another type, order or number of dimensions, a length that does not fit the
/// shape, a value that is not finite with its row and column.
NpyArray parseNpy(std::string_view bytes, const std::string& source);

/// Version 1.0, float32, C order. `values` holds rows x columns numbers.
/// What comes before the values of a float32 matrix.
std::string npyHeader(std::size_t rows, std::size_t columns);
std::string npyBytes(std::size_t rows, std::size_t columns, const std::vector<float>& values);

} // namespace undertone::features
