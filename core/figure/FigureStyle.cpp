#include "core/figure/FigureStyleSpec.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace undertone::figure {

namespace {

constexpr std::array<Rgb, paletteSize> palette = {{{0, 114, 178},
                                                   {213, 94, 0},
                                                   {0, 158, 115},
                                                   {204, 121, 167},
                                                   {230, 159, 0},
                                                   {86, 180, 233},
                                                   {110, 110, 110}}};
constexpr std::array<Rgb, 7> diverging = {{{33, 102, 172},
                                           {103, 169, 207},
                                           {209, 229, 240},
                                           {247, 247, 247},
                                           {253, 219, 199},
                                           {239, 138, 98},
                                           {178, 24, 43}}};

constexpr int markers = 7;
constexpr int strokes = 4;

int roundOf(int style)
{
    return std::max(style, 0) / paletteSize;
}

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, double share)
{
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

double linear(std::uint8_t channel)
{
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

} // namespace

Rgb seriesColour(int style)
{
    return palette[static_cast<std::size_t>(std::max(style, 0) % paletteSize)];
}

Marker seriesMarker(int style)
{
    return static_cast<Marker>((std::max(style, 0) % paletteSize + roundOf(style) / 2) % markers);
}

bool hasHollowMarker(int style)
{
    return roundOf(style) % 2 == 1;
}

Stroke seriesStroke(int style)
{
    return static_cast<Stroke>(roundOf(style) % strokes);
}

Rgb divergingColour(double value, double centre, double reach)
{
    const double side = reach > 0 ? std::clamp((value - centre) / reach, -1.0, 1.0) : 0.0;
    const double place = (side + 1) / 2 * (diverging.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), diverging.size() - 2);
    const double share = place - static_cast<double>(below);
    const Rgb& from = diverging[below];
    const Rgb& to = diverging[below + 1];
    return {mixed(from.red, to.red, share), mixed(from.green, to.green, share),
            mixed(from.blue, to.blue, share)};
}

bool needsWhiteText(Rgb background)
{
    const double luminance = 0.2126 * linear(background.red) + 0.7152 * linear(background.green) +
                             0.0722 * linear(background.blue);
    return luminance < 0.179;
}

} // namespace undertone::figure
