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
enum class Stroke { Solid, Dashed, Dotted, DashDotted };

/// How many colours there are: `Series::style` + paletteSize has the same colour, the next stroke, and hollow
/// markers where these are filled.
constexpr int paletteSize = 7;

/// How `Series::style` is drawn. Colours: the palette of Okabe and Ito (2008), which colour-blind readers can
/// tell apart, without its yellow (too pale on paper). Markers differ as colours do, strokes and fillings
/// from one round of the colours to the next: without colour all lines can still be told apart.
Rgb seriesColour(int style);
Marker seriesMarker(int style);
bool hasHollowMarker(int style);
Stroke seriesStroke(int style);

/// Blue below the centre, near white at it, red above (ends of ColorBrewer's RdBu, safe for colour-blind
/// readers); beyond `centre` +- `reach` the end colours.
Rgb divergingColour(double value, double centre, double reach);
/// Whether text on the colour is white rather than black (relative luminance of WCAG 2).
bool needsWhiteText(Rgb background);

} // namespace undertone::figure
