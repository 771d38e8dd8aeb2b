#include "widgets/panels/WheelGuard.h"

#include <QFocusEvent>
#include <QWidget>

namespace undertone::widgets {

WheelGuard::WheelGuard(QWidget* guarded) : QObject(guarded), m_guarded(guarded)
{
    guarded->setFocusPolicy(Qt::StrongFocus); // else the wheel itself would give the focus
    guarded->installEventFilter(this);
}

/// That a list or a window was closed changes nothing.
void WheelGuard::noteReason(Qt::FocusReason reason)
{
    if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason &&
        reason != Qt::MenuBarFocusReason)
        m_isChosen = reason != Qt::OtherFocusReason;
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        noteReason(static_cast<QFocusEvent*>(event)->reason());
    if (event->type() != QEvent::Wheel || (m_isChosen && m_guarded->hasFocus()))
        return QObject::eventFilter(watched, event);
    event->ignore(); // so that the parent gets it
    return true;
}

} // namespace undertone::widgets
