#pragma once

#include "core/session/PrivacyAnswer.h"

#include <QAbstractTableModel>

#include <vector>

namespace undertone::widgets {

/// Epsilon by accountant (rows; a row "at least" where one also has a lower end) and by what the observer has
/// (columns), and in the last row how often the best guess is right. Tooltips say what each number is, or why
/// there is none.
class PrivacyReadingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit PrivacyReadingsModel(QObject* parent = nullptr);
    void setReadings(const std::vector<session::ExposureReadings>& exposures);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    enum class RowKind { Epsilon, AtLeast, Guess };
    struct Row
    {
        RowKind kind;
        std::size_t accountant = 0; ///< index into the readings
        bool operator==(const Row&) const = default;
    };

    std::vector<Row> rowsOf(const std::vector<session::ExposureReadings>& exposures) const;
    const session::EpsilonReading& reading(const Row& row, int column) const;
    QString words(const Row& row, int column) const;
    QString explanation(const Row& row, int column) const;

    std::vector<session::ExposureReadings> m_exposures;
    std::vector<Row> m_rows;
};

} // namespace undertone::widgets
