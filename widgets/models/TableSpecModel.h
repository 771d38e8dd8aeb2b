#pragma once

#include "core/figure/TableSpec.h"

#include <QAbstractTableModel>

namespace undertone::widgets {

/// A result table as it is.
class TableSpecModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { ReferenceRole = Qt::UserRole }; ///< what the row stands for (ReferenceSpec.h)

    explicit TableSpecModel(QObject* parent = nullptr);
    void setTable(const figure::TableSpec& table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    figure::TableSpec m_table;
};

} // namespace undertone::widgets
