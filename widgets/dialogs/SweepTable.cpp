#include "widgets/dialogs/SweepTable.h"

#include "widgets/dialogs/PairTable.h"
#include "widgets/models/JsonWords.h"

#include <QLabel>
#include <QVBoxLayout>

namespace undertone::widgets {

namespace {

QString jsonOf(const PairTable::Rows& rows)
{
    QStringList members;
    for (const auto& [path, values] : rows)
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
    : QWidget(parent),
      m_rows(
          new PairTable({tr("Setting"), tr("Values")}, tr("Swept settings"),
                        tr("A path of the specification, such as model.dropout, and the values it takes"))),
      m_problem(new QLabel)
{
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setAccessibleName(tr("What is wrong with the sweep"));
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rows);
    column->addWidget(m_problem);
    connect(m_rows, &PairTable::edited, this, &SweepTable::edited);
}

/// A table that says the same already is left alone: somebody may be typing in it.
void SweepTable::setAxes(const std::vector<experiment::SweepAxis>& axes)
{
    PairTable::Rows rows;
    for (const auto& axis : axes) {
        QStringList values;
        for (const auto& value : axis.values)
            values << QString::fromStdString(value);
        rows.emplace_back(QString::fromStdString(axis.path), values.join(QStringLiteral(", ")));
    }
    if (normal(jsonOf(rows)) != normal(json()))
        m_rows->setRows(rows);
}

void SweepTable::setProblem(const QString& reason)
{
    m_problem->setText(QStringLiteral("\u26a0 ") + reason);
    m_problem->setVisible(!reason.isEmpty());
}

QString SweepTable::json() const
{
    return jsonOf(m_rows->rows());
}

QTableWidget& SweepTable::table()
{
    return m_rows->table();
}

} // namespace undertone::widgets
