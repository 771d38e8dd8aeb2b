#pragma once

#include "core/figure/FigureStyleSpec.h"

#include <QColor>
#include <QFont>
#include <QPalette>

namespace undertone::widgets {

/// Colours and sizes of a drawing. Lengths are those that suit type of 8 points, in points (1/72 inch); they
/// grow with the type. The screen and the paper are laid out by the same code.
struct PlotTheme
{
    QColor background;
    QColor text;
    QColor axis;
    QColor grid;
    QColor muted;     ///< chance lines, notes
    QColor reference; ///< published results
    bool dark = false;
    QString family;
    double points = 8; ///< font size
    double unit = 1;   ///< device units in a point

    double length(double inPoints) const { return inPoints * unit * points / 8; }
    QFont font(double scale = 1) const;
    QColor series(int style) const;

    /// Black on white. `unit`: 10 device units in a point are precise enough for any printer.
    static PlotTheme paper(double points, double unit);
    /// The colours of a widget, light or dark, at the screen's resolution.
    static PlotTheme screen(const QPalette& palette, double dotsPerInch);
};

QColor toQColor(figure::Rgb rgb);

} // namespace undertone::widgets
