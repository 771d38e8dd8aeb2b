#include "widgets/plots/EvenTicker.h"

#include <cmath>

namespace undertone::widgets {

double EvenTicker::getTickStep(const QCPRange& range)
{
    const double step = QCPAxisTicker::getTickStep(range);
    m_decimals = 0;
    for (double scaled = step; m_decimals < 9 && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10)
        ++m_decimals;
    return step;
}

QString EvenTicker::getTickLabel(double tick, const QLocale& locale, QChar /*formatChar*/, int /*precision*/)
{
    const double zero = std::pow(10.0, -m_decimals - 3);
    return locale.toString(std::abs(tick) < zero ? 0.0 : tick, 'f', m_decimals);
}

} // namespace undertone::widgets
