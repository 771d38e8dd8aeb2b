#include "widgets/models/HistoryModel.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace undertone::widgets {

using experiment::ExperimentState;
using experiment::ExperimentSummary;

namespace {

constexpr quintptr topId = 0; ///< internal id of what has no parent; else the group's row + 1

bool isRunning(ExperimentState state)
{
    return state == ExperimentState::Queued || state == ExperimentState::Running;
}

QString joined(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const auto& text : texts)
        list << QString::fromStdString(text);
    return list.join(QStringLiteral(", "));
}

QString percent(const std::optional<double>& value)
{
    return value ? QLocale().toString(100 * *value, 'f', 1) + QStringLiteral(" %") : QString();
}

QString epsilonText(double value)
{
    return std::isinf(value) ? QStringLiteral("\u221E") : QLocale().toString(value, 'g', 4);
}

QString epsilons(const ExperimentSummary& study)
{
    if (!study.epsilonLow || !study.epsilonHigh)
        return {};
    const QString low = epsilonText(*study.epsilonLow);
    const QString high = epsilonText(*study.epsilonHigh);
    return low == high ? low : QStringLiteral("%1 \u2013 %2").arg(low, high);
}

QString createdText(const ExperimentSummary& study)
{
    const auto created = QDateTime::fromString(QString::fromStdString(study.created), Qt::ISODate);
    return created.isValid() ? QLocale().toString(created.toLocalTime(), QLocale::ShortFormat) : QString();
}

/// "running" before "stopped" before "finished"; the key keeps that order.
std::pair<int, QString> stateGroup(ExperimentState state)
{
    if (isRunning(state))
        return {0, HistoryModel::tr("Running")};
    return state == ExperimentState::Succeeded ? std::pair(2, HistoryModel::tr("Finished"))
                                               : std::pair(1, HistoryModel::tr("Stopped"));
}

std::vector<std::pair<int, QString>> namedGroups(const std::vector<std::string>& names, const QString& none)
{
    std::vector<std::pair<int, QString>> groups;
    for (const auto& name : names)
        groups.emplace_back(0, QString::fromStdString(name));
    if (groups.empty())
        groups.emplace_back(1, none);
    return groups;
}

/// Order and title of the groups that a study belongs to.
std::vector<std::pair<int, QString>> groupsOfStudy(const ExperimentSummary& study, HistoryGrouping grouping)
{
    switch (grouping) {
    case HistoryGrouping::State:
        return {stateGroup(study.state)};
    case HistoryGrouping::Corpus:
        return namedGroups(study.corpora, HistoryModel::tr("No corpus"));
    case HistoryGrouping::Mechanism:
        return namedGroups(study.mechanisms, HistoryModel::tr("No mechanism"));
    case HistoryGrouping::Tag:
        return namedGroups(study.tags, HistoryModel::tr("No tag"));
    case HistoryGrouping::None:
        break;
    }
    return {{0, QString()}};
}

QString toolTip(const ExperimentSummary& study)
{
    QStringList lines{QString::fromStdString(study.name), HistoryModel::tr("%1, %2 of %3 trials, %4")
                                                              .arg(stateWords(study.state))
                                                              .arg(study.trialsDone)
                                                              .arg(study.trials)
                                                              .arg(createdText(study))};
    if (study.synthetic)
        lines << HistoryModel::tr("synthetic speech");
    if (!study.tags.empty())
        lines << HistoryModel::tr("Tags: %1").arg(joined(study.tags));
    if (!study.note.empty())
        lines << QString::fromStdString(study.note);
    lines << QString::fromStdString(study.id);
    return lines.join('\n');
}

bool isNumber(int column)
{
    return column == HistoryModel::TrialsColumn || column == HistoryModel::EpsilonColumn ||
           column == HistoryModel::AttackUarColumn || column == HistoryModel::SerUarColumn;
}

} // namespace

QString stateWords(ExperimentState state)
{
    switch (state) {
    case ExperimentState::Queued:
        return HistoryModel::tr("waiting");
    case ExperimentState::Running:
        return HistoryModel::tr("running");
    case ExperimentState::Paused:
        return HistoryModel::tr("paused");
    case ExperimentState::Succeeded:
        return HistoryModel::tr("finished");
    case ExperimentState::Failed:
        return HistoryModel::tr("failed");
    case ExperimentState::Cancelled:
        return HistoryModel::tr("cancelled");
    case ExperimentState::Interrupted:
        return HistoryModel::tr("interrupted");
    }
    return {};
}

