#pragma once

#include <QListWidget>

#include <optional>

namespace undertone::widgets {

/// A list whose rows the mouse moves to another place (those with Qt::ItemIsDragEnabled). It asks for the
/// move and shows it when it is filled anew: rows that change meanwhile mix nothing up.
class QueueView : public QListWidget
{
    Q_OBJECT

public:
    using QListWidget::QListWidget;

Q_SIGNALS:
    /// The row with this Qt::UserRole goes before what is row `before` now; count(): behind the last.
    void dropped(const QString& id, int before);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int placeAt(const QPoint& position) const;

    QPoint m_pressed;
    QString m_dragged;          ///< empty: nothing can be dragged from there
    std::optional<int> m_place; ///< where it would go
};

} // namespace undertone::widgets
