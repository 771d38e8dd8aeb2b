#include "widgets/panels/WheelGuard.h"

#include <QEvent>
#include <QWidget>

namespace undertone::widgets {

WheelGuard::WheelGuard(QWidget* guarded) : QObject(guarded), m_guarded(guarded)
{
    guarded->setFocusPolicy(Qt::StrongFocus); // else the wheel itself would give the focus
    guarded->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Wheel || m_guarded->hasFocus())
        return QObject::eventFilter(watched, event);
    event->ignore(); // so that the parent gets it
    return true;
}

} // namespace undertone::widgets