HistoryModel::HistoryModel(QObject* parent) : QAbstractItemModel(parent) {}

std::vector<HistoryModel::Group> HistoryModel::groupsOf(const std::vector<ExperimentSummary>& studies) const
{
    std::map<std::pair<int, QString>, std::vector<std::size_t>> ordered;
    for (std::size_t i = 0; i < studies.size(); ++i)
        for (const auto& group : groupsOfStudy(studies[i], m_grouping))
            ordered[group].push_back(i);
    std::vector<Group> groups;
    for (auto& [key, positions] : ordered)
        groups.push_back({key.second, std::move(positions)});
    return groups;
}

void HistoryModel::setStudies(const std::vector<ExperimentSummary>& studies)
{
    auto groups = groupsOf(studies);
    const bool sameRows =
        groups == m_groups && std::equal(studies.begin(), studies.end(), m_studies.begin(), m_studies.end(),
                                         [](const auto& a, const auto& b) { return a.id == b.id; });
    if (!sameRows) {
        beginResetModel();
        m_studies = studies;
        m_groups = std::move(groups);
        endResetModel();
        return;
    }
    const auto before = std::exchange(m_studies, studies);
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        const auto& rows = m_groups[group].studies;
        for (std::size_t row = 0; row < rows.size(); ++row)
            if (m_studies[rows[row]] != before[rows[row]])
                announceRow(group, row);
    }
}

void HistoryModel::announceRow(std::size_t group, std::size_t row)
{
    const auto parent =
        m_grouping == HistoryGrouping::None ? QModelIndex() : index(static_cast<int>(group), 0);
    const int place = static_cast<int>(row);
    Q_EMIT dataChanged(index(place, 0, parent), index(place, ColumnCount - 1, parent));
}

void HistoryModel::setGrouping(HistoryGrouping grouping)
{
    beginResetModel();
    m_grouping = grouping;
    m_groups = groupsOf(m_studies);
    endResetModel();
}

QModelIndex HistoryModel::indexOf(const QString& id) const
{
    const auto found =
        std::find_if(m_studies.begin(), m_studies.end(),
                     [wanted = id.toStdString()](const auto& one) { return one.id == wanted; });
    if (found == m_studies.end())
        return {};
    const auto position = static_cast<std::size_t>(found - m_studies.begin());
    for (std::size_t group = 0; group < m_groups.size(); ++group) {
        const auto& rows = m_groups[group].studies; // in the order of the studies
        const auto row = std::lower_bound(rows.begin(), rows.end(), position);
        if (row != rows.end() && *row == position)
            return createIndex(static_cast<int>(row - rows.begin()), NameColumn,
                               m_grouping == HistoryGrouping::None ? topId : group + 1);
    }
    return {};
}

std::optional<store::HistoryColumn> HistoryModel::sortedBy(int column)
{
    switch (column) {
    case StarColumn:
        return store::HistoryColumn::Starred;
    case NameColumn:
        return store::HistoryColumn::Name;
    case StateColumn:
        return store::HistoryColumn::State;
    case CreatedColumn:
        return store::HistoryColumn::Created;
    case TrialsColumn:
        return store::HistoryColumn::Trials;
    case CorpusColumn:
        return store::HistoryColumn::Corpus;
    case MechanismColumn:
        return store::HistoryColumn::Mechanism;
    case EpsilonColumn:
        return store::HistoryColumn::Epsilon;
    case AttackUarColumn:
        return store::HistoryColumn::AttackUar;
    case SerUarColumn:
        return store::HistoryColumn::SerUar;
    default:
        return std::nullopt;
    }
}

void HistoryModel::sort(int column, Qt::SortOrder order)
{
    if (const auto key = sortedBy(column))
        Q_EMIT sortWanted(*key, order);
}

bool HistoryModel::isGroup(const QModelIndex& index) const
{
    return m_grouping != HistoryGrouping::None && index.isValid() && index.internalId() == topId;
}

QModelIndex HistoryModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : topId);
}

