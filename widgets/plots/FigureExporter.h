#pragma once

#include "core/figure/FigureSpec.h"

#include <QByteArray>
#include <QString>

namespace undertone::widgets {

enum class ExportFormat { Pdf, Svg, Png };

/// How a figure is printed.
struct ExportOptions
{
    ExportFormat format = ExportFormat::Pdf;
    double widthMm = 86;
    double points = 8;     ///< font size as printed
    int dotsPerInch = 300; ///< PNG
    double aspect = 0.62;  ///< height of the plot without legend and notes / width
    QString family;        ///< font; empty: the first installed of a fixed list
    bool operator==(const ExportOptions&) const = default;
};

/// "pdf", "svg" or "png". @throws Error InvalidRequest for another.
ExportFormat exportFormat(const QString& name);
QString formatName(ExportFormat format);

/// The file's bytes: vectors with embedded fonts (PDF), vectors with text (SVG), or pixels (PNG, the same
/// bytes for the same figure, whatever the format). Always light. Needs a QApplication; call it on the GUI
/// thread.
/// @throws Error InvalidRequest when the size makes no sense.
QByteArray renderFigure(const figure::FigureSpec& figure, const ExportOptions& options);

} // namespace undertone::widgets
