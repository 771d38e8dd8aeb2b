#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/FigurePlottable.h"

namespace undertone::widgets {

/// Cells as rectangles with their values, hatched by lines where the interval crosses chance: vectors all of
/// it.
class HeatmapPlottable : public FigurePlottable
{
    Q_OBJECT

public:
    HeatmapPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Heatmap heatmap, PlotTheme theme);

    const figure::Heatmap& heatmap() const { return m_heatmap; }
    /// A frame around the cell of a reference, and thinner ones around those of the same setting.
    void setChosen(const std::string& reference) { m_chosen = reference; }
    const figure::HeatmapCell* cellAt(const QPointF& place) const;
    QRectF cellRect(const figure::HeatmapCell& cell) const;

    double selectTest(const QPointF& place, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void drawHatching(QCPPainter* painter, const QRectF& rect, const QColor& colour) const;
    void drawText(QCPPainter* painter, const figure::HeatmapCell& cell, const QRectF& rect,
                  const QColor& fill) const;

    void drawFrames(QCPPainter* painter) const;

    figure::Heatmap m_heatmap;
    std::string m_chosen;
};

} // namespace undertone::widgets
