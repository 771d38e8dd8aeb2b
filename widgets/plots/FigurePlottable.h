#pragma once

#include "widgets/plots/PlotTheme.h"
#include "widgets/plots/QCustomPlotHeader.h"

#include <string>

namespace undertone::widgets {

/// What draws a part of a figure: has a name and a theme, is never selected, and neither answers to the mouse
/// nor stretches an axis unless it says so.
class FigurePlottable : public QCPAbstractPlottable
{
    Q_OBJECT

public:
    double selectTest(const QPointF& place, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keyRange = QCPRange()) const override;

protected:
    FigurePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, const std::string& name, PlotTheme theme);

    const PlotTheme& theme() const { return m_theme; }

private:
    PlotTheme m_theme;
};

} // namespace undertone::widgets
