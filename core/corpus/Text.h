#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace undertone::corpus {

std::vector<std::string_view> split(std::string_view text, char separator);
/// Lines without their ends; an empty last line is none.
std::vector<std::string_view> splitLines(std::string_view text);
std::string_view trim(std::string_view text);
std::string lowerCase(std::string_view text);
/// The file name without folders and without its extension.
std::string_view stemOf(std::string_view path);
/// True when `text` holds decimal digits alone, at least one.
bool isNumber(std::string_view text);

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool isUtf8(std::string_view text);
/// The text if it is UTF-8, else every byte of it read as Windows-1252 (its five undefined bytes as Latin-1).
std::string toUtf8(std::string_view text);

} // namespace undertone::corpus
