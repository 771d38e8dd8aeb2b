#include "widgets/panels/HistoryDelegate.h"

#include "widgets/models/HistoryModel.h"

#include <QPainter>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr int padding = 5;
constexpr int barHeight = 2;

bool isGroup(const QModelIndex& index)
{
    return index.siblingAtColumn(HistoryModel::NameColumn).data(HistoryModel::IdRole).toString().isEmpty();
}

void paintBar(QPainter* painter, const QRect& area, const QColor& colour, double fraction)
{
    QColor trough = colour;
    trough.setAlphaF(0.25F);
    painter->fillRect(area, trough);
    QRect done = area;
    done.setWidth(std::max(barHeight, static_cast<int>(area.width() * std::clamp(fraction, 0.0, 1.0))));
    painter->fillRect(done, colour);
}

} // namespace

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    if (isGroup(index)) {
        QFont small = option.font;
        small.setPointSizeF(option.font.pointSizeF() * 0.85);
        small.setBold(true);
        painter->setFont(small);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(padding, 0, -padding, -2), Qt::AlignLeft | Qt::AlignBottom,
                          index.data().toString());
    } else {
        QStyledItemDelegate::paint(painter, option, index);
        if (index.column() == HistoryModel::NameColumn && index.data(HistoryModel::RunningRole).toBool()) {
            const bool selected = option.state.testFlag(QStyle::State_Selected);
            const QRect area(option.rect.left() + 3, option.rect.bottom() - barHeight,
                             option.rect.width() - 6, barHeight);
            paintBar(painter, area,
                     option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight),
                     index.data(HistoryModel::FractionRole).toDouble());
        }
    }
    painter->restore();
}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 2 * padding); // all rows alike: the view need not ask each
    return size;
}

} // namespace undertone::widgets
