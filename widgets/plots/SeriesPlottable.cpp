#include "widgets/plots/SeriesPlottable.h"

#include "core/figure/ReferenceSpec.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace undertone::widgets {

using figure::Marker;
using figure::Point;

namespace {

constexpr double markerPoints = 4.6;
constexpr double ringPoints = 9;
constexpr double frontierPoints = 6.6;

QPolygonF polygon(Marker marker, const QPointF& centre, double reach)
{
    const auto at = [&](double x, double y) { return centre + QPointF(x * reach, y * reach); };
    switch (marker) {
    case Marker::Square:
        return {{at(-0.85, -0.85), at(0.85, -0.85), at(0.85, 0.85), at(-0.85, 0.85)}};
    case Marker::Triangle:
        return {{at(0, -1.1), at(1, 0.75), at(-1, 0.75)}};
    case Marker::DownTriangle:
        return {{at(0, 1.1), at(1, -0.75), at(-1, -0.75)}};
    default:
        return {{at(0, -1.2), at(1.1, 0), at(0, 1.2), at(-1.1, 0)}};
    }
}

/// On at the same height until the next point, then up or down to it.
QPolygonF steps(const QPolygonF& line)
{
    QPolygonF corners;
    for (const auto& place : line) {
        if (!corners.isEmpty())
            corners << QPointF(place.x(), corners.back().y());
        corners << place;
    }
    return corners;
}

void drawCross(QCPPainter* painter, Marker marker, const QPointF& centre, double reach)
{
    const QPointF a = marker == Marker::Plus ? QPointF(reach, 0) : QPointF(0.8 * reach, 0.8 * reach);
    const QPointF b = marker == Marker::Plus ? QPointF(0, reach) : QPointF(0.8 * reach, -0.8 * reach);
    painter->drawLine(centre - a, centre + a);
    painter->drawLine(centre - b, centre + b);
}

QList<qreal> dashesOf(figure::Stroke stroke)
{
    switch (stroke) {
    case figure::Stroke::Solid:
        return {};
    case figure::Stroke::Dashed:
        return {4, 2};
    case figure::Stroke::Dotted:
        return {1, 1.5};
    case figure::Stroke::DashDotted:
        return {5, 2, 1, 2};
    }
    return {};
}

} // namespace

std::pair<std::size_t, std::size_t> visiblePoints(const figure::Series& series, const QCPRange& range)
{
    const auto& points = series.points;
    const auto before = [](const Point& point, double x) { return point.x < x; };
    const auto after = [](double x, const Point& point) { return x < point.x; };
    auto begin = std::lower_bound(points.begin(), points.end(), range.lower, before);
    auto end = std::upper_bound(points.begin(), points.end(), range.upper, after);
    begin -= begin == points.begin() ? 0 : 1;
    end += end == points.end() ? 0 : 1;
    return {static_cast<std::size_t>(begin - points.begin()), static_cast<std::size_t>(end - points.begin())};
}

SeriesPlottable::SeriesPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Series series, PlotTheme theme)
    : FigurePlottable(keyAxis, valueAxis, series.entry(), std::move(theme)), m_series(std::move(series)),
      m_colour(m_series.role == figure::SeriesRole::Published ? this->theme().reference
               : m_series.role == figure::SeriesRole::Bound || m_series.role == figure::SeriesRole::Frontier
                   ? this->theme().text
               : m_series.spansWidth() ? this->theme().muted
                                       : this->theme().series(m_series.style))
{
}

QPen SeriesPlottable::linePen() const
{
    QPen pen(m_colour, theme().length(m_series.spansWidth() ? 0.7 : 1.1));
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (const auto pattern = dashes(); !pattern.isEmpty())
        pen.setDashPattern(pattern);
    return pen;
}

QList<qreal> SeriesPlottable::dashes() const
{
    if (m_series.role == figure::SeriesRole::Reference)
        return {8, 3, 1, 3};
    if (m_series.role == figure::SeriesRole::Bound)
        return m_series.axis == figure::SeriesAxis::Left ? QList<qreal>{10, 3, 1, 3, 1, 3}
                                                         : QList<qreal>{1, 4};
    if (m_series.role == figure::SeriesRole::Chance)
        return m_series.axis == figure::SeriesAxis::Left && !m_series.isUpright ? QList<qreal>{6, 4}
                                                                                : QList<qreal>{2, 3};
    const bool isDotted =
        m_series.pattern == figure::LinePattern::Dotted || m_series.role == figure::SeriesRole::Frontier;
    return isDotted ? QList<qreal>{1.5, 1.5} : dashesOf(figure::seriesStroke(m_series.style));
}

std::pair<const Point*, double> SeriesPlottable::nearest(const QPointF& place) const
{
    std::pair<const Point*, double> best{nullptr, std::numeric_limits<double>::infinity()};
    for (const auto& point : m_series.points) {
        const QPointF offset = coordsToPixels(point.x, point.y) - place;
        const double distance = std::hypot(offset.x(), offset.y());
        if (distance < best.second)
            best = {&point, distance};
    }
    return best;
}

