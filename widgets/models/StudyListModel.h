#pragma once

#include "core/experiment/ExperimentResult.h"

#include <QAbstractItemModel>

#include <vector>

namespace undertone::widgets {

/// The studies in three sections: running, stopped (they can be resumed), finished. Values only.
class StudyListModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< empty for a section
        DetailRole,            ///< second line: state, trials, date
        FractionRole,          ///< of the work, for studies that run
        RunningRole,
    };

    explicit StudyListModel(QObject* parent = nullptr);

    /// Rows that stay keep their place; a study that changes its section moves.
    void setStudies(const std::vector<experiment::ExperimentSummary>& studies);
    QModelIndex indexOf(const QString& id) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Section
    {
        QString title;
        std::vector<experiment::ExperimentSummary> studies;
    };
    static std::vector<Section> sectionsOf(const std::vector<experiment::ExperimentSummary>& studies);
    bool hasSameRows(const std::vector<Section>& sections) const;
    const experiment::ExperimentSummary* study(const QModelIndex& index) const;

    std::vector<Section> m_sections;
};

/// "running", "finished", ... for the window.
QString stateWords(experiment::ExperimentState state);

} // namespace undertone::widgets
