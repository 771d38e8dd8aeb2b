#include "widgets/plots/HeatmapPlottable.h"

#include "core/figure/ReferenceSpec.h"

#include <QFontMetricsF>

#include <algorithm>

namespace undertone::widgets {

using figure::HeatmapCell;

namespace {

constexpr double leastPoints = 5; ///< to which a cell's words shrink

} // namespace

HeatmapPlottable::HeatmapPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Heatmap heatmap,
                                   PlotTheme theme)
    : FigurePlottable(keyAxis, valueAxis, heatmap.valueLabel, std::move(theme)), m_heatmap(std::move(heatmap))
{
}

QRectF HeatmapPlottable::cellRect(const HeatmapCell& cell) const
{
    const auto x = static_cast<double>(cell.column);
    const auto y = static_cast<double>(cell.row);
    return QRectF(coordsToPixels(x - 0.5, y - 0.5), coordsToPixels(x + 0.5, y + 0.5)).normalized();
}

const HeatmapCell* HeatmapPlottable::cellAt(const QPointF& place) const
{
    for (const auto& cell : m_heatmap.cells)
        if (cellRect(cell).contains(place))
            return &cell;
    return nullptr;
}

double HeatmapPlottable::selectTest(const QPointF& place, bool onlySelectable, QVariant* /*details*/) const
{
    return !onlySelectable && cellAt(place) ? 0 : -1;
}

QCPRange HeatmapPlottable::getKeyRange(bool& found, QCP::SignDomain /*domain*/) const
{
    found = !m_heatmap.cells.empty();
    double last = 0;
    for (const auto& cell : m_heatmap.cells)
        last = std::max(last, static_cast<double>(cell.column));
    return {-0.5, last + 0.5};
}

QCPRange HeatmapPlottable::getValueRange(bool& found, QCP::SignDomain /*domain*/,
                                         const QCPRange& /*keys*/) const
{
    found = !m_heatmap.cells.empty();
    double last = 0;
    for (const auto& cell : m_heatmap.cells)
        last = std::max(last, static_cast<double>(cell.row));
    return {-0.5, last + 0.5};
}

void HeatmapPlottable::draw(QCPPainter* painter)
{
    painter->setAntialiasing(true);
    for (const auto& cell : m_heatmap.cells) {
        const QColor fill = toQColor(figure::divergingColour(cell.value, m_heatmap.centre, m_heatmap.reach));
        const QRectF rect = cellRect(cell);
        painter->setPen(QPen(theme().background, theme().length(0.75)));
        painter->setBrush(fill);
        painter->drawRect(rect);
        if (cell.crossesChance)
            drawHatching(painter, rect, fill.darker(170));
        drawText(painter, cell, rect, fill);
    }
    drawFrames(painter);
}

void HeatmapPlottable::drawFrames(QCPPainter* painter) const
{
    painter->setBrush(Qt::NoBrush);
    for (const auto& cell : m_heatmap.cells) {
        if (!figure::isSamePoint(cell.reference, m_chosen))
            continue;
        const double width = theme().length(cell.reference == m_chosen ? 2 : 0.8);
        painter->setPen(QPen(theme().text, width));
        painter->drawRect(cellRect(cell).adjusted(width / 2, width / 2, -width / 2, -width / 2));
    }
}

/// Lines of 45 degrees, cut at the cell's edges.
void HeatmapPlottable::drawHatching(QCPPainter* painter, const QRectF& rect, const QColor& colour) const
{
    painter->setPen(QPen(colour, theme().length(0.5)));
    const double step = theme().length(5);
    for (double offset = step / 2; offset < rect.width() + rect.height(); offset += step) {
        const QPointF from(rect.left() + std::min(offset, rect.width()),
                           rect.top() + std::max(0.0, offset - rect.width()));
        const QPointF to(rect.left() + std::max(0.0, offset - rect.height()),
                         rect.top() + std::min(offset, rect.height()));
        painter->drawLine(from, to);
    }
}

void HeatmapPlottable::drawText(QCPPainter* painter, const HeatmapCell& cell, const QRectF& rect,
                                const QColor& fill) const
{
    const QString text = QString::fromStdString(cell.text);
    QFont font = theme().font();
    const QRectF natural = QFontMetricsF(font).boundingRect(text);
    const double fit =
        std::min({1.0, rect.width() * 0.9 / natural.width(), rect.height() * 0.8 / natural.height()});
    if (fit < 1 && theme().points * fit < leastPoints)
        return; // the colour says it, and the pointer or the keys read it
    font.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * fit)));
    const QFontMetricsF metrics(font);
    if (cell.crossesChance) {
        QRectF plate(0, 0, metrics.horizontalAdvance(text) + theme().length(4), metrics.height());
        plate.moveCenter(rect.center());
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRect(plate);
    }
    const figure::Rgb rgb{static_cast<std::uint8_t>(fill.red()), static_cast<std::uint8_t>(fill.green()),
                          static_cast<std::uint8_t>(fill.blue())};
    painter->setFont(font);
    painter->setPen(figure::needsWhiteText(rgb) ? QColor(Qt::white) : QColor(Qt::black));
    painter->drawText(rect, Qt::AlignCenter, text);
}

void HeatmapPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, toQColor(figure::divergingColour(1, m_heatmap.centre, m_heatmap.reach)));
}

} // namespace undertone::widgets
