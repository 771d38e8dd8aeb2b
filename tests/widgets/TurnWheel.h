#pragma once

#include <QApplication>
#include <QWheelEvent>
#include <QWidget>
#include <QtTest/qtestspontaneevent.h>

namespace undertone::tests {

/// One notch towards the user over the middle of a widget.
inline void turnWheel(QWidget* widget)
{
    const QPoint middle = widget->rect().center();
    QWheelEvent notch(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&notch); // others do not go on to the parent
    qApp->notify(widget, &notch);
}

} // namespace undertone::tests
