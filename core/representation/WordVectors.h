#pragma once

#include "core/base/Progress.h"
#include "core/representation/Vocabulary.h"

#include <filesystem>
#include <istream>
#include <string>
#include <vector>

namespace undertone::representation {

/// The vectors of a vocabulary's words.
struct WordVectors
{
    std::size_t dimensions = 0;
    std::size_t known = 0;     ///< words of the vocabulary that the file has
    std::vector<float> values; ///< vocabulary x dimensions; zeros for a word that the file does not have
};

/// Reads word2vec's text and binary files and GloVe's text files; which it is shows in the content: a first
/// line of two whole numbers (words, dimensions) is word2vec's, and control characters behind it make it
/// binary. A word of the vocabulary takes the vector of the same word in the file, else of the first that has
/// its normal form ("paris" that of "Paris"). Everything is checked, only the vocabulary's vectors are kept:
/// memory does not grow with the file. Progress: one unit.
/// @throws Error NotFound; StorageFailed; InvalidFeatures naming file and line (text) or byte (binary): a
/// line that is no word with numbers, another number of dimensions, a number that is not finite as a float, a
/// file that ends early or goes on behind its last word, or that has no word of the vocabulary. Cancelled.
WordVectors readWordVectors(const std::filesystem::path& file, const Vocabulary& vocabulary,
                            base::Progress& progress);
/// The same of a stream that can be positioned; `source` names it in errors.
WordVectors readWordVectors(std::istream& stream, const std::string& source, const Vocabulary& vocabulary,
                            base::Progress& progress);

} // namespace undertone::representation
