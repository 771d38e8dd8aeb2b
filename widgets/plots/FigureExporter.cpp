#include "widgets/plots/FigureExporter.h"

#include "core/base/Error.h"
#include "widgets/plots/FigureDrawing.h"
#include "widgets/plots/QCustomPlotHeader.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QImage>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr double unit = 10; ///< device units in a point
constexpr int unitsPerInch = 720;
constexpr double millimetresPerInch = 25.4;

double toMillimetres(int units)
{
    return units * millimetresPerInch / unitsPerInch;
}

void paint(QCustomPlot& plot, const QSize& size, QPaintDevice& device, double scale,
           QCPPainter::PainterModes modes)
{
    QCPPainter painter;
    painter.begin(&device);
    painter.setModes(modes);
    painter.scale(scale, scale);
    painter.fillRect(QRect(QPoint(), size), Qt::white);
    plot.toPainter(&painter, size.width(), size.height());
    painter.end();
}

const QCPPainter::PainterModes vectorModes =
    QCPPainter::pmVectorized | QCPPainter::pmNoCaching | QCPPainter::pmNonCosmetic;

/// The same figure gives the same bytes at every run. Blanks, so that every object stays where the file's
/// table of contents says.
QByteArray withoutDate(QByteArray document)
{
    const QByteArray key = "/CreationDate (";
    const auto begin = document.indexOf(key);
    const auto end = document.indexOf(')', begin);
    if (begin >= 0 && end >= 0)
        document.replace(begin, end - begin + 1, QByteArray(end - begin + 1, ' '));
    return document;
}

QByteArray pdf(QCustomPlot& plot, const QSize& size, const QString& title)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(unitsPerInch);
    writer.setCreator(QStringLiteral("Undertone"));
    writer.setTitle(title);
    writer.setPageSize(QPageSize(QSizeF(toMillimetres(size.width()), toMillimetres(size.height())),
                                 QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    paint(plot, size, writer, 1, vectorModes);
    return withoutDate(buffer.data());
}

QByteArray svg(QCustomPlot& plot, const QSize& size, const QString& title)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setTitle(title);
    generator.setResolution(unitsPerInch);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    paint(plot, size, generator, 1, vectorModes);
    return buffer.data();
}

QByteArray png(QCustomPlot& plot, const QSize& size, int dotsPerInch)
{
    const double scale = static_cast<double>(dotsPerInch) / unitsPerInch;
    QImage image(qRound(size.width() * scale), qRound(size.height() * scale), QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDotsPerMeterX(qRound(dotsPerInch * 1000 / millimetresPerInch));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    paint(plot, size, image, scale, QCPPainter::pmNoCaching | QCPPainter::pmNonCosmetic);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

void check(bool sensible, const char* what, const char* remedy)
{
    if (!sensible)
        throw Error(ErrorCode::InvalidRequest, what, "", remedy);
}

} // namespace

ExportFormat exportFormat(const QString& name)
{
    for (const auto format : {ExportFormat::Pdf, ExportFormat::Svg, ExportFormat::Png})
        if (name == formatName(format))
            return format;
    throw Error(ErrorCode::InvalidRequest, "There is no figure format \"" + name.toStdString() + "\".", "",
                "Choose pdf, svg or png.");
}

QString formatName(ExportFormat format)
{
    return format == ExportFormat::Pdf   ? QStringLiteral("pdf")
           : format == ExportFormat::Svg ? QStringLiteral("svg")
                                         : QStringLiteral("png");
}

QByteArray renderFigure(const figure::FigureSpec& figure, const ExportOptions& options)
{
    check(options.widthMm >= 20 && options.widthMm <= 1000, "The figure's width makes no sense.",
          "Give a width between 20 and 1000 mm.");
    check(options.points >= 4 && options.points <= 72, "The font size makes no sense.",
          "Give a size between 4 and 72 points.");
    check(options.dotsPerInch >= 36 && options.dotsPerInch <= 2400, "The resolution makes no sense.",
          "Give a resolution between 36 and 2400 dots per inch.");
    check(options.family.isEmpty() || QFontDatabase::families().contains(options.family),
          "The font is not installed.", "Choose an installed family, or leave the font out.");
    PlotTheme theme = PlotTheme::paper(options.points, unit);
    if (!options.family.isEmpty())
        theme.family = options.family;
    QCustomPlot plot;
    FigureDrawing drawing(plot);
    drawing.draw(figure, theme);
    const int width = qRound(options.widthMm / millimetresPerInch * unitsPerInch);
    const int plotHeight = std::max(qRound(width * options.aspect), drawing.leastPlotHeight());
    drawing.arrange(width);
    const QSize size(width, plotHeight + drawing.extraHeight());
    drawing.fitInto(size.width(), size.height());
    const QString title = QString::fromStdString(figure.title);
    switch (options.format) {
    case ExportFormat::Pdf:
        return pdf(plot, size, title);
    case ExportFormat::Svg:
        return svg(plot, size, title);
    case ExportFormat::Png:
        return png(plot, size, options.dotsPerInch);
    }
    return {};
}

} // namespace undertone::widgets
