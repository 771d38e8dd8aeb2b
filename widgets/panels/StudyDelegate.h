#pragma once

#include <QStyledItemDelegate>

namespace undertone::widgets {

/// A study in two lines, name and state, with a thin bar of progress while it runs; sections in small type.
class StudyDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintStudy(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

} // namespace undertone::widgets
