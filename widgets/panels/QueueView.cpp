#include "widgets/panels/QueueView.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace undertone::widgets {

namespace {

constexpr int markWidth = 2; ///< of the mark where a row would go

} // namespace

void QueueView::mousePressEvent(QMouseEvent* event)
{
    QListWidget::mousePressEvent(event);
    m_pressed = event->position().toPoint();
    const auto* item = itemAt(m_pressed);
    const bool isMovable = event->button() == Qt::LeftButton && item && item->flags() & Qt::ItemIsDragEnabled;
    m_dragged = isMovable ? item->data(Qt::UserRole).toString() : QString();
}

void QueueView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const bool isFar = (position - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_dragged.isEmpty() || !event->buttons().testFlag(Qt::LeftButton) || !(m_place || isFar))
        return QListWidget::mouseMoveEvent(event);
    m_place = placeAt(position);
    viewport()->update();
}

void QueueView::mouseReleaseEvent(QMouseEvent* event)
{
    const auto place = std::exchange(m_place, std::nullopt);
    const QString dragged = std::exchange(m_dragged, {});
    QListWidget::mouseReleaseEvent(event);
    viewport()->update();
    if (place)
        Q_EMIT dropped(dragged, *place);
}

/// The nearer edge of the row there.
int QueueView::placeAt(const QPoint& position) const
{
    for (int row = 0; row < count(); ++row)
        if (position.y() < visualItemRect(item(row)).center().y())
            return row;
    return count();
}

void QueueView::paintEvent(QPaintEvent* event)
{
    QListWidget::paintEvent(event);
    if (!m_place || count() == 0)
        return;
    const int y = *m_place < count() ? visualItemRect(item(*m_place)).top()
                                     : visualItemRect(item(count() - 1)).bottom() - markWidth + 1;
    QPainter(viewport()).fillRect(0, y, viewport()->width(), markWidth, palette().highlight());
}

} // namespace undertone::widgets
