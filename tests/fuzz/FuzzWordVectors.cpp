#include "core/base/Error.h"
#include "core/representation/WordVectors.h"
#include "tests/fuzz/FuzzTarget.h"

#include <sstream>

using namespace undertone;

/// What is accepted has a vector of finite numbers for each word of the vocabulary, and knows some.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const representation::Vocabulary vocabulary({{"the", "yes", "do", "n't", "0.5", "paris"}}, 1);
    std::istringstream stream{std::string(fuzz::textOf(data, size))};
    base::Progress progress;
    try {
        const auto vectors = representation::readWordVectors(stream, "input", vocabulary, progress);
        fuzz::require(vectors.known > 0 && vectors.known < vocabulary.size());
        fuzz::require(vectors.dimensions > 0 && vectors.dimensions < size);
        fuzz::require(vectors.values.size() == vocabulary.size() * vectors.dimensions);
        for (const float value : vectors.values)
            fuzz::require(std::isfinite(value));
    } catch (const Error& error) {
        fuzz::require(error.code() == ErrorCode::InvalidFeatures && !error.remedy().empty());
    }
    return 0;
}
