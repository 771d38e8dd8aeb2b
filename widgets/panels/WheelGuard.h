#pragma once

#include <QObject>

class QWidget;

namespace undertone::widgets {

/// Keeps the wheel from changing a combo box, slider or spin box unless the user has given it the focus: the
/// page below scrolls instead. Belongs to the widget it guards.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    explicit WheelGuard(QWidget* guarded);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void noteReason(Qt::FocusReason reason);

    QWidget* m_guarded;
    bool m_isChosen = false; ///< the focus was given by the user, not by the page that came to the front
};

} // namespace undertone::widgets
