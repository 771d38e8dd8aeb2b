#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace undertone::representation {

/// What the first line of a word2vec file says: two whole numbers.
struct VectorHeader
{
    std::size_t words = 0;
    std::size_t dimensions = 0;
};

std::optional<VectorHeader> asVectorHeader(std::string_view line);

bool isBlank(std::string_view line);
/// Fields between blanks.
std::size_t countFields(std::string_view line);

/// Fills `vector` from the numbers at the end of a line and returns the word before them; GloVe has words
/// with spaces in them. @throws Error InvalidFeatures with the line's number when they are fewer or more than
/// `vector` has, or when one is none or not finite as a float.
std::string_view takeVector(std::string_view line, std::span<float> vector, std::size_t number,
                            const std::string& source);

} // namespace undertone::representation
