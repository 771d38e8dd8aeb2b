#pragma once

#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/FigureSpec.h"

#include <QWidget>

#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QTabWidget;

namespace undertone::widgets {

class FigureView;
class PrivacyCalculatorPanel;

/// The figures of the shown study in tabs, the privacy calculator beside them, and the caption of the figure
/// in front below.
class PlotsPanel : public QWidget
{
    Q_OBJECT

public:
    using Tradeoffs = std::vector<std::pair<figure::BudgetAxis, figure::FigureSpec>>;

    explicit PlotsPanel(QWidget* parent = nullptr);

    /// The study's figures, and its trade-off over each axis that it has numbers for: the user chooses which.
    void showFigures(const std::vector<figure::FigureSpec>& figures, const Tradeoffs& tradeoffs = {});
    /// The study's figures as they are shown, without empty ones.
    std::vector<figure::FigureSpec> figures() const;
    void showMessage(const QString& message);
    FigureView& current() const;
    FigureView& view(const QString& figure) const;
    PrivacyCalculatorPanel& calculator() const { return *m_calculator; }
    /// Whether the figure in front is the calculator's, no study's.
    bool showsCalculator() const;

Q_SIGNALS:
    void currentChanged();

private:
    QWidget* makeTradeoffPage(FigureView& view);
    void offerAxes();
    void showTradeoff();
    void showCaption();

    QTabWidget* m_tabs;
    std::vector<FigureView*> m_views; ///< of the study, in the order of their tabs
    QWidget* m_axisRow;
    QComboBox* m_axis;
    Tradeoffs m_tradeoffs;
    PrivacyCalculatorPanel* m_calculator;
    QLabel* m_caption;
};

} // namespace undertone::widgets
