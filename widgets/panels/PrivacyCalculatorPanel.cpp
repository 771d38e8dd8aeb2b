#include "widgets/panels/PrivacyCalculatorPanel.h"

#include "widgets/help/HelpWindow.h"
#include "widgets/models/PrivacyReadingsModel.h"
#include "widgets/models/PrivacyWords.h"
#include "widgets/panels/PrivacyForm.h"
#include "widgets/plots/FigureView.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace undertone::widgets {

using session::PrivacyAnswer;
using session::PrivacyQuestion;

namespace {

QLabel* wordsLabel(const QString& name)
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    return label;
}

} // namespace

PrivacyCalculatorPanel::PrivacyCalculatorPanel(QWidget* parent)
    : QWidget(parent), m_form(new PrivacyForm), m_readings(new PrivacyReadingsModel(this)),
      m_table(new QTableView), m_words(wordsLabel(tr("What the numbers mean"))),
      m_warnings(wordsLabel(tr("Warnings"))), m_solved(wordsLabel(tr("What was solved for"))),
      m_adopt(new QPushButton(tr("Ta&ke this value"))), m_curve(new FigureView)
{
    setProperty(helpPageProperty, QStringLiteral("privacy"));
    auto* inputs = new QScrollArea;
    inputs->setWidget(m_form);
    inputs->setWidgetResizable(true);
    inputs->setFrameShape(QFrame::NoFrame);
    inputs->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    inputs->setMinimumWidth(m_form->minimumSizeHint().width() + 24);
    auto* sides = new QSplitter;
    sides->addWidget(inputs);
    sides->addWidget(makeResults());
    sides->setStretchFactor(1, 1);
    sides->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(sides);
    connect(m_form, &PrivacyForm::changed, this, &PrivacyCalculatorPanel::ask);
    connect(m_adopt, &QPushButton::clicked, this,
            [this] { m_form->adopt(m_answer.solved->calibration->event); });
    connect(&m_bridge, &CalculatorBridge::answered, this, &PrivacyCalculatorPanel::showAnswer);
    connect(&m_bridge, &CalculatorBridge::refused, this, &PrivacyCalculatorPanel::showRefusal);
}

QWidget* PrivacyCalculatorPanel::makeResults()
{
    m_table->setModel(m_readings);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->setAccessibleName(tr("Epsilon by observer and accountant"));
    m_table->setToolTip(tr("Columns: what the observer has. Rows: who computes."));
    connect(m_readings, &QAbstractItemModel::modelReset, this, &PrivacyCalculatorPanel::fitTable);
    m_adopt->setToolTip(tr("Put the value that was found into its field"));
    m_adopt->setAutoDefault(false);
    auto* solved = new QHBoxLayout;
    solved->addWidget(m_solved, 1);
    solved->addWidget(m_adopt);
    m_curve->setObjectName(QStringLiteral("privacy"));
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->addWidget(m_table);
    column->addWidget(m_words);
    column->addWidget(m_warnings);
    column->addLayout(solved);
    column->addWidget(m_curve, 1);
    showWarnings({});
    showSolved();
    fitTable();
    return page;
}

void PrivacyCalculatorPanel::fitTable()
{
    const int rows = m_readings->rowCount();
    m_table->setVisible(rows > 0);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() + 2);
}

void PrivacyCalculatorPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_asked)
        ask();
}

bool PrivacyCalculatorPanel::isCurrent() const
{
    return m_answer.complete && m_form->input().question() == m_answer.question;
}

void PrivacyCalculatorPanel::ask()
{
    m_asked = true;
    if (const auto question = m_form->input().question())
        m_bridge.ask(*question);
    else
        showProblem(m_form->input().problem());
}

void PrivacyCalculatorPanel::showProblem(const QString& problem)
{
    m_answer = {};
    m_readings->setReadings({});
    showWarnings({});
    m_words->setText(problem.toHtmlEscaped());
    m_curve->setMessage(tr("The curve comes back with the numbers."));
    showSolved();
    Q_EMIT curveChanged();
}

void PrivacyCalculatorPanel::showAnswer(const PrivacyAnswer& answer)
{
    if (!m_form->input().question())
        return;
    m_answer = answer;
    m_readings->setReadings(answer.exposures);
    m_words->setText(meaningWords(answer));
    showWarnings(answer.warnings);
    if (!answer.complete)
        return;
    showSolved();
    if (answer.curve.series.empty())
        m_curve->setMessage(tr("There is no finite \u03b5 to draw."));
    else
        m_curve->setFigure(answer.curve);
    Q_EMIT curveChanged();
}

void PrivacyCalculatorPanel::showRefusal(const PrivacyQuestion& question, const Failure& failure)
{
    if (m_form->input().question() == question)
        showProblem(failure.happened + QStringLiteral(". ") + failure.remedy);
}

void PrivacyCalculatorPanel::showWarnings(const std::vector<privacy::PrivacyWarning>& warnings)
{
    m_warnings->setText(warningWords(warnings));
    m_warnings->setVisible(!warnings.empty());
}

void PrivacyCalculatorPanel::showSolved()
{
    const bool any = m_answer.solved.has_value();
    m_solved->setVisible(any);
    m_adopt->setVisible(any && m_answer.solved->calibration);
    m_solved->setText(solvedWords(m_answer).toHtmlEscaped());
}

} // namespace undertone::widgets