QModelIndex HistoryModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == topId)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, topId);
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    if (m_grouping == HistoryGrouping::None)
        return parent.isValid() || m_groups.empty() ? 0 : static_cast<int>(m_groups.front().studies.size());
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (!isGroup(parent) || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].studies.size());
}

int HistoryModel::columnCount(const QModelIndex& /*parent*/) const
{
    return ColumnCount;
}

const ExperimentSummary* HistoryModel::study(const QModelIndex& index) const
{
    if (!index.isValid() || isGroup(index))
        return nullptr;
    const auto group = index.internalId() == topId ? 0 : index.internalId() - 1;
    return &m_studies[m_groups[group].studies[static_cast<std::size_t>(index.row())]];
}

QVariant HistoryModel::display(const ExperimentSummary& study, int column) const
{
    switch (column) {
    case StarColumn:
        return study.starred ? QStringLiteral("\u2605") : QStringLiteral("\u2606");
    case NameColumn:
        return QString::fromStdString(study.name);
    case StateColumn:
        return stateWords(study.state);
    case CreatedColumn:
        return createdText(study);
    case TrialsColumn:
        return study.trialsDone == study.trials
                   ? QString::number(study.trials)
                   : QStringLiteral("%1 / %2").arg(study.trialsDone).arg(study.trials);
    case CorpusColumn:
        return joined(study.corpora);
    case MechanismColumn:
        return joined(study.mechanisms);
    case EpsilonColumn:
        return epsilons(study);
    case AttackUarColumn:
        return percent(study.attackUar);
    case SerUarColumn:
        return percent(study.serUar);
    case TagsColumn:
        return joined(study.tags);
    case NoteColumn:
        return QString::fromStdString(study.note).simplified();
    default:
        return {};
    }
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto* one = study(index);
    if (!one) {
        const auto& group = m_groups[static_cast<std::size_t>(index.row())];
        return role == Qt::DisplayRole && index.column() == 0
                   ? QVariant(QStringLiteral("%1  %2").arg(group.title).arg(group.studies.size()))
                   : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return display(*one, index.column());
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return toolTip(*one);
    case Qt::AccessibleTextRole:
        return index.column() == StarColumn ? (one->starred ? tr("starred") : tr("not starred"))
                                            : display(*one, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(index.column())       ? Qt::AlignRight | Qt::AlignVCenter
                        : index.column() == StarColumn ? Qt::AlignCenter
                                                       : Qt::AlignLeft | Qt::AlignVCenter);
    case IdRole:
        return QString::fromStdString(one->id);
    case FractionRole:
        return one->fraction;
    case RunningRole:
        return isRunning(one->state);
    case StarredRole:
        return one->starred;
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const struct
    {
        QString title;
        QString tip;
    } heads[ColumnCount] = {
        {QStringLiteral("\u2605"), tr("Star")},
        {tr("Study"), tr("Name of the study")},
        {tr("State"), tr("Whether it waits, runs, has finished or has stopped")},
        {tr("Made"), tr("When the study was made")},
        {tr("Trials"), tr("Trials done, of all")},
        {tr("Private corpus"), tr("Corpora of the private side")},
        {tr("Mechanism"), tr("Defence, or the defences that are swept")},
        {tr("Epsilon"), tr("Least and greatest nominal epsilon of the result's rows")},
        {tr("Attack UAR"), tr("Highest attack UAR of the result's rows, the ceiling apart")},
        {tr("SER UAR"), tr("Highest UAR of emotion recognition of the result's rows")},
        {tr("Tags"), tr("Tags, by name")},
        {tr("Note"), tr("What you noted with it")},
    };
    if (role == Qt::DisplayRole)
        return heads[section].title;
    return role == Qt::ToolTipRole || role == Qt::AccessibleTextRole ? QVariant(heads[section].tip)
                                                                     : QVariant();
}

bool HistoryModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto* one = study(index);
    const QString name = value.toString().trimmed();
    if (!one || role != Qt::EditRole || index.column() != NameColumn || name.isEmpty() ||
        name == QString::fromStdString(one->name))
        return false;
    Q_EMIT renameWanted(QString::fromStdString(one->id), name);
    return true;
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (!study(index))
        return Qt::ItemIsEnabled;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.column() == NameColumn ? flags | Qt::ItemIsEditable : flags;
}

} // namespace undertone::widgets