double SeriesPlottable::selectTest(const QPointF& place, bool onlySelectable, QVariant* /*details*/) const
{
    return onlySelectable || m_series.spansWidth() || m_series.points.empty() ? -1 : nearest(place).second;
}

QCPRange SeriesPlottable::getKeyRange(bool& found, QCP::SignDomain /*domain*/) const
{
    found = (!m_series.spansWidth() || m_series.isUpright) && !m_series.points.empty();
    if (!found)
        return {};
    QCPRange range(m_series.points.front().x, m_series.points.front().x);
    for (const auto& point : m_series.points) {
        range.expand(point.xLow.value_or(point.x));
        range.expand(point.xHigh.value_or(point.x));
    }
    const double margin = m_series.pattern == figure::LinePattern::Bars && m_series.points.size() > 1
                              ? (m_series.points[1].x - m_series.points[0].x) / 2
                              : 0;
    return {range.lower - margin, range.upper + margin};
}

QCPRange SeriesPlottable::getValueRange(bool& found, QCP::SignDomain /*domain*/,
                                        const QCPRange& /*keys*/) const
{
    found = !m_series.points.empty() && !m_series.isUpright;
    if (!found)
        return {};
    QCPRange range(m_series.points.front().y, m_series.points.front().y);
    for (const auto& point : m_series.points) {
        range.expand(point.low.value_or(point.y));
        range.expand(point.high.value_or(point.y));
    }
    return range;
}

void SeriesPlottable::draw(QCPPainter* painter)
{
    if (m_series.points.empty())
        return;
    painter->setAntialiasing(true);
    if (m_series.spansWidth())
        return drawAcross(painter);
    if (m_series.pattern == figure::LinePattern::Bars)
        return drawBars(painter);
    const auto [begin, end] = visiblePoints(m_series, keyAxis()->range());
    QPolygonF line;
    for (std::size_t i = begin; i < end; ++i)
        line << coordsToPixels(m_series.points[i].x, m_series.points[i].y);
    painter->setPen(linePen());
    painter->setBrush(Qt::NoBrush);
    if (m_series.role == figure::SeriesRole::Frontier)
        painter->drawPolyline(steps(line));
    else if (m_series.pattern != figure::LinePattern::None)
        painter->drawPolyline(line);
    for (const auto& place : line)
        if (m_series.markers)
            drawMarker(painter, place);
    for (std::size_t i = begin; i < end; ++i)
        if (figure::isSamePoint(m_series.points[i].reference, m_chosen))
            drawRing(painter, m_series.points[i]);
}

void SeriesPlottable::drawRing(QCPPainter* painter, const Point& point) const
{
    const double reach = theme().length(ringPoints) / 2;
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme().text, theme().length(point.reference == m_chosen ? 1.2 : 0.6)));
    painter->drawEllipse(coordsToPixels(point.x, point.y), reach, reach);
}

void SeriesPlottable::drawBars(QCPPainter* painter) const
{
    const auto& points = m_series.points;
    const double width = points.size() > 1 ? 0.8 * (points[1].x - points[0].x) : 0.8;
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_colour);
    for (const auto& point : points)
        painter->drawRect(
            QRectF(coordsToPixels(point.x - width / 2, point.y), coordsToPixels(point.x + width / 2, 0))
                .normalized());
}

void SeriesPlottable::drawAcross(QCPPainter* painter) const
{
    const QRectF area = clipRect();
    painter->setPen(linePen());
    if (m_series.isUpright) {
        const double x = keyAxis()->coordToPixel(m_series.points.front().x);
        return painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    const double y = valueAxis()->coordToPixel(m_series.points.front().y);
    painter->drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
}

void SeriesPlottable::drawMarker(QCPPainter* painter, const QPointF& place) const
{
    if (m_series.role == figure::SeriesRole::Frontier) {
        painter->setPen(QPen(m_colour, theme().length(0.8)));
        painter->setBrush(Qt::NoBrush);
        return painter->drawEllipse(place, theme().length(frontierPoints) / 2,
                                    theme().length(frontierPoints) / 2);
    }
    const double reach = theme().length(markerPoints) / 2;
    const Marker marker = figure::seriesMarker(m_series.style);
    if (marker == Marker::Cross || marker == Marker::Plus) {
        painter->setPen(QPen(m_colour, theme().length(1.1)));
        return drawCross(painter, marker, place, reach);
    }
    const bool isHollow = figure::hasHollowMarker(m_series.style);
    painter->setPen(isHollow ? QPen(m_colour, theme().length(0.9))
                             : QPen(theme().background, theme().length(0.5)));
    painter->setBrush(isHollow ? theme().background : m_colour);
    if (marker == Marker::Circle)
        painter->drawEllipse(place, reach, reach);
    else
        painter->drawPolygon(polygon(marker, place, reach));
}

void SeriesPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->setAntialiasing(true);
    if (m_series.pattern == figure::LinePattern::Bars)
        return painter->fillRect(rect, m_colour);
    painter->setPen(linePen());
    if (m_series.pattern != figure::LinePattern::None)
        painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
    if (m_series.markers && !m_series.spansWidth())
        drawMarker(painter, rect.center());
}

} // namespace undertone::widgets
