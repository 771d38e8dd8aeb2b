#pragma once

#include "core/experiment/ExperimentSpec.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace undertone::widgets {

class PairTable;

/// The swept settings, editable: a path of the specification and its values, separated by commas.
class SweepTable : public QWidget
{
    Q_OBJECT

public:
    explicit SweepTable(QWidget* parent = nullptr);

    void setAxes(const std::vector<experiment::SweepAxis>& axes);
    void setProblem(const QString& reason); ///< empty: there is none
    /// The "sweep" object as JSON text; rows without a path are left out. What is no JSON counts as a string.
    QString json() const;
    QTableWidget& table();

Q_SIGNALS:
    void edited();

private:
    PairTable* m_rows;
    QLabel* m_problem;
};

} // namespace undertone::widgets
