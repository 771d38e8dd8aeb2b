#include "widgets/models/TableSpecModel.h"

namespace undertone::widgets {

TableSpecModel::TableSpecModel(QObject* parent) : QAbstractTableModel(parent) {}

void TableSpecModel::setTable(const figure::TableSpec& table)
{
    const bool sameShape = table.columns == m_table.columns && table.rows.size() == m_table.rows.size();
    if (!sameShape)
        beginResetModel();
    m_table = table;
    if (!sameShape)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int TableSpecModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int TableSpecModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant TableSpecModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto place = static_cast<std::size_t>(index.row());
    if (role == ReferenceRole && place < m_table.references.size())
        return QString::fromStdString(m_table.references[place]);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto& row = m_table.rows[place];
    return QString::fromStdString(row[static_cast<std::size_t>(index.column())]);
}

QVariant TableSpecModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole;
    if (orientation != Qt::Horizontal || !isText || section >= columnCount())
        return {};
    return QString::fromStdString(m_table.columns[static_cast<std::size_t>(section)]);
}

} // namespace undertone::widgets
