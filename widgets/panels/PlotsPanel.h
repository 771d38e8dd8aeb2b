#pragma once

#include "core/figure/FigureSpec.h"

#include <QWidget>

#include <vector>

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
    explicit PlotsPanel(QWidget* parent = nullptr);

    void showFigures(const std::vector<figure::FigureSpec>& figures);
    void showMessage(const QString& message);
    FigureView& current() const;
    FigureView& view(const QString& figure) const;
    PrivacyCalculatorPanel& calculator() const { return *m_calculator; }
    /// Whether the figure in front is the calculator's, no study's.
    bool showsCalculator() const;

Q_SIGNALS:
    void currentChanged();

private:
    void showCaption();

    QTabWidget* m_tabs;
    std::vector<FigureView*> m_views; ///< of the study, in the order of their tabs
    PrivacyCalculatorPanel* m_calculator;
    QLabel* m_caption;
};

} // namespace undertone::widgets
