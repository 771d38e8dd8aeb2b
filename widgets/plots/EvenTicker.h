#pragma once

#include "widgets/plots/QCustomPlotHeader.h"

namespace undertone::widgets {

/// Ticks at round numbers, all with the same number of decimals: 0.0, 0.2, ... 1.0.
class EvenTicker : public QCPAxisTicker
{
protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    int m_decimals = 0;
};

} // namespace undertone::widgets
