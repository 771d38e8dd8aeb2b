#pragma once

#include <cstdint>

namespace undertone::figure {

/// A colour of the sRGB space.
struct Rgb
{
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb&) const = default;
};

enum class Marker { Circle, Square, Triangle, Diamond, DownTriangle, Cross, Plus };

/// Colour and marker of `Series::style`, repeating (each round of the colours with other markers): the
/// palette of Okabe and Ito (2008), which colour-blind readers can tell apart, without its yellow (too pale
/// on paper); shapes differ as well as colours.
Rgb seriesColour(int style);
Marker seriesMarker(int style);

/// Blue below the centre, near white at it, red above (ends of ColorBrewer's RdBu, safe for colour-blind
/// readers); beyond `centre` +- `reach` the end colours.
Rgb divergingColour(double value, double centre, double reach);
/// Whether text on the colour is white rather than black (relative luminance of WCAG 2).
bool needsWhiteText(Rgb background);

} // namespace undertone::figure
