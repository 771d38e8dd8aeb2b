#include "widgets/plots/LogTicker.h"

#include "core/figure/LogAxisSpec.h"

#include <algorithm>
#include <cmath>

namespace undertone::widgets {

void LogTicker::setNamedPlace(double place, const QString& name, const QCPRange& numbers)
{
    m_place = place;
    m_name = name;
    m_numbers = numbers;
}

QVector<double> LogTicker::createTickVector(double step, const QCPRange& range)
{
    if (range.lower <= 0)
        return QCPAxisTickerLog::createTickVector(step, range);
    const auto ticks = figure::logTicks(range.lower, range.upper);
    QVector<double> kept(ticks.begin(), ticks.end());
    if (kept.size() < 2)
        kept = QCPAxisTicker::createTickVector(QCPAxisTicker::getTickStep(range), range);
    if (m_place) {
        kept.removeIf([this](double tick) {
            return tick > m_numbers.upper * (1 + 1e-9) || tick < m_numbers.lower * (1 - 1e-9);
        });
        kept << *m_place;
    }
    return kept;
}

QString LogTicker::getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision)
{
    if (m_place && std::abs(tick / *m_place - 1) < 1e-9)
        return m_name;
    return QCPAxisTickerLog::getTickLabel(tick, locale, formatChar, precision);
}

} // namespace undertone::widgets
