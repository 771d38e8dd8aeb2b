#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/store/HistorySpec.h"

#include <QAbstractItemModel>

#include <optional>
#include <vector>

namespace undertone::widgets {

enum class HistoryGrouping { None, State, Corpus, Mechanism, Tag };

/// Studies in the order they are given, in groups or without. A study stands in each group that it belongs
/// to. Values only: what sorts and filters is the store.
class HistoryModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column {
        StarColumn,
        NameColumn,
        StateColumn,
        CreatedColumn,
        TrialsColumn,
        CorpusColumn,
        MechanismColumn,
        EpsilonColumn,
        AttackUarColumn,
        SerUarColumn,
        TagsColumn,
        NoteColumn,
        ColumnCount,
    };
    enum Role {
        IdRole = Qt::UserRole, ///< empty for a group
        FractionRole,          ///< of the work, for studies that run
        RunningRole,
        StarredRole,
    };

    explicit HistoryModel(QObject* parent = nullptr);

    /// Rows that stay keep their place.
    void setStudies(const std::vector<experiment::ExperimentSummary>& studies);
    void setGrouping(HistoryGrouping grouping);
    HistoryGrouping grouping() const { return m_grouping; }
    /// The first row of a study.
    QModelIndex indexOf(const QString& id) const;
    const experiment::ExperimentSummary* study(const QModelIndex& index) const;
    /// What the store sorts by for this column.
    static std::optional<store::HistoryColumn> sortedBy(int column);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void renameWanted(const QString& id, const QString& name);
    void sortWanted(undertone::store::HistoryColumn column, Qt::SortOrder order);

private:
    struct Group
    {
        QString title;
        std::vector<std::size_t> studies; ///< positions in m_studies
        bool operator==(const Group&) const = default;
    };
    std::vector<Group> groupsOf(const std::vector<experiment::ExperimentSummary>& studies) const;
    void announceRow(std::size_t group, std::size_t row);
    QVariant display(const experiment::ExperimentSummary& study, int column) const;
    bool isGroup(const QModelIndex& index) const;

    HistoryGrouping m_grouping = HistoryGrouping::State;
    std::vector<experiment::ExperimentSummary> m_studies;
    std::vector<Group> m_groups; ///< one without a title when they are not grouped
};

/// "running", "finished", ... for the window.
QString stateWords(experiment::ExperimentState state);

} // namespace undertone::widgets
