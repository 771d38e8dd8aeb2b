#pragma once

#include <QStyledItemDelegate>

namespace undertone::widgets {

/// Studies in a line each, with a thin bar of progress under the name while one runs; groups in small type
/// across the table.
class HistoryDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace undertone::widgets
