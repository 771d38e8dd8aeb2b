#include "core/representation/Tokenizer.h"

#include "core/base/Error.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <limits>

namespace undertone::representation {

namespace {

/// U+0092 is what is left of an apostrophe of Windows-1252 that was read as Latin-1.
constexpr std::array<char16_t, 4> apostrophes = {0x2019, 0x02BC, 0xFF07, 0x0092};
constexpr char16_t emojiStyle = 0xFE0F; ///< asks for a picture: "❤" with and without are one word
constexpr std::array<std::string_view, 7> endings = {"n't", "'s", "'m", "'re", "'ve", "'ll", "'d"};

void require(UErrorCode code)
{
    if (U_FAILURE(code))
        throw Error(ErrorCode::Internal, std::string("Text cannot be processed: ") + u_errorName(code) + ".",
                    "ICU", "Install ICU with its data, or give shorter texts.");
}

icu::UnicodeString composed(const icu::UnicodeString& text)
{
    UErrorCode code = U_ZERO_ERROR;
    auto result = icu::Normalizer2::getNFCInstance(code)->normalize(text, code);
    require(code);
    return result;
}

icu::UnicodeString normalized(std::string_view text)
{
    if (text.size() > std::numeric_limits<std::int32_t>::max() / 4)
        require(U_BUFFER_OVERFLOW_ERROR);
    auto unicode =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    for (const auto apostrophe : apostrophes)
        unicode.findAndReplace(icu::UnicodeString(apostrophe), icu::UnicodeString(u'\''));
    unicode.findAndReplace(icu::UnicodeString(emojiStyle), icu::UnicodeString());
    return composed(composed(unicode).toLower(icu::Locale::getRoot()));
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// From the first emoji on, for joiners stick to what is before them; empty without one.
icu::UnicodeString emojiOf(const icu::UnicodeString& text)
{
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        if (u_hasBinaryProperty(text.char32At(i), UCHAR_EXTENDED_PICTOGRAPHIC) ||
            u_hasBinaryProperty(text.char32At(i), UCHAR_REGIONAL_INDICATOR))
            return text.tempSubString(i);
    return {};
}

/// Adds a word, its English ending apart.
void addWord(std::vector<std::string>& words, std::string word)
{
    const auto ending = std::find_if(endings.begin(), endings.end(), [&](std::string_view text) {
        return word.size() > text.size() && word.ends_with(text);
    });
    if (ending == endings.end())
        return words.push_back(std::move(word));
    words.push_back(word.substr(0, word.size() - ending->size()));
    words.emplace_back(*ending);
}

} // namespace

std::string normalForm(std::string_view text)
{
    std::string form;
    if (!isAscii(text)) {
        normalized(text).toUTF8String(form);
        return form;
    }
    std::transform(text.begin(), text.end(), std::back_inserter(form),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return form;
}

Tokenizer::Tokenizer() : m_boundaries(nullptr, ubrk_close)
{
    UErrorCode code = U_ZERO_ERROR;
    m_boundaries.reset(ubrk_open(UBRK_WORD, "", nullptr, 0, &code));
    require(code);
}

std::vector<std::string> Tokenizer::words(std::string_view text)
{
    const auto unicode = normalized(text);
    UErrorCode code = U_ZERO_ERROR;
    ubrk_setText(m_boundaries.get(), unicode.getBuffer(), unicode.length(), &code);
    require(code);
    std::vector<std::string> words;
    for (std::int32_t begin = 0, end = ubrk_next(m_boundaries.get()); end != UBRK_DONE;
         begin = end, end = ubrk_next(m_boundaries.get())) {
        const auto piece = unicode.tempSubStringBetween(begin, end);
        const bool isWord = ubrk_getRuleStatus(m_boundaries.get()) >= UBRK_WORD_NONE_LIMIT;
        std::string word;
        (isWord ? piece : emojiOf(piece)).toUTF8String(word);
        if (!word.empty())
            addWord(words, std::move(word));
    }
    return words;
}

} // namespace undertone::representation
