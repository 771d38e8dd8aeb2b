#include "widgets/dialogs/SweepTable.h"

#include "widgets/models/JsonWords.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include <utility>

namespace undertone::widgets {

namespace {

QString jsonOf(const std::vector<std::pair<QString, QString>>& rows)
{
    QStringList members;
    for (const auto& [path, values] : rows)
        if (!path.isEmpty())
            members << jsonString(path) + QStringLiteral(": ") + jsonArray(values);
    return QStringLiteral("{%1}").arg(members.join(QStringLiteral(", ")));
}

/// Without the blanks by which two texts of the same rows may differ.
QString normal(QString json)
{
    return json.remove(' ');
}

} // namespace

SweepTable::SweepTable(QWidget* parent)
    : QWidget(parent), m_table(new QTableWidget(0, 2)), m_problem(new QLabel)
{
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setAccessibleName(tr("What is wrong with the sweep"));
    m_problem->hide();
    m_table->setHorizontalHeaderLabels({tr("Setting"), tr("Values")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setMinimumSectionSize(130);
    m_table->verticalHeader()->hide();
    m_table->setAccessibleName(tr("Swept settings"));
    m_table->setToolTip(tr("A path of the specification, such as model.dropout, and the values it takes"));
    auto* add = new QPushButton(tr("&Add"));
    add->setToolTip(tr("Sweep another setting"));
    auto* remove = new QPushButton(tr("Rem&ove"));
    remove->setToolTip(tr("Stop sweeping the selected setting"));
    add->setAutoDefault(false);
    remove->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(add);
    buttons->addWidget(remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, [this] {
        const QSignalBlocker quiet(m_table);
        addRow(QString(), QString());
        m_table->editItem(m_table->item(m_table->rowCount() - 1, 0));
    });
    connect(remove, &QPushButton::clicked, this, [this] {
        m_table->removeRow(m_table->currentRow());
        Q_EMIT edited();
    });
    connect(m_table, &QTableWidget::itemChanged, this, &SweepTable::edited);
}

void SweepTable::addRow(const QString& path, const QString& values)
{
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, 0, new QTableWidgetItem(path));
    m_table->setItem(row, 1, new QTableWidgetItem(values));
}

/// A table that says the same already is left alone: somebody may be typing in it.
void SweepTable::setAxes(const std::vector<experiment::SweepAxis>& axes)
{
    std::vector<std::pair<QString, QString>> rows;
    for (const auto& axis : axes) {
        QStringList values;
        for (const auto& value : axis.values)
            values << QString::fromStdString(value);
        rows.emplace_back(QString::fromStdString(axis.path), values.join(QStringLiteral(", ")));
    }
    if (normal(jsonOf(rows)) == normal(json()))
        return;
    const QSignalBlocker quiet(m_table);
    m_table->setRowCount(0);
    for (const auto& [path, values] : rows)
        addRow(path, values);
}

void SweepTable::setProblem(const QString& reason)
{
    m_problem->setText(QStringLiteral("\u26a0 ") + reason);
    m_problem->setVisible(!reason.isEmpty());
}

QString SweepTable::json() const
{
    std::vector<std::pair<QString, QString>> rows;
    for (int row = 0; row < m_table->rowCount(); ++row)
        rows.emplace_back(m_table->item(row, 0)->text().trimmed(), m_table->item(row, 1)->text());
    return jsonOf(rows);
}

} // namespace undertone::widgets
