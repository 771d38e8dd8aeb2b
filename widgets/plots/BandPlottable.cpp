#include "widgets/plots/BandPlottable.h"

#include "widgets/plots/SeriesPlottable.h"

#include <algorithm>

namespace undertone::widgets {

using figure::Point;

BandPlottable::BandPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Series series, PlotTheme theme,
                             double opacity)
    : FigurePlottable(keyAxis, valueAxis, series.entry(), std::move(theme)), m_series(std::move(series)),
      m_colour(this->theme().series(m_series.style)), m_opacity(opacity)
{
}

void BandPlottable::draw(QCPPainter* painter)
{
    painter->setAntialiasing(true);
    if (m_series.pattern == figure::LinePattern::Bars)
        return;
    if (m_series.points.size() > 1 && m_series.pattern != figure::LinePattern::None)
        drawBand(painter);
    else
        for (const auto& point : m_series.points)
            drawBar(painter, point);
}

void BandPlottable::drawBand(QCPPainter* painter) const
{
    const auto [begin, end] = visiblePoints(m_series, keyAxis()->range());
    QPolygonF upper, lower;
    for (std::size_t i = begin; i < end; ++i) {
        const Point& point = m_series.points[i];
        upper << coordsToPixels(point.x, point.high.value_or(point.y));
        lower << coordsToPixels(point.x, point.low.value_or(point.y));
    }
    if (m_series.markers) // many points without markers are noisy: their edges would be clutter
        drawEdges(painter, upper, lower);
    std::reverse(lower.begin(), lower.end());
    QColor fill = m_colour;
    fill.setAlphaF(static_cast<float>(m_opacity));
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(upper + lower);
}

void BandPlottable::drawEdges(QCPPainter* painter, const QPolygonF& upper, const QPolygonF& lower) const
{
    QColor edge = m_colour;
    edge.setAlphaF(0.45F);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(edge, theme().length(0.4)));
    painter->drawPolyline(upper);
    painter->drawPolyline(lower);
}

void BandPlottable::drawBar(QCPPainter* painter, const Point& point) const
{
    if (!point.low || !point.high)
        return;
    QColor colour = m_colour;
    colour.setAlphaF(point.xLow ? 0.55F : 1.0F); // crosses of many settings overlap
    painter->setPen(QPen(colour, theme().length(0.7)));
    const double cap = theme().length(1.8);
    for (const double bound : {*point.low, *point.high}) {
        const QPointF place = coordsToPixels(point.x, bound);
        painter->drawLine(place - QPointF(cap, 0), place + QPointF(cap, 0));
    }
    painter->drawLine(coordsToPixels(point.x, *point.low), coordsToPixels(point.x, *point.high));
    if (!point.xLow || !point.xHigh)
        return;
    for (const double bound : {*point.xLow, *point.xHigh}) {
        const QPointF place = coordsToPixels(bound, point.y);
        painter->drawLine(place - QPointF(0, cap), place + QPointF(0, cap));
    }
    painter->drawLine(coordsToPixels(*point.xLow, point.y), coordsToPixels(*point.xHigh, point.y));
}

void BandPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, m_colour);
}

} // namespace undertone::widgets
