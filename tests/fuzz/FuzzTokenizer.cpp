#include "core/corpus/Text.h"
#include "core/representation/Tokenizer.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace undertone;

/// Of any bytes: words are UTF-8, not empty, hold no blank and are in normal form; the normal form is one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static representation::Tokenizer tokenizer;
    const auto text = fuzz::textOf(data, size);
    const auto form = representation::normalForm(text);
    fuzz::require(corpus::isUtf8(form) && representation::normalForm(form) == form);
    const auto words = tokenizer.words(text);
    fuzz::require(words == tokenizer.words(text));
    for (const auto& word : words) {
        fuzz::require(!word.empty() && corpus::isUtf8(word));
        fuzz::require(word.find_first_of(" \t\r\n<>") == std::string::npos);
        fuzz::require(representation::normalForm(word) == word);
    }
    return 0;
}
