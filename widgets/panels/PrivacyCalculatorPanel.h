#pragma once

#include "widgets/bridge/CalculatorBridge.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace undertone::widgets {

class FigureView;
class PrivacyForm;
class PrivacyReadingsModel;

/// What noise, sampling and rounds are worth: epsilon by observer and accountant while a slider moves, what
/// it means, the value that keeps a budget, and the curve against rounds. Nothing is computed here.
class PrivacyCalculatorPanel : public QWidget
{
    Q_OBJECT

public:
    explicit PrivacyCalculatorPanel(QWidget* parent = nullptr);

    PrivacyForm& form() const { return *m_form; }
    FigureView& curve() const { return *m_curve; }
    const session::PrivacyAnswer& answer() const { return m_answer; }
    /// Whether everything shown belongs to what the controls say.
    bool isCurrent() const;

Q_SIGNALS:
    void curveChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeResults();
    void fitTable();
    void ask();
    void showProblem(const QString& problem);
    void showAnswer(const session::PrivacyAnswer& answer);
    void showRefusal(const session::PrivacyQuestion& question, const Failure& failure);
    void showWarnings(const std::vector<privacy::PrivacyWarning>& warnings);
    void showSolved();

    CalculatorBridge m_bridge;
    session::PrivacyAnswer m_answer;
    PrivacyForm* m_form;
    PrivacyReadingsModel* m_readings;
    QTableView* m_table;
    QLabel* m_words;
    QLabel* m_warnings;
    QLabel* m_solved;
    QPushButton* m_adopt;
    FigureView* m_curve;
    bool m_asked = false;
};

} // namespace undertone::widgets
