#pragma once

#include <QWidget>

#include <utility>
#include <vector>

class QTableWidget;

namespace undertone::widgets {

/// Rows of two texts that can be added, changed and removed.
class PairTable : public QWidget
{
    Q_OBJECT

public:
    using Rows = std::vector<std::pair<QString, QString>>;

    /// `titles` of the two columns; `name` of the table for screen readers.
    PairTable(const QStringList& titles, const QString& name, const QString& toolTip,
              QWidget* parent = nullptr);

    Rows rows() const;              ///< without those whose first text is empty
    void setRows(const Rows& rows); ///< silently
    QTableWidget& table() { return *m_table; }

Q_SIGNALS:
    void edited();

private:
    QWidget* makeButtons();
    void addRow(const QString& first, const QString& second);

    QTableWidget* m_table;
};

} // namespace undertone::widgets
