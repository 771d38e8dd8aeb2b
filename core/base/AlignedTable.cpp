#include "core/base/AlignedTable.h"

#include <algorithm>

namespace undertone::base {

namespace {

using Widths = std::vector<std::size_t>;

std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void widen(Widths& widths, const std::vector<std::string>& fields)
{
    for (std::size_t i = 0; i < fields.size(); ++i)
        widths[i] = std::max(widths[i], widthOf(fields[i]));
}

std::string line(const std::vector<std::string>& fields, const Widths& widths)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i)
        text += fields[i] + std::string(widths[i] - widthOf(fields[i]) + 2, ' ');
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

} // namespace

std::string alignedTable(const std::vector<std::string>& header,
                         const std::vector<std::vector<std::string>>& rows, HeaderRule rule)
{
    Widths widths(header.size());
    widen(widths, header);
    for (const auto& row : rows)
        widen(widths, row);
    std::string text = line(header, widths);
    if (rule == HeaderRule::Dashes) {
        std::vector<std::string> dashes;
        for (const auto width : widths)
            dashes.emplace_back(width, '-');
        text += line(dashes, widths);
    }
    for (const auto& row : rows)
        text += line(row, widths);
    return text;
}

} // namespace undertone::base
