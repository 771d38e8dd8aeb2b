#pragma once

#include "core/figure/BudgetAxisSpec.h"
#include "core/figure/FigureSpec.h"

#include <QWidget>

#include <utility>
#include <vector>

class QLabel;
class QTabWidget;

namespace undertone::widgets {

class CorporaPanel;
class EmbeddingPanel;
class FigureView;
class PrivacyCalculatorPanel;
class TradeoffBar;

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
    /// Another view of the shown study's trade-off.
    void showTradeoffs(const Tradeoffs& tradeoffs);
    /// One of the study's figures, drawn anew.
    void showFigure(const figure::FigureSpec& figure);
    /// The study's figures as they are shown, without empty ones.
    std::vector<figure::FigureSpec> figures() const;
    void showMessage(const QString& message);
    /// Studies that may stand beside the shown one in its trade-off.
    TradeoffBar& tradeoffBar() const { return *m_bar; }
    EmbeddingPanel& embedding() const { return *m_embedding; }
    /// Points out what belongs to a reference, in every figure.
    void choose(const QString& reference);
    /// The clients behind what is chosen, below the layers.
    void showClients(const figure::FigureSpec& clients);
    FigureView& current() const;
    FigureView& view(const QString& figure) const;
    PrivacyCalculatorPanel& calculator() const { return *m_calculator; }
    /// The page of corpora, the last tab. Once.
    void addCorpora(CorporaPanel& corpora);
    /// Whether the figure in front is the study's: neither the calculator's nor a corpus's.
    bool showsStudy() const;

Q_SIGNALS:
    void currentChanged();
    void pointChosen(const QString& reference);

private:
    QWidget* makePage(FigureView& view);
    QWidget* makeTradeoffPage(FigureView& view);
    QWidget* makeLayersPage(FigureView& view);
    QWidget* makeRepresentationPage(FigureView& view);
    QWidget* makeFrontierPage(FigureView& view);
    void hideClients();
    void offer(const Tradeoffs& tradeoffs);
    void explainMissing();
    void showTradeoff();
    void showCaption();

    QTabWidget* m_tabs;
    std::vector<FigureView*> m_views; ///< of the study, in the order of their tabs
    TradeoffBar* m_bar;
    EmbeddingPanel* m_embedding;
    FigureView* m_clients; ///< behind the chosen cell of the layers
    Tradeoffs m_tradeoffs;
    PrivacyCalculatorPanel* m_calculator;
    CorporaPanel* m_corpora = nullptr;
    QLabel* m_caption;
};

} // namespace undertone::widgets
