#pragma once

class QMessageBox;
class QPushButton;
class QWidget;

namespace undertone::app {

/// Boxes that delete themselves; whoever makes one calls open().
QMessageBox* makeAboutBox(QWidget* parent);

struct ClosingBox
{
    QMessageBox* box;
    QPushButton* keep;  ///< "Keep running until done"
    QPushButton* pause; ///< "Pause, and go on next time"
    QPushButton* stop;  ///< "Stop"
};

ClosingBox makeClosingBox(QWidget* parent);

} // namespace undertone::app
