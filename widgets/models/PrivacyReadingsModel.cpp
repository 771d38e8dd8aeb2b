#include "widgets/models/PrivacyReadingsModel.h"

#include "widgets/models/PrivacyWords.h"

#include <QFont>

#include <algorithm>

namespace undertone::widgets {

using session::EpsilonReading;
using session::ExposureReadings;

namespace {

/// Some exact formulas round to either side: their two ends are one number.
bool hasGap(const EpsilonReading& reading)
{
    constexpr double rounding = 1e-9;
    const auto& bound = reading.bound;
    return bound && bound->optimistic && *bound->optimistic < bound->epsilon * (1 - rounding);
}

const QString& noNumber()
{
    static const QString dash = QStringLiteral("\u2013");
    return dash;
}

} // namespace

PrivacyReadingsModel::PrivacyReadingsModel(QObject* parent) : QAbstractTableModel(parent) {}

std::vector<PrivacyReadingsModel::Row>
PrivacyReadingsModel::rowsOf(const std::vector<ExposureReadings>& exposures) const
{
    std::vector<Row> rows;
    if (exposures.empty())
        return rows;
    for (std::size_t i = 0; i < exposures.front().readings.size(); ++i) {
        rows.push_back({RowKind::Epsilon, i});
        if (std::any_of(exposures.begin(), exposures.end(),
                        [i](const auto& readings) { return hasGap(readings.readings[i]); }))
            rows.push_back({RowKind::AtLeast, i});
    }
    rows.push_back({RowKind::Guess, 0});
    return rows;
}

void PrivacyReadingsModel::setReadings(const std::vector<ExposureReadings>& exposures)
{
    auto rows = rowsOf(exposures);
    const bool sameShape = rows == m_rows && exposures.size() == m_exposures.size();
    if (!sameShape)
        beginResetModel();
    m_exposures = exposures;
    m_rows = std::move(rows);
    if (!sameShape)
        return endResetModel();
    if (m_rows.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int PrivacyReadingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PrivacyReadingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_exposures.size());
}

const EpsilonReading& PrivacyReadingsModel::reading(const Row& row, int column) const
{
    return m_exposures[static_cast<std::size_t>(column)].readings[row.accountant];
}

QString PrivacyReadingsModel::words(const Row& row, int column) const
{
    if (row.kind == RowKind::Guess) {
        const auto* bound = m_exposures[static_cast<std::size_t>(column)].guaranteed();
        return bound ? guessWords(*bound) : noNumber();
    }
    const auto& bound = reading(row, column).bound;
    if (row.kind == RowKind::Epsilon)
        return bound ? upperWords(reading(row, column)) : noNumber();
    return bound && bound->optimistic ? lowerWords(*bound->optimistic) : noNumber();
}

QString PrivacyReadingsModel::explanation(const Row& row, int column) const
{
    if (row.kind == RowKind::Guess)
        return tr("How often someone who must guess which of two neighbours it was is right at most, from "
                  "the smallest bound: (e^\u03b5 + \u03b4) / (1 + e^\u03b5). Guessing blindly gives 50 %.");
    return readingWords(reading(row, column));
}

QVariant PrivacyReadingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return words(row, index.column());
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return explanation(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole: {
        const auto& bound = reading(row, index.column()).bound;
        QFont font;
        font.setItalic(row.kind != RowKind::Guess && bound && bound->kind == privacy::BoundKind::Nominal);
        return font;
    }
    default:
        return {};
    }
}

QVariant PrivacyReadingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || m_exposures.empty())
        return {};
    if (orientation == Qt::Horizontal)
        return exposureWords(m_exposures[static_cast<std::size_t>(section)]);
    const auto& row = m_rows[static_cast<std::size_t>(section)];
    switch (row.kind) {
    case RowKind::Epsilon:
        return boundWords(m_exposures.front().readings[row.accountant].accountant);
    case RowKind::AtLeast:
        return tr("\u03b5 \u2265 (%1)")
            .arg(QString::fromStdString(m_exposures.front().readings[row.accountant].accountant));
    case RowKind::Guess:
        return tr("right guesses \u2264");
    }
    return {};
}

} // namespace undertone::widgets
