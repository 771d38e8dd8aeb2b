#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/store/HistorySpec.h"
#include "widgets/bridge/Failure.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTreeView;

namespace undertone::widgets {

class HistoryModel;

/// The studies of the workspace: a table to search, filter, sort and group, and its bin. What it shows is
/// what the store answers to query().
class StudiesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StudiesPanel(QWidget* parent = nullptr);

    /// Keeps the selection; selects the first study when there is none. Nothing changes while a name is
    /// typed.
    void setStudies(const std::vector<experiment::ExperimentSummary>& studies);
    /// Why the store does not understand query().
    void showRefusal(const Failure& failure);
    void hideRefusal();
    /// A study that is not there yet is selected when it comes.
    void select(const QString& id);
    QString selected() const; ///< the one whose figures are shown
    std::vector<experiment::ExperimentSummary> selection() const;
    const store::HistoryQuery& query() const { return m_query; }
    void setBin(store::Bin bin);
    /// Puts actions into the context menu.
    void addStudyActions(const QList<QAction*>& actions);
    void focusSearch();
    void editName();
    QByteArray columns() const; ///< which are shown, how wide, in which order, and the grouping
    void setColumns(const QByteArray& state);
    QTreeView& view() { return *m_view; }

Q_SIGNALS:
    void studySelected(const QString& id); ///< empty when nothing is selected
    void selectionChanged();
    void newStudyWanted();
    void queryChanged(const undertone::store::HistoryQuery& query);
    void renameWanted(const QString& id, const QString& name);
    void starWanted(const QString& id, bool starred);

private:
    QWidget* emptyState();
    QWidget* nothingFits();
    void setUpFinder();
    void setUpView();
    void setUpHeader();
    void chooseColumns(const QPoint& at);
    void sortBy(store::HistoryColumn column, Qt::SortOrder order);
    void takeTyped();
    void askAgain();
    bool isSearching() const;
    bool showsEverything() const; ///< of the workspace, but for the bin
    void showPage(bool empty);
    void arrangeRows();
    void restoreSelection(const QStringList& ids, const QModelIndex& current);
    QStringList selectedIds() const;
    bool isEditing() const;
    void catchUp();
    void announce();

    HistoryModel* m_model;
    QTreeView* m_view;
    QWidget* m_finder;
    QLineEdit* m_search;
    QLineEdit* m_filter;
    QLabel* m_refusal;
    QComboBox* m_grouping;
    QLabel* m_count;
    QLabel* m_nothing;
    QPushButton* m_clear;
    QStackedLayout* m_layers;
    QTimer m_typing;
    store::HistoryQuery m_query;
    QString m_selected;
    QString m_wanted;
    std::optional<std::vector<experiment::ExperimentSummary>> m_heldBack; ///< while a name is typed
};

} // namespace undertone::widgets
