#include "widgets/plots/PlotTheme.h"

#include <QFontDatabase>

namespace undertone::widgets {

namespace {

/// One family for every figure: the first that is installed.
QString plotFamily()
{
    const QStringList installed = QFontDatabase::families();
    for (const char* family : {"DejaVu Sans", "Liberation Sans", "Arial", "Helvetica"})
        if (installed.contains(QLatin1String(family)))
            return QLatin1String(family);
    return QFont().family();
}

QColor mixed(const QColor& from, const QColor& to, double share)
{
    return QColor::fromRgbF(static_cast<float>(from.redF() + (to.redF() - from.redF()) * share),
                            static_cast<float>(from.greenF() + (to.greenF() - from.greenF()) * share),
                            static_cast<float>(from.blueF() + (to.blueF() - from.blueF()) * share));
}

} // namespace

QColor toQColor(figure::Rgb rgb)
{
    return {rgb.red, rgb.green, rgb.blue};
}

QFont PlotTheme::font(double scale) const
{
    QFont result(family);
    result.setPixelSize(std::max(1, qRound(points * unit * scale)));
    result.setHintingPreference(QFont::PreferNoHinting);
    return result;
}

QColor PlotTheme::series(int style) const
{
    const QColor colour = toQColor(figure::seriesColour(style));
    return dark ? mixed(colour, Qt::white, 0.25) : colour;
}

PlotTheme PlotTheme::paper(double points, double unit)
{
    PlotTheme theme;
    theme.background = Qt::white;
    theme.text = Qt::black;
    theme.axis = QColor(60, 60, 60);
    theme.grid = QColor(228, 228, 228);
    theme.muted = QColor(105, 105, 105);
    theme.reference = QColor(165, 165, 165);
    theme.family = plotFamily();
    theme.points = points;
    theme.unit = unit;
    return theme;
}

PlotTheme PlotTheme::screen(const QPalette& palette, double dotsPerInch)
{
    PlotTheme theme;
    theme.background = palette.color(QPalette::Base);
    theme.text = palette.color(QPalette::Text);
    theme.dark = theme.background.lightness() < theme.text.lightness();
    theme.axis = mixed(theme.text, theme.background, 0.25);
    theme.grid = mixed(theme.background, theme.text, 0.10);
    theme.muted = mixed(theme.text, theme.background, 0.35);
    theme.reference = mixed(theme.text, theme.background, 0.6);
    theme.family = plotFamily();
    theme.points = 10;
    theme.unit = dotsPerInch / 72;
    return theme;
}

} // namespace undertone::widgets
