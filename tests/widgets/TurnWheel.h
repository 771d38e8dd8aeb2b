#pragma once

#include <QCoreApplication>
#include <QWheelEvent>
#include <QWidget>

namespace undertone::tests {

/// One notch towards the user over the middle of a widget.
inline void turnWheel(QWidget* widget)
{
    const QPoint middle = widget->rect().center();
    QWheelEvent notch(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &notch);
}

} // namespace undertone::tests
