#pragma once

namespace undertone::figure {

/// As printed.
struct PrintedSize
{
    double widthMm = 86; ///< one column of a two-column paper
    double points = 8;   ///< of the type
};

} // namespace undertone::figure
