#pragma once

#include "core/figure/TableSpec.h"
#include "widgets/bridge/SessionBridge.h"

#include <QDialog>

#include <string>
#include <vector>

class QLabel;
class QTableView;
class QTabWidget;

namespace undertone::widgets {

class TableSpecModel;

/// Two or more studies side by side: what their specifications differ in, and what they found in the cells
/// that they share, with intervals. Values only: the session compares, on the worker thread.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    CompareDialog(SessionBridge& bridge, const std::vector<std::string>& studies, QWidget* parent = nullptr);

private:
    QTableView* addTable(TableSpecModel* model, const QString& title, const QString& toolTip);
    void show(const std::vector<figure::TableSpec>& tables);
    void copy();

    TableSpecModel* m_results;
    TableSpecModel* m_specification;
    QTabWidget* m_tabs;
    QLabel* m_words;
    std::vector<figure::TableSpec> m_tables; ///< specification, results
};

} // namespace undertone::widgets
