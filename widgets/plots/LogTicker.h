#pragma once

#include "widgets/plots/QCustomPlotHeader.h"

#include <optional>

namespace undertone::widgets {

/// Ticks of a log axis: also 1, 2 and 5 where there are few decades, round numbers where there is less than
/// one, and a named place beyond the largest number.
class LogTicker : public QCPAxisTickerLog
{
public:
    /// No number outside `numbers` is labelled.
    void setNamedPlace(double place, const QString& name, const QCPRange& numbers);

protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    std::optional<double> m_place;
    QString m_name;
    QCPRange m_numbers;
};

} // namespace undertone::widgets
