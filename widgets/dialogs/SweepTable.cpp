#include "widgets/dialogs/SweepTable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

bool isJson(const QString& text)
{
    return !QJsonDocument::fromJson(QStringLiteral("[%1]").arg(text).toUtf8()).isNull();
}

QString quoted(QString text)
{
    text.replace('\\', QStringLiteral("\\\\")).replace('"', QStringLiteral("\\\""));
    return QStringLiteral("\"%1\"").arg(text);
}

QString arrayOf(const QString& values)
{
    if (isJson(values))
        return QStringLiteral("[%1]").arg(values);
    QStringList elements;
    for (const auto& part : values.split(',', Qt::SkipEmptyParts)) {
        const QString value = part.trimmed();
        elements << (isJson(value) ? value : quoted(value));
    }
    return QStringLiteral("[%1]").arg(elements.join(QStringLiteral(", ")));
}

} // namespace

SweepTable::SweepTable(QWidget* parent) : QWidget(parent), m_table(new QTableWidget(0, 2))
{
    m_table->setHorizontalHeaderLabels({tr("Setting"), tr("Values")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setMinimumSectionSize(130);
    m_table->verticalHeader()->hide();
    m_table->setAccessibleName(tr("Swept settings"));
    m_table->setToolTip(tr("A path of the specification, such as model.dropout, and the values it takes"));
    auto* add = new QPushButton(tr("&Add"));
    add->setToolTip(tr("Sweep another setting"));
    auto* remove = new QPushButton(tr("Re&move"));
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

void SweepTable::setAxes(const std::vector<experiment::SweepAxis>& axes)
{
    const QSignalBlocker quiet(m_table);
    m_table->setRowCount(0);
    for (const auto& axis : axes) {
        QStringList values;
        for (const auto& value : axis.values)
            values << QString::fromStdString(value);
        addRow(QString::fromStdString(axis.path), values.join(QStringLiteral(", ")));
    }
}

QString SweepTable::json() const
{
    QStringList members;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString path = m_table->item(row, 0)->text().trimmed();
        if (!path.isEmpty())
            members << quoted(path) + QStringLiteral(": ") + arrayOf(m_table->item(row, 1)->text());
    }
    return QStringLiteral("{%1}").arg(members.join(QStringLiteral(", ")));
}

} // namespace undertone::widgets
