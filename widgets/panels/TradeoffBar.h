#pragma once

#include "core/experiment/ExperimentResult.h"
#include "core/figure/BudgetAxisSpec.h"
#include "core/session/Session.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QMenu;
class QToolButton;

namespace undertone::widgets {

/// What the trade-off is drawn with: its budget axis, the reader's bounds, other studies beside.
class TradeoffBar : public QWidget
{
    Q_OBJECT

public:
    explicit TradeoffBar(QWidget* parent = nullptr);

    /// Keeps what was chosen while a study fills; hides itself when there is nothing to show.
    void offerAxes(const std::vector<figure::BudgetAxis>& axes);
    int axisIndex() const;
    /// The studies of the workspace; `shown` is the one that others may stand beside.
    void setStudies(const std::vector<experiment::ExperimentSummary>& studies, const QString& shown);
    session::TradeoffView view() const;
    /// Another button for the choice of studies beside, for another page.
    QToolButton* makeBesideButton(const QString& accessibleName, const QString& toolTip);

Q_SIGNALS:
    void axisChosen();
    void viewChanged();

private:
    void makeBounds();
    void makeMenu();
    void showBeside();
    void toggleBeside(const QString& id);

    QLabel* m_axisLabel;
    QComboBox* m_axis;
    QCheckBox* m_bounded;
    QDoubleSpinBox* m_attack;
    QDoubleSpinBox* m_loss;
    std::vector<QToolButton*> m_besides;
    QMenu* m_menu;
    QString m_shown;
    QStringList m_chosen; ///< studies beside
    std::vector<experiment::ExperimentSummary> m_studies;
};

} // namespace undertone::widgets
