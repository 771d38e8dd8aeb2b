#include "app/cli/Text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace undertone::cli {

namespace {

/// Characters, not bytes, of UTF-8.
std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string line(const std::vector<std::string>& fields, const std::vector<std::size_t>& widths)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i)
        text += fields[i] + std::string(widths[i] - widthOf(fields[i]) + 2, ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

} // namespace

void printNote(const std::string& text)
{
    writeNote(text + '\n');
}

void writeNote(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

std::string alignedTable(const std::vector<std::string>& header,
                         const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths;
    for (const auto& field : header)
        widths.push_back(widthOf(field));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    std::string text = line(header, widths);
    for (const auto& row : rows)
        text += line(row, widths);
    return text;
}

std::string durationText(double seconds)
{
    if (seconds < 0)
        return "";
    const auto whole = static_cast<long>(seconds + 0.5);
    if (whole >= 3600)
        return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
    if (whole >= 90)
        return fmt::format("{} min", (whole + 30) / 60);
    return fmt::format("{} s", whole);
}

} // namespace undertone::cli
