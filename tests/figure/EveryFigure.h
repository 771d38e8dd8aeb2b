#pragma once

#include "core/figure/FigureSpec.h"

#include <string>
#include <vector>

namespace undertone::tests {

struct NamedFigure
{
    std::string name;
    figure::FigureSpec figure;
};

/// Each kind of figure that the program draws, with what makes it hard to draw: the six of a study with
/// ceilings and families, or audits; the trade-off over every axis, of two adversaries, with bounds, of
/// categories and beside other studies with long names; the clients behind a row; a corpus's three; the
/// calculator's curve.
std::vector<NamedFigure> everyFigure();

} // namespace undertone::tests
