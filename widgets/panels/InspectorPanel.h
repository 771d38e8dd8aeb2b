#pragma once

#include "widgets/bridge/StudyFollower.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTableView;
class QTextBrowser;

namespace undertone::widgets {

class TableSpecModel;

/// What a study is and what it found: its state, the result rows, the specification, the privacy ledger.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorPanel(QWidget* parent = nullptr);

    void showSnapshot(const StudySnapshot& snapshot);
    void clear();

private:
    void showLedgers(const std::vector<experiment::TrialLedger>& ledgers);

    QLabel* m_summary;
    TableSpecModel* m_results;
    QTableView* m_table;
    QPlainTextEdit* m_specification;
    QTextBrowser* m_privacy;
    QString m_shownLedgers;
};

} // namespace undertone::widgets
