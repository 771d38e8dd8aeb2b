#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/FigurePlottable.h"

#include <vector>

namespace undertone::widgets {

/// Triangles along the top edge that point at places of the x axis, each with a thin line down.
class MarkPlottable : public FigurePlottable
{
    Q_OBJECT

public:
    MarkPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, std::vector<figure::Mark> marks, PlotTheme theme);

    const figure::Mark* markAt(const QPointF& place) const;
    /// The middle of the triangle.
    QPointF placeOf(const figure::Mark& mark) const;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    double reach() const;

    std::vector<figure::Mark> m_marks;
};

} // namespace undertone::widgets
