#pragma once

#include "core/experiment/ExperimentResult.h"

#include <QWidget>

#include <vector>

class QStackedLayout;
class QTreeView;

namespace undertone::widgets {

class StudyListModel;

/// The studies of the workspace.
class StudiesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StudiesPanel(QWidget* parent = nullptr);

    /// Keeps the selection; selects the newest study when there is none.
    void setStudies(const std::vector<experiment::ExperimentSummary>& studies);
    /// A study that is not there yet is selected when it comes.
    void select(const QString& id);
    QString selected() const;
    QTreeView& view() { return *m_view; }

Q_SIGNALS:
    void studySelected(const QString& id); ///< empty when nothing is selected
    void newStudyWanted();

private:
    QWidget* emptyState();
    void announce();

    StudyListModel* m_model;
    QTreeView* m_view;
    QStackedLayout* m_layers;
    QString m_selected;
    QString m_wanted;
};

} // namespace undertone::widgets
