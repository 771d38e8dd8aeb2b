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
    QPushButton* stop; ///< "Stop and close"
};

ClosingBox makeClosingBox(QWidget* parent);

} // namespace undertone::app
