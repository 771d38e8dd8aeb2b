#include "widgets/plots/FigurePlottable.h"

#include <utility>

namespace undertone::widgets {

FigurePlottable::FigurePlottable(QCPAxis* keyAxis, QCPAxis* valueAxis, const std::string& name,
                                 PlotTheme theme)
    : QCPAbstractPlottable(keyAxis, valueAxis), m_theme(std::move(theme))
{
    setName(QString::fromStdString(name));
    setSelectable(QCP::stNone);
}

double FigurePlottable::selectTest(const QPointF& /*place*/, bool /*only*/, QVariant* /*details*/) const
{
    return -1;
}

QCPRange FigurePlottable::getKeyRange(bool& found, QCP::SignDomain /*domain*/) const
{
    found = false;
    return {};
}

QCPRange FigurePlottable::getValueRange(bool& found, QCP::SignDomain /*domain*/,
                                        const QCPRange& /*keys*/) const
{
    found = false;
    return {};
}

} // namespace undertone::widgets
