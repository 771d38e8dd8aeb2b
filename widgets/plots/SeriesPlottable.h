#pragma once

#include "core/figure/FigureSpec.h"
#include "widgets/plots/FigurePlottable.h"

#include <utility>

namespace undertone::widgets {

/// One series: its line and its markers; chance and references go from side to side. Its intervals are a
/// BandPlottable below.
class SeriesPlottable : public FigurePlottable
{
    Q_OBJECT

public:
    SeriesPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, figure::Series series, PlotTheme theme);

    const figure::Series& series() const { return m_series; }
    /// What the legend says; name() is the same in as many lines as it needs there.
    QString entry() const { return QString::fromStdString(m_series.entry()); }
    /// Rings around the points of a reference, and thinner ones around those of the same setting.
    void setChosen(const std::string& reference) { m_chosen = reference; }
    /// The point that is drawn nearest to a place, and its distance in pixels.
    std::pair<const figure::Point*, double> nearest(const QPointF& place) const;

    double selectTest(const QPointF& place, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    QPen linePen() const;
    QList<qreal> dashes() const;
    void drawAcross(QCPPainter* painter) const;
    void drawMarker(QCPPainter* painter, const QPointF& place) const;

    void drawBars(QCPPainter* painter) const;
    void drawRing(QCPPainter* painter, const figure::Point& point) const;

    figure::Series m_series;
    QColor m_colour;
    std::string m_chosen;
};

/// Indices [first, last) of the points within a range of x, and one beyond each end. Points lie in order of
/// x.
std::pair<std::size_t, std::size_t> visiblePoints(const figure::Series& series, const QCPRange& range);

} // namespace undertone::widgets
