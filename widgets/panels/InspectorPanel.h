#pragma once

#include "widgets/bridge/StudyFollower.h"

#include <QWidget>

class QLabel;
class QModelIndex;
class QPlainTextEdit;
class QTableView;
class QTextBrowser;

namespace undertone::widgets {

class TableSpecModel;

/// What a study is and what it found: its state, the result rows, the specification, the privacy ledger,
/// and where it comes from.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorPanel(QWidget* parent = nullptr);

    void showSnapshot(const StudySnapshot& snapshot);
    /// Selects the row of a reference (ReferenceSpec.h), or the first one of its setting.
    void choose(const QString& reference);
    void clear();

Q_SIGNALS:
    void rowChosen(const QString& reference);

private:
    void announce(const QModelIndex& index);
    void showLedgers(const std::vector<experiment::TrialLedger>& ledgers);

    QLabel* m_summary;
    TableSpecModel* m_results;
    QTableView* m_table;
    QPlainTextEdit* m_specification;
    QTextBrowser* m_privacy;
    QTextBrowser* m_provenance;
    QString m_shownLedgers;
    QString m_shownProvenance;
};

} // namespace undertone::widgets
