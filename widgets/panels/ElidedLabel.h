#pragma once

#include <QLabel>

namespace undertone::widgets {

/// One line of plain words, which ends with an ellipsis where the room does; all of it is the tooltip.
class ElidedLabel : public QLabel
{
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setWords(const QString& words);
    /// What is in sight.
    QString shown() const;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace undertone::widgets
