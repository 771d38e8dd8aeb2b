#include "core/corpus/Text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace undertone::corpus {

namespace {

/// Bytes of the sequence that starts with `lead`, 0 for none; the smallest code point that needs them.
struct SequenceShape
{
    std::size_t length;
    std::uint32_t smallest;
    std::uint32_t bits;
};

SequenceShape shapeOf(unsigned char lead)
{
    if (lead < 0x80)
        return {1, 0, lead};
    if (lead >= 0xC2 && lead < 0xE0)
        return {2, 0x80, lead & 0x1FU};
    if (lead >= 0xE0 && lead < 0xF0)
        return {3, 0x800, lead & 0x0FU};
    if (lead >= 0xF0 && lead < 0xF5)
        return {4, 0x10000, lead & 0x07U};
    return {0, 0, 0};
}

/// Code points of Windows-1252's bytes 0x80 to 0x9F.
constexpr std::array<std::uint16_t, 32> windows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// A code point below 0x10000.
void appendUtf8(std::string& text, unsigned point)
{
    if (point < 0x80) {
        text += static_cast<char>(point);
        return;
    }
    if (point < 0x800) {
        text += static_cast<char>(0xC0 | (point >> 6));
    } else {
        text += static_cast<char>(0xE0 | (point >> 12));
        text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    }
    text += static_cast<char>(0x80 | (point & 0x3F));
}

} // namespace

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> splitLines(std::string_view text)
{
    auto lines = split(text, '\n');
    for (auto& line : lines)
        if (line.ends_with('\r'))
            line.remove_suffix(1);
    if (lines.back().empty())
        lines.pop_back();
    return lines;
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string_view stemOf(std::string_view path)
{
    path.remove_prefix(path.find_last_of('/') + 1);
    return path.substr(0, path.find_last_of('.'));
}

bool isNumber(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto shape = shapeOf(static_cast<unsigned char>(text[i]));
        if (shape.length == 0 || text.size() - i < shape.length)
            return false;
        std::uint32_t point = shape.bits;
        for (std::size_t k = 1; k < shape.length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0U) != 0x80)
                return false;
            point = (point << 6) | (next & 0x3FU);
        }
        if (point < shape.smallest || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
            return false;
        i += shape.length;
    }
    return true;
}

std::string toUtf8(std::string_view text)
{
    if (isUtf8(text))
        return std::string(text);
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        appendUtf8(result, byte >= 0x80 && byte < 0xA0 ? windows1252[byte - 0x80] : byte);
    }
    return result;
}

} // namespace undertone::corpus
