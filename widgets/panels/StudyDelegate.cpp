#include "widgets/panels/StudyDelegate.h"

#include "widgets/models/StudyListModel.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace undertone::widgets {

namespace {

constexpr int padding = 5;
constexpr int barHeight = 3;

QFont smallFont(const QFont& font)
{
    QFont result = font;
    result.setPointSizeF(font.pointSizeF() * 0.85);
    return result;
}

bool isSection(const QModelIndex& index)
{
    return index.data(StudyListModel::IdRole).toString().isEmpty();
}

void paintBar(QPainter* painter, const QRect& area, const QColor& colour, double fraction)
{
    QColor trough = colour;
    trough.setAlphaF(0.25F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(trough);
    painter->drawRoundedRect(area, 1, 1);
    QRect done = area;
    done.setWidth(std::max(barHeight, static_cast<int>(area.width() * std::clamp(fraction, 0.0, 1.0))));
    painter->setBrush(colour);
    painter->drawRoundedRect(done, 1, 1);
}

} // namespace

void StudyDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    painter->save();
    if (isSection(index)) {
        painter->setFont(smallFont(option.font));
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(padding, 0, -padding, -2), Qt::AlignLeft | Qt::AlignBottom,
                          index.data().toString().toUpper());
    } else {
        paintStudy(painter, option, index);
    }
    painter->restore();
}

void StudyDelegate::paintStudy(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    QStyleOptionViewItem plain = option;
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &plain, painter, option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect area = option.rect.adjusted(2 * padding, padding, -padding, -padding);
    const QFontMetrics metrics(option.font);
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(option.font);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignTop,
                      metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width()));
    const QFont small = smallFont(option.font);
    painter->setFont(small);
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
    const QRect second = area.adjusted(0, metrics.height() + 1, 0, 0);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignTop,
                      QFontMetrics(small).elidedText(index.data(StudyListModel::DetailRole).toString(),
                                                     Qt::ElideRight, area.width()));
    if (index.data(StudyListModel::RunningRole).toBool())
        paintBar(painter, QRect(area.left(), area.bottom() - barHeight + 1, area.width(), barHeight),
                 option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight),
                 index.data(StudyListModel::FractionRole).toDouble());
}

QSize StudyDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int line = QFontMetrics(option.font).height();
    const int small = QFontMetrics(smallFont(option.font)).height();
    if (isSection(index))
        return {100, small + 3 * padding};
    const int bar = index.data(StudyListModel::RunningRole).toBool() ? barHeight + 3 : 0;
    return {180, line + small + 2 * padding + 2 + bar};
}

} // namespace undertone::widgets
