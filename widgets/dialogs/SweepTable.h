#pragma once

#include "core/experiment/ExperimentSpec.h"

#include <QWidget>

class QTableWidget;

namespace undertone::widgets {

/// The swept settings, editable: a path of the specification and its values, separated by commas.
class SweepTable : public QWidget
{
    Q_OBJECT

public:
    explicit SweepTable(QWidget* parent = nullptr);

    void setAxes(const std::vector<experiment::SweepAxis>& axes);
    /// The "sweep" object as JSON text; rows without a path are left out. What is no JSON counts as a string.
    QString json() const;
    QTableWidget& table() { return *m_table; }

Q_SIGNALS:
    void edited();

private:
    void addRow(const QString& path, const QString& values);

    QTableWidget* m_table;
};

} // namespace undertone::widgets
