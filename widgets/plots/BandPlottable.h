#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/FigurePlottable.h"

namespace undertone::widgets {

/// The intervals of a series: a band, or a bar where there is one point only.
class BandPlottable : public FigurePlottable
{
    Q_OBJECT

public:
    /// `opacity`: of the band, 0 to 1.
    BandPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Series series, PlotTheme theme,
                  double opacity);

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void drawBand(QCPPainter* painter) const;
    void drawEdges(QCPPainter* painter, const QPolygonF& upper, const QPolygonF& lower) const;
    void drawBar(QCPPainter* painter, const figure::Point& point) const;

    figure::Series m_series;
    QColor m_colour;
    double m_opacity;
};

} // namespace undertone::widgets
