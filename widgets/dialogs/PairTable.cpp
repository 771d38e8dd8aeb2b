#include "widgets/dialogs/PairTable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace undertone::widgets {

PairTable::PairTable(const QStringList& titles, const QString& name, const QString& toolTip, QWidget* parent)
    : QWidget(parent), m_table(new QTableWidget(0, 2))
{
    m_table->setHorizontalHeaderLabels(titles);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setMinimumSectionSize(130);
    m_table->verticalHeader()->hide();
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(name);
    m_table->setToolTip(toolTip);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    column->addWidget(makeButtons());
    setFocusProxy(m_table);
    connect(m_table, &QTableWidget::itemChanged, this, &PairTable::edited);
}

QWidget* PairTable::makeButtons()
{
    auto* add = new QPushButton(tr("Add"));
    add->setToolTip(tr("Add a row"));
    add->setAccessibleName(add->toolTip());
    auto* remove = new QPushButton(tr("Remove"));
    remove->setToolTip(tr("Remove the selected row"));
    remove->setAccessibleName(remove->toolTip());
    add->setAutoDefault(false);
    remove->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, [this] {
        const QSignalBlocker quiet(m_table);
        addRow(QString(), QString());
        m_table->setCurrentCell(m_table->rowCount() - 1, 0);
        m_table->editItem(m_table->currentItem());
    });
    connect(remove, &QPushButton::clicked, this, [this] {
        m_table->removeRow(m_table->currentRow());
        Q_EMIT edited();
    });
    auto* buttons = new QWidget;
    auto* line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 0, 0, 0);
    line->addStretch();
    line->addWidget(add);
    line->addWidget(remove);
    return buttons;
}

void PairTable::addRow(const QString& first, const QString& second)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(first));
    m_table->setItem(row, 1, new QTableWidgetItem(second));
}

void PairTable::setRows(const Rows& rows)
{
    const QSignalBlocker quiet(m_table);
    m_table->setRowCount(0);
    for (const auto& [first, second] : rows)
        addRow(first, second);
}

PairTable::Rows PairTable::rows() const
{
    Rows rows;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString first = m_table->item(row, 0)->text().trimmed();
        if (!first.isEmpty())
            rows.emplace_back(first, m_table->item(row, 1)->text().trimmed());
    }
    return rows;
}

} // namespace undertone::widgets
