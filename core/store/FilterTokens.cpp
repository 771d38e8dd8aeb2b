#include "core/store/FilterTokens.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cmath>

namespace undertone::store {

namespace {

constexpr std::size_t longest = 10'000; ///< bytes
constexpr std::string_view operatorCharacters = "=!<>~&|";

std::string lowerCase(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// What can stand in a word: letters, digits, anything beyond ASCII, and what numbers, dates and keys have.
bool isWordCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || byte >= 0x80 ||
           std::string_view("_.+-:%").find(c) != std::string_view::npos;
}

class Tokenizer
{
public:
    explicit Tokenizer(std::string_view text) : m_text(text) {}

    std::vector<FilterToken> all()
    {
        std::vector<FilterToken> tokens;
        do
            tokens.push_back(next());
        while (tokens.back().kind != FilterTokenKind::End);
        return tokens;
    }

private:
    FilterToken next()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            advance();
        if (m_at == m_text.size())
            return {FilterTokenKind::End, {}, m_position};
        const char c = m_text[m_at];
        if (c == '(' || c == ')')
            return piece(c == '(' ? FilterTokenKind::Open : FilterTokenKind::Close,
                         [n = 0](char) mutable { return n++ == 0; });
        if (c == '"' || c == '\'')
            return quoted(c);
        if (operatorCharacters.find(c) != std::string_view::npos)
            return checked(piece(FilterTokenKind::Operator, [](char one) {
                return operatorCharacters.find(one) != std::string_view::npos;
            }));
        if (isWordCharacter(c))
            return piece(FilterTokenKind::Word, isWordCharacter);
        throwFilterError(fmt::format("\"{}\" means nothing here.", c),
                         {FilterTokenKind::Operator, {}, m_position},
                         "Texts with such characters stand in quotes: name = \"a; b\".");
    }

    template <typename Belongs>
    FilterToken piece(FilterTokenKind kind, Belongs belongs)
    {
        FilterToken token{kind, {}, m_position};
        while (m_at < m_text.size() && belongs(m_text[m_at])) {
            token.text += m_text[m_at];
            advance();
        }
        return token;
    }

    static FilterToken checked(FilterToken token)
    {
        if (token.text.find_first_of("&|") != std::string::npos || token.text == "!")
            throwFilterError(fmt::format("There is no \"{}\".", token.text), token,
                             "Join comparisons with and, or, not.");
        return token;
    }

    FilterToken quoted(char quote)
    {
        FilterToken token{FilterTokenKind::Text, {}, m_position};
        for (advance(); m_at < m_text.size() && m_text[m_at] != quote; advance())
            token.text += m_text[m_at];
        if (m_at == m_text.size())
            throwFilterError("A quote is not closed.", token,
                             fmt::format("Write {} behind the text.", quote));
        advance();
        return token;
    }

    void advance()
    {
        ++m_at;
        // A code point ends where the next byte does not continue it.
        if (m_at == m_text.size() || (static_cast<unsigned char>(m_text[m_at]) & 0xC0U) != 0x80U)
            ++m_position;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_position = 1;
};

} // namespace

bool FilterToken::isWord(std::string_view word) const
{
    return kind == FilterTokenKind::Word && lowerCase(text) == word;
}

std::optional<double> FilterToken::number() const
{
    if (kind != FilterTokenKind::Word)
        return std::nullopt;
    if (isWord("inf"))
        return HUGE_VAL;
    const std::string_view digits = std::string_view(text).substr(text.starts_with('+') ? 1 : 0);
    double value = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool isWhole = status == std::errc() && end == digits.data() + digits.size();
    return isWhole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string FilterToken::shown() const
{
    return kind == FilterTokenKind::End ? std::string("the end") : "\"" + text + "\"";
}

std::vector<FilterToken> filterTokens(std::string_view text)
{
    if (text.size() > longest)
        throwFilterError("The expression is too long.", {FilterTokenKind::End, {}, longest},
                         "Write a shorter one.");
    return Tokenizer(text).all();
}

void throwFilterError(const std::string& happened, const FilterToken& token, const std::string& remedy)
{
    throw Error(ErrorCode::InvalidRequest, happened,
                {fmt::format("filter, character {}", token.position),
                 remedy,
                 {{"position", std::to_string(token.position)}}});
}

} // namespace undertone::store
