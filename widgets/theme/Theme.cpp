#include "widgets/theme/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

namespace undertone::widgets {

namespace {

struct Colours
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb muted;
    QRgb highlight;
    QRgb highlighted;
    QRgb link;
    QRgb toolTip;
};

constexpr Colours light{0xfff3f3f3, 0xffffffff, 0xfff5f6f7, 0xffececec, 0xff1a1a1a,
                        0xff767676, 0xff1f6fb2, 0xffffffff, 0xff0b5394, 0xffffffe1};
constexpr Colours dark{0xff2a2c2e, 0xff1e2021, 0xff26282a, 0xff35383b, 0xfff0f0f0,
                       0xff9a9da0, 0xff2d7dc0, 0xffffffff, 0xff7ab8f0, 0xff3a3d40};

QPalette made(const Colours& colours)
{
    QPalette palette;
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, QColor(colours.text));
    palette.setColor(QPalette::Window, QColor(colours.window));
    palette.setColor(QPalette::Base, QColor(colours.base));
    palette.setColor(QPalette::AlternateBase, QColor(colours.alternate));
    palette.setColor(QPalette::Button, QColor(colours.button));
    palette.setColor(QPalette::Light, QColor(colours.button).lighter(120));
    palette.setColor(QPalette::Midlight, QColor(colours.button).lighter(110));
    palette.setColor(QPalette::Mid, QColor(colours.button).darker(130));
    palette.setColor(QPalette::Dark, QColor(colours.button).darker(170));
    palette.setColor(QPalette::BrightText, QColor(0xffd32f2f));
    palette.setColor(QPalette::PlaceholderText, QColor(colours.muted));
    palette.setColor(QPalette::Highlight, QColor(colours.highlight));
    palette.setColor(QPalette::HighlightedText, QColor(colours.highlighted));
    palette.setColor(QPalette::Link, QColor(colours.link));
    palette.setColor(QPalette::LinkVisited, QColor(colours.link));
    palette.setColor(QPalette::ToolTipBase, QColor(colours.toolTip));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(colours.muted));
    return palette;
}

/// Fusion frames its boxes in a shade of the window that is not seen on a dark ground.
class FramedFusion : public QProxyStyle
{
public:
    FramedFusion() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
            return;
        painter->save();
        painter->setBrush(Qt::NoBrush);
        painter->setPen(option->palette.color(QPalette::PlaceholderText));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }
};

} // namespace

QPalette paletteOf(Theme theme)
{
    switch (theme) {
    case Theme::Light:
        return made(light);
    case Theme::Dark:
        return made(dark);
    case Theme::System:
        break;
    }
    return {};
}

void applyTheme(Theme theme)
{
    static const QString desktopStyle = QApplication::style()->name();
    // Other styles draw some controls in the desktop's colours, whatever the palette.
    QApplication::setStyle(theme == Theme::System ? QStyleFactory::create(desktopStyle) : new FramedFusion);
    QApplication::setPalette(paletteOf(theme));
}

} // namespace undertone::widgets
