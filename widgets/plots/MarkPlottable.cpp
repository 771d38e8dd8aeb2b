#include "widgets/plots/MarkPlottable.h"

#include <cmath>

namespace undertone::widgets {

using figure::Mark;

namespace {

QPolygonF triangle(const QPointF& centre, double reach)
{
    return {{centre + QPointF(-reach, -reach), centre + QPointF(reach, -reach), centre + QPointF(0, reach)}};
}

} // namespace

MarkPlottable::MarkPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, std::vector<Mark> marks, PlotTheme theme)
    : FigurePlottable(keyAxis, valueAxis, "marks", std::move(theme)), m_marks(std::move(marks))
{
}

double MarkPlottable::reach() const
{
    return theme().length(3.2);
}

QPointF MarkPlottable::placeOf(const Mark& mark) const
{
    const QRectF area = clipRect();
    return {keyAxis()->coordToPixel(mark.x), area.top() + 1.4 * reach()};
}

const Mark* MarkPlottable::markAt(const QPointF& place) const
{
    for (const auto& mark : m_marks) {
        const QPointF offset = placeOf(mark) - place;
        if (std::max(std::abs(offset.x()), std::abs(offset.y())) <= 1.5 * reach())
            return &mark;
    }
    return nullptr;
}

void MarkPlottable::draw(QCPPainter* painter)
{
    painter->setAntialiasing(true);
    const QRectF area = clipRect();
    for (const auto& mark : m_marks) {
        const QPointF centre = placeOf(mark);
        painter->setPen(QPen(theme().muted, theme().length(0.4)));
        painter->drawLine(centre, QPointF(centre.x(), area.bottom()));
        painter->setPen(QPen(theme().text, theme().length(0.8)));
        painter->setBrush(mark.isSure ? theme().text : theme().background);
        painter->drawPolygon(triangle(centre, reach()));
    }
}

void MarkPlottable::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->setBrush(theme().text);
    painter->drawPolygon(triangle(rect.center(), reach()));
}

} // namespace undertone::widgets
