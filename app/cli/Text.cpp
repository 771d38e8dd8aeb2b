#include "app/cli/Text.h"

#include <fmt/format.h>

#include <cstdio>

namespace undertone::cli {

void printNote(const std::string& text)
{
    writeNote(text + '\n');
}

void writeNote(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
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
