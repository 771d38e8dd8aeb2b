#include "widgets/models/StudyListModel.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace undertone::widgets {

using experiment::ExperimentState;
using experiment::ExperimentSummary;

namespace {

constexpr quintptr sectionId = 0; ///< internal id of a section; a study's is its section's row + 1

bool isRunning(ExperimentState state)
{
    return state == ExperimentState::Queued || state == ExperimentState::Running;
}

QString detailOf(const ExperimentSummary& study)
{
    const auto created = QDateTime::fromString(QString::fromStdString(study.created), Qt::ISODate);
    QString detail = stateWords(study.state);
    if (study.state != ExperimentState::Succeeded)
        detail += StudyListModel::tr(", %1 of %2 trials").arg(study.trialsDone).arg(study.trials);
    if (created.isValid())
        detail +=
            QStringLiteral(" \u00b7 ") + QLocale().toString(created.toLocalTime(), QLocale::ShortFormat);
    if (study.synthetic)
        detail += StudyListModel::tr(" \u00b7 synthetic");
    return detail;
}

} // namespace

QString stateWords(ExperimentState state)
{
    switch (state) {
    case ExperimentState::Queued:
        return StudyListModel::tr("waiting");
    case ExperimentState::Running:
        return StudyListModel::tr("running");
    case ExperimentState::Succeeded:
        return StudyListModel::tr("finished");
    case ExperimentState::Failed:
        return StudyListModel::tr("failed");
    case ExperimentState::Cancelled:
        return StudyListModel::tr("cancelled");
    case ExperimentState::Interrupted:
        return StudyListModel::tr("interrupted");
    }
    return {};
}

StudyListModel::StudyListModel(QObject* parent) : QAbstractItemModel(parent) {}

std::vector<StudyListModel::Section> StudyListModel::sectionsOf(const std::vector<ExperimentSummary>& studies)
{
    std::vector<Section> sections = {{tr("Running"), {}}, {tr("Stopped"), {}}, {tr("Finished"), {}}};
    for (const auto& study : studies) {
        const std::size_t place = isRunning(study.state)                      ? 0
                                  : study.state != ExperimentState::Succeeded ? 1
                                                                              : 2;
        sections[place].studies.push_back(study);
    }
    std::erase_if(sections, [](const Section& section) { return section.studies.empty(); });
    return sections;
}

bool StudyListModel::hasSameRows(const std::vector<Section>& sections) const
{
    const auto sameStudy = [](const auto& a, const auto& b) { return a.id == b.id; };
    const auto sameSection = [&](const Section& a, const Section& b) {
        return a.title == b.title &&
               std::equal(a.studies.begin(), a.studies.end(), b.studies.begin(), b.studies.end(), sameStudy);
    };
    return std::equal(sections.begin(), sections.end(), m_sections.begin(), m_sections.end(), sameSection);
}

void StudyListModel::setStudies(const std::vector<ExperimentSummary>& studies)
{
    auto sections = sectionsOf(studies);
    if (!hasSameRows(sections)) {
        beginResetModel();
        m_sections = std::move(sections);
        endResetModel();
        return;
    }
    m_sections = std::move(sections);
    for (int section = 0; section < rowCount(); ++section) {
        const auto parentIndex = index(section, 0);
        Q_EMIT dataChanged(index(0, 0, parentIndex), index(rowCount(parentIndex) - 1, 0, parentIndex));
    }
}

QModelIndex StudyListModel::indexOf(const QString& id) const
{
    for (std::size_t section = 0; section < m_sections.size(); ++section)
        for (std::size_t row = 0; row < m_sections[section].studies.size(); ++row)
            if (m_sections[section].studies[row].id == id.toStdString())
                return createIndex(static_cast<int>(row), 0, section + 1);
    return {};
}

QModelIndex StudyListModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto id = parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : sectionId;
    return createIndex(row, column, id);
}

QModelIndex StudyListModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == sectionId)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, sectionId);
}

int StudyListModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_sections.size());
    if (parent.internalId() != sectionId)
        return 0;
    return static_cast<int>(m_sections[static_cast<std::size_t>(parent.row())].studies.size());
}

int StudyListModel::columnCount(const QModelIndex& /*parent*/) const
{
    return 1;
}

const ExperimentSummary* StudyListModel::study(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == sectionId)
        return nullptr;
    return &m_sections[index.internalId() - 1].studies[static_cast<std::size_t>(index.row())];
}

QVariant StudyListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto* one = study(index);
    if (!one) {
        const auto& section = m_sections[static_cast<std::size_t>(index.row())];
        return role == Qt::DisplayRole
                   ? QVariant(QStringLiteral("%1  %2").arg(section.title).arg(section.studies.size()))
                   : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(one->name);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return QStringLiteral("%1\n%2\n%3")
            .arg(QString::fromStdString(one->name), detailOf(*one), QString::fromStdString(one->id));
    case IdRole:
        return QString::fromStdString(one->id);
    case DetailRole:
        return detailOf(*one);
    case FractionRole:
        return one->fraction;
    case RunningRole:
        return isRunning(one->state);
    default:
        return {};
    }
}

Qt::ItemFlags StudyListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return study(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemFlags(Qt::ItemIsEnabled);
}

} // namespace undertone::widgets
