#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct UBreakIterator; // of ICU

namespace undertone::representation {

/// A word or a text in the form in which words are compared: bytes that are not UTF-8 become U+FFFD,
/// typographic apostrophes become ', the sign that asks for a picture (U+FE0F) goes, then NFC and lower case
/// (Unicode's, of no language). Takes any bytes.
std::string normalForm(std::string_view text);

/// Cuts transcripts into words, the same everywhere and of any bytes:
/// 1. the text's normal form is cut at the word boundaries of Unicode Standard Annex 29 (ICU, root locale);
/// 2. pieces with a letter, a digit or an ideograph are words, and so are emoji; all else separates;
/// 3. the English endings n't, 's, 'm, 're, 've, 'll and 'd are words of their own, as in GloVe: "Don't!" is
///    do, n't.
/// For one thread at a time.
class Tokenizer
{
public:
    /// @throws Error Internal when ICU's data are missing.
    Tokenizer();
    std::vector<std::string> words(std::string_view text);

private:
    std::unique_ptr<UBreakIterator, void (*)(UBreakIterator*)> m_boundaries;
};

} // namespace undertone::representation
