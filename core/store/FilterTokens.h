#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace undertone::store {

enum class FilterTokenKind { Word, Text, Operator, Open, Close, End };

/// A piece of a filter expression.
struct FilterToken
{
    FilterTokenKind kind = FilterTokenKind::End;
    std::string text;         ///< of Text: without its quotes
    std::size_t position = 0; ///< of its first character (a code point of UTF-8), from 1

    /// Whether it is this word, which is in lower case, in any case.
    bool isWord(std::string_view word) const;
    /// The number that a Word is, which may be infinite.
    std::optional<double> number() const;
    std::string shown() const; ///< for an error
};

/// The last one is End. @throws Error InvalidRequest.
std::vector<FilterToken> filterTokens(std::string_view text);

/// @throws Error InvalidRequest with the token's place.
[[noreturn]] void throwFilterError(const std::string& happened, const FilterToken& token,
                                   const std::string& remedy);

} // namespace undertone::store
