#pragma once

#include <QObject>

class QWidget;

namespace undertone::widgets {

/// Keeps the wheel from changing a combo box, slider or spin box that does not have the focus: the page
/// below scrolls instead. Belongs to the widget it guards.
class WheelGuard : public QObject
{
    Q_OBJECT

public:
    explicit WheelGuard(QWidget* guarded);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_guarded;
};

} // namespace undertone::widgets
